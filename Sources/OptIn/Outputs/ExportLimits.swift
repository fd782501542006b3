internal import BoundedJSON

/// The bounds on what exports take in and write.
public enum ExportLimits {
    /// Largest stored cookie that is read, in bytes, encoded or not. Browsers keep 4,096.
    public static let maxStoredBytes = 65_536
    /// Largest name and value together that browsers keep (RFC 6265bis section 5.6).
    public static let maxCookieBytes = 4_096
    /// Longest life of a cookie that browsers grant, in seconds: 400 days (RFC 6265bis section 5.5).
    public static let maxCookieSeconds: Int64 = 34_560_000
    /// Longest life that may be asked for, in seconds: a hundred years.
    public static let maxExpirySeconds: Int64 = 3_155_760_000
    /// Longest host or domain (RFC 1035 section 2.3.4).
    public static let maxHostBytes = 253
    /// Bounds on the JSON of a stored cookie.
    static let stored = JSONLimits(
        maxBytes: maxStoredBytes,
        maxDepth: 16,
        maxMembers: 512,
        maxValues: 4_096,
        maxStringBytes: maxStoredBytes
    )
}
