/// The bounds on files that people write and on what adapters may do.
enum AdapterLimits {
    /// Largest manifest, policy, job or case file, in bytes.
    static let maxFileBytes = 1 << 20
    /// Deepest nesting of such a file.
    static let maxDepth = 32
    /// Most aliases that a file is composed with, only to tell that it must have none: what they can grow to is small.
    static let maxAliases = 16
    /// Most pages of one window of a stream, unless its manifest says less.
    static let maxPages = 20_000
    /// Most windows that one run may open: ten years in days.
    static let maxWindows = 3_660
    /// Largest message that a CMP may send, with its header, in bytes.
    static let maxMessageBytes = 16 << 20
    /// Most header fields of one, and longest header in bytes.
    static let maxMessageFields = 200
    static let maxMessageHeaderBytes = 65_536
    /// Most parts of a header that lists signatures: each signature is a hash over the whole body.
    static let maxSignatureFields = 16
    /// Most subjects that one request can ask for.
    static let maxSubjectsPerRequest = 1_000
    /// Longest continuation token, in bytes.
    static let maxContinuationBytes = 65_536
}
