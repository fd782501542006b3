/// Why a consent string was refused, and where.
///
/// The message says what to do about it and never repeats any part of the string.
public struct ConsentStringError: Error, Sendable, Hashable {
    /// A stable name for the kind of fault, fit for logs, tests and scripts.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nothing to decode.
        case empty
        /// More bytes than ``ConsentStringLimits/maxTextBytes``.
        case tooLong
        /// A character that cannot stand in this kind of string.
        case invalidCharacter
        /// A string of another family; the message names it.
        case wrongFamily
        /// A version whose layout is not known.
        case unsupportedVersion
        /// The string ends before its last field.
        case truncated
        /// A range whose end is below its start.
        case invertedRange
        /// A string of another length than its layout has.
        case invalidLength
        /// Parts, tags or ids that do not follow the format.
        case malformed
        /// A section of a GPP string that its header lists is not there.
        case missingSection
        /// None of the sections of a GPP string could be read.
        case noReadableSection
        /// More sections than ``ConsentStringLimits/maxSections``.
        case tooManySections
        /// Text that fits none of the layouts in use.
        case unknownLayout
        /// A value that the format has no room for, or no way to write.
        case notEncodable
        /// A value that the rules of the framework forbid; the message names the rule.
        case forbidden
        /// More segments than ``ConsentStringLimits/maxSegments``.
        case tooManySegments
    }

    /// The kind of fault.
    public let code: Code
    /// A sentence for the operator.
    public let message: String
    /// Where it happened: bits from the start of the segment that the message names.
    public let bit: Int?

    /// Creates an error.
    public init(code: Code, message: String, bit: Int? = nil) {
        self.code = code
        self.message = message
        self.bit = bit
    }
}

extension ConsentStringError: CustomStringConvertible {
    /// The message with its position.
    public var description: String {
        bit.map { "\(message) (bit \($0), \(code.rawValue))" } ?? "\(message) (\(code.rawValue))"
    }
}
