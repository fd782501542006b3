public import BoundedJSON

/// The bounds on what a payload can make the translation do.
public enum TranslationLimits {
    /// Largest payload, in bytes: browsers keep less than 4 KiB a cookie, API items are a few KiB.
    public static let maxPayloadBytes = 1 << 20
    /// Most cookies in one `Cookie` header.
    public static let maxCookies = 512
    /// Most pairs of a query string or key-value list.
    public static let maxPairs = 4_096
    /// Most decisions in one record.
    public static let maxDecisions = 4_096
    /// Longest key, label or identifier that a record keeps, in bytes.
    public static let maxNameBytes = 1_024
    /// Most bytes that compressed data, or a compressed text, may unfold to.
    public static let maxInflatedBytes = 8 << 20
    /// Most bytes that one byte of gzip data may unfold to, beyond ``inflationAllowance``.
    public static let maxInflationRatio = 1_000
    /// How many bytes gzip data may unfold to in any case, since the ratio says little about a few bytes.
    public static let inflationAllowance = 1 << 10
    /// Most rows of a CSV text, its header among them.
    public static let maxRows = 100_000
    /// Most fields of a CSV row.
    public static let maxFields = 1_024
    /// Bounds for JSON inside a payload.
    public static let json = JSONLimits(
        maxBytes: maxPayloadBytes,
        maxDepth: 32,
        maxMembers: 4_096,
        maxValues: 65_536,
        maxStringBytes: 65_536
    )
    /// Bounds for a stored record: whatever the translation makes within the limits above can be read again, every
    /// byte of it escaped.
    public static let record = JSONLimits(
        maxBytes: 128 << 20,
        maxDepth: 4,
        maxMembers: maxDecisions,
        maxValues: 65_536,
        maxStringBytes: 6 * maxPayloadBytes
    )
    /// Bounds for a page of an API, whose items become payloads.
    public static let page = JSONLimits(
        maxBytes: 64 << 20,
        maxDepth: 32,
        maxMembers: 100_000,
        maxValues: 8_000_000,
        maxStringBytes: 1 << 20
    )
}
