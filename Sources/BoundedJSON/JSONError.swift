/// Why a JSON text was refused, and where.
///
/// The message never repeats the text, which may hold personal data.
public struct JSONError: Error, Sendable, Hashable {
    /// A stable name for the kind of fault, fit for logs and tests.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No value at all.
        case empty
        /// More bytes than ``JSONLimits/maxBytes``.
        case tooLarge
        /// A byte order mark in front (RFC 8259 section 8.1 forbids to write one).
        case byteOrderMark
        /// Bytes that are not well-formed UTF-8.
        case invalidUTF8
        /// A byte that cannot stand at this place.
        case unexpectedByte
        /// The text ends inside a value.
        case unexpectedEnd
        /// A control character that is not escaped inside a string.
        case controlCharacter
        /// An escape that RFC 8259 does not know.
        case invalidEscape
        /// Half of a surrogate pair.
        case loneSurrogate
        /// A number not written as RFC 8259 section 6 has it.
        case invalidNumber
        /// A word other than `true`, `false` and `null`.
        case invalidLiteral
        /// Something behind the value.
        case trailingBytes
        /// Nesting beyond ``JSONLimits/maxDepth``.
        case tooDeep
        /// A container with more entries than ``JSONLimits/maxMembers``.
        case tooManyMembers
        /// More values than ``JSONLimits/maxValues``.
        case tooManyValues
        /// A string longer than ``JSONLimits/maxStringBytes``.
        case stringTooLong
        /// A number longer than ``JSONLimits/maxNumberBytes``.
        case numberTooLong
    }

    /// The kind of fault.
    public let code: Code
    /// A sentence for the operator.
    public let message: String
    /// Where in the text, counted in bytes from 0.
    public let byteOffset: Int

    /// Creates an error.
    public init(code: Code, message: String, byteOffset: Int) {
        self.code = code
        self.message = message
        self.byteOffset = byteOffset
    }
}

extension JSONError: CustomStringConvertible {
    /// The message with its position.
    public var description: String { "\(message) (byte \(byteOffset), \(code.rawValue))" }
}
