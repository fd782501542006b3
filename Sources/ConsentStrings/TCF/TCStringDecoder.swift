/// Decodes TC strings one after the other in memory that it keeps.
public struct TCStringDecoder: Sendable {
    private let isChecked: Bool
    private var reader = TCReader<DecodeKernel>()
    private var checkedReader = TCReader<SegmentBits>()

    /// Creates a decoder.
    ///
    /// - Parameter isChecked: whether every access to memory is checked once more by the language. The answers are the
    ///   same; a decoder that leaves out these checks, all in one small file, is faster by a tenth to a fifth.
    public init(isChecked: Bool = false) { self.isChecked = isChecked }

    /// Decodes the UTF-8 of a TC string.
    ///
    /// - Throws: ``ConsentStringError`` if the string is none or its core segment is damaged. A damaged optional segment
    ///   is a warning and is named in ``TCString/damagedSegments``.
    public mutating func decode(_ text: Span<UInt8>) throws(ConsentStringError) -> Decoded<TCString> {
        var value = TCString()
        let warnings = try decode(text, into: &value)
        return Decoded(value: consume value, warnings: warnings)
    }

    /// Decodes the UTF-8 of a TC string into a value that was used before, and uses its memory again: for whoever walks
    /// through many strings and keeps none. The value is empty if an error is thrown.
    ///
    /// - Returns: what was tolerated or is suspicious.
    /// - Throws: ``ConsentStringError`` for exactly the strings that ``decode(_:)`` refuses.
    public mutating func decode(
        _ text: Span<UInt8>,
        into value: inout TCString
    ) throws(ConsentStringError) -> [ConsentStringWarning] {
        isChecked ? try checkedReader.decode(text, into: &value) : try reader.decode(text, into: &value)
    }

    /// The permission mask of a TC string: bit p − 1 is the consent for purpose p from 1 to 10, bit 10 the consent for
    /// `vendor`. Makes no value and, after the first strings, allocates nothing.
    ///
    /// - Throws: ``ConsentStringError`` for exactly the strings that ``decode(_:)`` refuses.
    public mutating func permissionMask(
        of text: Span<UInt8>,
        vendor: Int
    ) throws(ConsentStringError) -> UInt16 {
        isChecked
            ? try checkedReader.permissionMask(of: text, vendor: vendor)
            : try reader.permissionMask(of: text, vendor: vendor)
    }
}

extension TCString {
    /// The permission mask: bit p − 1 is the consent for purpose p from 1 to 10, bit 10 the consent for `vendor`.
    public func permissionMask(vendor: Int) -> UInt16 {
        Self.mask(purposeConsents, hasVendor: vendorConsents.contains(vendor))
    }

    @inline(__always)
    static func mask(_ consents: PurposeSet, hasVendor: Bool) -> UInt16 {
        // Purpose 1 is the highest bit of the field and becomes the lowest of the mask.
        var field = UInt16(truncatingIfNeeded: consents.field(count: 16))
        field = field >> 8 | field << 8
        field = (field & 0xF0F0) >> 4 | (field & 0x0F0F) << 4
        field = (field & 0xCCCC) >> 2 | (field & 0x3333) << 2
        field = (field & 0xAAAA) >> 1 | (field & 0x5555) << 1
        return field & 0x3FF | (hasVendor ? 0x400 : 0)
    }
}
