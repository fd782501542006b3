/// How the vendor fields of a TCF Canada string are written. Three layouts are in use or specified; nothing in a string
/// says which one it has, so the first that makes sense of the whole segment is taken.
enum CanadaLayout: CaseIterable {
    /// As in TCF EU; what CMPs write today.
    case integerRange
    /// As in TCF EU with ranges in Fibonacci code; what one library writes.
    case fibonacciRange
    /// The specification's OptimizedRange; written by nobody known.
    case optimizedRange

    /// A vendor field that was read, and whether it looks as this layout's writers write it.
    struct Field {
        var vendors: VendorSet
        var end: Int
        /// Ids ascend, and the last one is the MaxVendorId written in front.
        var isPlausible: Bool
    }

    /// Restrictions that were read, each with the eight bits of purpose and type.
    struct Restrictions {
        var records: [(key: Int, spans: [VendorSet.Span16])]
        var end: Int
        /// As of a field; a record for a purpose or type that does not exist is not plausible.
        var isPlausible: Bool
    }

    /// Reads the field that starts at `start`.
    func field(
        _ bits: some SegmentSource,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        switch self {
        case .integerRange: try integerField(bits, start: start, of: name)
        case .fibonacciRange: try fibonacciField(bits, start: start, of: name)
        case .optimizedRange: try optimizedField(bits, start: start, of: name)
        }
    }

    /// Reads the restrictions that start at `start`; their vendors are written like the other vendor fields, but with
    /// plain entries in the first layout.
    func restrictions(
        _ bits: some SegmentSource,
        start: Int
    ) throws(ConsentStringError) -> Restrictions {
        let name = RestrictionField.name
        guard start + 12 <= bits.bitCount else { throw name.truncated(start) }
        bits.note(.part(nil))
        var records: [(key: Int, spans: [VendorSet.Span16])] = []
        var at = start + 12
        var isPlausible = true
        for index in 0..<bits.integer("NumPubRestrictions", at: start, count: 12) {
            guard at + 20 <= bits.bitCount else { throw name.truncated(at) }
            let key = bits.integer(at: at, count: 8)
            RestrictionField.note(key, number: index + 1, in: bits, at: at)
            let field =
                self == .integerRange
                ? try entries(bits, start: at + 8, of: name)
                : try self.field(bits, start: at + 8, of: name)
            isPlausible = isPlausible && field.isPlausible && (1...24).contains(key >> 2) && key & 3 != 3
            records.append((key, field.vendors.spans))
            at = field.end
        }
        return Restrictions(records: records, end: at, isPlausible: isPlausible)
    }

    /// A count and plain entries without MaxVendorId.
    private func entries(
        _ bits: some SegmentSource,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        var vendors = VendorSet()
        let entries = try vendors.read(
            entries: bits.integer("NumEntries", at: start, count: 12),
            of: bits,
            bitCount: bits.bitCount,
            start: start + 12,
            name: name
        )
        return Field(
            vendors: vendors,
            end: entries.end,
            isPlausible: entries.isAscending && entries.zeroBit == nil
        )
    }

    private func integerField(
        _ bits: some SegmentSource,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        var vendors = VendorSet()
        let field = try VendorField.read(bits, bitCount: bits.bitCount, start: start, of: name, into: &vendors)
        let isPlausible = field.ranges.map {
            $0.isAscending && $0.zeroBit == nil && $0.largest == field.maxVendorID
        }
        return Field(vendors: vendors, end: field.end, isPlausible: isPlausible ?? true)
    }

    private func fibonacciField(
        _ bits: some SegmentSource,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        guard start + 17 <= bits.bitCount else { throw name.truncated(start) }
        guard bits.bit(at: start + 16) else {
            return try integerField(bits, start: start, of: name)
        }
        bits.note(.part(name.field.description))
        let maxVendorID = bits.integer("MaxVendorId", at: start, count: 16)
        bits.note(.field("IsRangeEncoding", at: start + 16, width: 1, .flag(true), meaning: "ranges in Fibonacci code"))
        let range = try FibonacciRange(bits, bitCount: bits.bitCount, start: start + 17, of: name)
        let largest = range.spans.last.map { Int($0.last) } ?? 0
        return Field(
            vendors: VendorSet(spans: range.spans),
            end: range.end,
            isPlausible: largest == maxVendorID
        )
    }

    private func optimizedField(
        _ bits: some SegmentSource,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        guard start < bits.bitCount else { throw name.truncated(start) }
        bits.note(.part(name.field.description))
        if bits.bit("IsRangeEncoding", at: start) {
            let range = try FibonacciRange(bits, bitCount: bits.bitCount, start: start + 1, of: name)
            return Field(vendors: VendorSet(spans: range.spans), end: range.end, isPlausible: true)
        }
        guard start + 17 <= bits.bitCount else { throw name.truncated(start) }
        let count = bits.integer("NumBits", at: start + 1, count: 16)
        guard start + 17 + count <= bits.bitCount else { throw name.truncated(start + 17) }
        var vendors = VendorSet()
        vendors.read(field: bits, start: start + 17, count: count)
        return Field(vendors: vendors, end: start + 17 + count, isPlausible: true)
    }
}

extension SegmentSource {
    /// Whether what is left from `start` on is padding: fewer than 24 bits, all zero.
    func isPadding(from start: Int) -> Bool {
        let count = bitCount - start
        return count == 0 || count < 24 && bits(at: start, count: count) == 0
    }
}
