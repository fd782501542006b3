import BoundedJSON
import ConsentTranslation

/// The bounds on what is read of a file at once.
enum FileLimits {
    /// Bytes that are asked for at once.
    static let readBytes = 1 << 18
    /// Bytes of whole rows that make a chunk full.
    static let chunkBytes = 1 << 20
    /// Bytes of one row or line: a payload's own limit, and some for what a CSV file writes around it.
    static let maxRowBytes = TranslationLimits.maxPayloadBytes + (1 << 16)
    /// Bytes of a file that is read in one piece: one list of JSON, or one payload.
    static let maxWholeBytes = TranslationLimits.page.maxBytes
}
