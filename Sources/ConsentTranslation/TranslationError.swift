/// Why a payload gives no consent record.
///
/// Neither field holds anything of the payload but key names that the adapter's manifest itself contains.
public struct TranslationError: Error, Sendable, Hashable {
    /// A stable name for the kind of fault.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The payload holds none of the inputs that the adapter reads.
        case noInput
        /// The payload, or a part of it, is larger than the limit.
        case tooLarge
        /// The payload does not have the form that the step reads.
        case malformed
        /// Something that the record cannot do without is missing.
        case missing
        /// A state word that the adapter's table does not know.
        case unknownState
        /// The same key or cookie twice with different values.
        case conflict
        /// A time that cannot be read.
        case invalidTime
        /// A consent string that does not decode.
        case invalidString
    }

    /// The kind of fault.
    public let code: Code
    /// The operator's sentence: what is wrong and what to do.
    public let message: String
    /// Where: the path within the payload in the adapter's terms, such as `consent.groups`.
    public let path: String

    /// Creates an error.
    public init(_ code: Code, _ message: String, path: String = "") {
        self.code = code
        self.message = message
        self.path = path
    }
}

extension TranslationError: CustomStringConvertible {
    /// The sentence for the operator.
    public var description: String { path.isEmpty ? message : "\(message) (at \(path))" }
}
