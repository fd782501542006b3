/// A consent string field by field in the order of its bits, for whoever wants to see what stands where.
///
/// Every bit of a segment is in exactly one field, its padding and what could not be read included. A damaged string is
/// shown up to the damage.
public struct ConsentStringExplanation: Sendable, Hashable {
    /// In what offsets and widths count.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// Bits, six for each character.
        case bit
        /// Characters, in strings that are not base64.
        case character
    }

    /// The value of a field, as the decoder takes it.
    public enum Value: Sendable, Hashable {
        /// A number.
        case integer(Int)
        /// A flag; nothing where the string leaves it open.
        case flag(Bool?)
        /// A time in milliseconds since 1970.
        case time(milliseconds: Int64)
        /// Two letters; nothing for characters that are none.
        case letters(String?)
        /// Purposes or special features.
        case purposes(PurposeSet)
        /// Vendors.
        case vendors(VendorSet)
        /// One entry of a list of ranges, as it is written: a damaged one may end below its start.
        case ids(first: Int, last: Int)
        /// Characters that are kept as they are.
        case text(String)
        /// Nothing: padding, and what was not read.
        case none
    }

    /// A field.
    public struct Field: Sendable, Hashable {
        /// Where it starts, counted from the start of its segment.
        public let offset: Int
        /// How many bits or characters it has.
        public let width: Int
        /// Its name in the specification, or in words where it has none.
        public let name: String
        /// What it is part of, such as `vendor consents`; nothing for a field of the segment itself.
        public internal(set) var part: String?
        /// Its value.
        public let value: Value
        /// What the value stands for, where that is not plain.
        public let meaning: String?
        /// Its bits or characters, where there are no more than ``ConsentStringLimits/maxShownBits``.
        public internal(set) var raw: String?
    }

    /// A segment of a string or of a section of a GPP string.
    public struct Segment: Sendable, Hashable {
        /// What it is.
        public internal(set) var title: String
        /// Number of the GPP section that it belongs to; nothing for other strings and for the header.
        public let section: Int?
        /// Its characters, counted in bytes from the start of the string; the dot or tilde around it is not among them.
        public internal(set) var characters: Range<Int>
        /// In what its fields count.
        public let unit: Unit
        /// Its fields.
        public internal(set) var fields: [Field] = []
        /// Why it, or what is left of it, could not be read.
        public internal(set) var damage: ConsentStringError?

        /// Its length in ``unit``.
        public var length: Int { characters.count * (unit == .bit ? 6 : 1) }
    }

    /// What the string was read as; nothing if its first characters do not tell.
    public let kind: ConsentStringKind?
    /// The segments in their order.
    public let segments: [Segment]
    /// What was tolerated or is suspicious, as decoding tells it.
    public let warnings: [ConsentStringWarning]
    /// Why decoding refuses the string; nothing if it does not.
    public let error: ConsentStringError?
}
