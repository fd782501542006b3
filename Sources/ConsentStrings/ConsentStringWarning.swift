/// Something tolerated or suspicious in a string that was decoded.
public struct ConsentStringWarning: Sendable, Hashable {
    /// A stable name for the kind of finding.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// An optional segment could not be read; nothing of it counts.
        case damagedSegment
        /// A segment came twice; the first one counts.
        case duplicateSegment
        /// Two dots with nothing between them.
        case emptySegment
        /// A dot at the end.
        case trailingDot
        /// A CMP id below 2, which no registered CMP has.
        case cmpID
        /// Version 0 of the vendor list, which never existed.
        case vendorListVersion
        /// Id 0 in a range; it was left out.
        case vendorIDZero
        /// An id beyond the MaxVendorId written in front of the range.
        case vendorIDBeyondMax
        /// Opt-out not stated where the law applies; read as unknown.
        case optOutUnknown
        /// A part of the string is missing; read as not known.
        case missingPart
        /// Ids that are not in ascending order.
        case unsortedIDs
        /// An id that comes more than once.
        case repeatedID
        /// A section of a GPP string could not be read; the others count.
        case unreadableSection
        /// A GPP string has more sections than its header lists.
        case extraSection
        /// Text that fits two layouts; the one in use was taken.
        case ambiguousLayout
        /// White space around the string.
        case surroundingWhitespace
        /// Quotes around the string.
        case quotes
        /// Characters written as `%` and two hexadecimal digits.
        case percentEncoding
        /// `=` behind a segment.
        case padding
        /// `+` and `/` in place of `-` and `_`.
        case standardAlphabet
        /// The length fits another kind of string; nothing in the string tells them apart.
        case suspiciousLength
        /// Letters of a language or country that are none; read as unknown.
        case invalidLetters
        /// A stored key has a value that cannot be read.
        case unreadableKey
        /// A stored key says something else than the string beside it; the string counts, without what the key denies.
        case keysDisagree
    }

    /// The kind of finding.
    public let code: Code
    /// A sentence for the operator.
    public let message: String
    /// Where: bits from the start of the segment that the message names.
    public let bit: Int?

    /// Creates a warning.
    public init(code: Code, message: String, bit: Int? = nil) {
        self.code = code
        self.message = message
        self.bit = bit
    }
}

/// A decoded value with what was noticed on the way.
public struct Decoded<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    public let value: Value
    /// What was tolerated or is suspicious, in the order of the string.
    public let warnings: [ConsentStringWarning]

    /// Creates a decoded value.
    public init(value: Value, warnings: [ConsentStringWarning]) {
        self.value = value
        self.warnings = warnings
    }
}

/// Collects warnings: each sentence once, and no more than ``ConsentStringLimits/maxWarnings``.
struct WarningLog {
    private(set) var warnings: [ConsentStringWarning] = []

    mutating func add(_ code: ConsentStringWarning.Code, _ message: @autoclosure () -> String, bit: Int? = nil) {
        guard warnings.count < ConsentStringLimits.maxWarnings else { return }
        let message = message()
        if warnings.contains(where: { $0.code == code && $0.message == message }) { return }
        warnings.append(ConsentStringWarning(code: code, message: message, bit: bit))
    }

    /// Adds the warnings of a part.
    mutating func add(_ others: [ConsentStringWarning]) {
        for warning in others { add(warning.code, warning.message, bit: warning.bit) }
    }
}
