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

    /// Reads the field that starts at `start`.
    func field(
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        switch self {
        case .integerRange: try integerField(words, bitCount: bitCount, start: start, of: name)
        case .fibonacciRange: try fibonacciField(words, bitCount: bitCount, start: start, of: name)
        case .optimizedRange: try optimizedField(words, bitCount: bitCount, start: start, of: name)
        }
    }

    /// Reads the restrictions that start at `start`; their vendors are written like the other vendor fields, but with
    /// plain entries in the first layout. A record for a purpose or type that does not exist is not plausible.
    func restrictions(
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int
    ) throws(ConsentStringError) -> (records: [(key: Int, spans: [VendorSet.Span16])], end: Int, isPlausible: Bool) {
        let name = RestrictionField.name
        guard start + 12 <= bitCount else { throw name.truncated(start) }
        var records: [(key: Int, spans: [VendorSet.Span16])] = []
        var at = start + 12
        var isPlausible = true
        for _ in 0..<words.integer(at: start, count: 12) {
            guard at + 20 <= bitCount else { throw name.truncated(at) }
            let key = words.integer(at: at, count: 8)
            let field =
                self == .integerRange
                ? try entries(words, bitCount: bitCount, start: at + 8, of: name)
                : try self.field(words, bitCount: bitCount, start: at + 8, of: name)
            isPlausible = isPlausible && field.isPlausible && (1...24).contains(key >> 2) && key & 3 != 3
            records.append((key, field.vendors.spans))
            at = field.end
        }
        return (records, at, isPlausible)
    }

    /// A count and plain entries without MaxVendorId.
    private func entries(
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        var vendors = VendorSet()
        let entries = try vendors.read(
            entries: words.integer(at: start, count: 12),
            of: words,
            bitCount: bitCount,
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
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        var vendors = VendorSet()
        let field = try VendorField.read(words, bitCount: bitCount, start: start, of: name, into: &vendors)
        let isPlausible = field.ranges.map {
            $0.isAscending && $0.zeroBit == nil && $0.largest == field.maxVendorID
        }
        return Field(vendors: vendors, end: field.end, isPlausible: isPlausible ?? true)
    }

    private func fibonacciField(
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        guard start + 17 <= bitCount else { throw name.truncated(start) }
        guard words.bit(at: start + 16) else {
            return try integerField(words, bitCount: bitCount, start: start, of: name)
        }
        let range = try FibonacciRange(words, bitCount: bitCount, start: start + 17, of: name)
        let largest = range.spans.last.map { Int($0.last) } ?? 0
        return Field(
            vendors: VendorSet(spans: range.spans),
            end: range.end,
            isPlausible: largest == words.integer(at: start, count: 16)
        )
    }

    private func optimizedField(
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int,
        of name: FieldName
    ) throws(ConsentStringError) -> Field {
        guard start < bitCount else { throw name.truncated(start) }
        if words.bit(at: start) {
            let range = try FibonacciRange(words, bitCount: bitCount, start: start + 1, of: name)
            return Field(vendors: VendorSet(spans: range.spans), end: range.end, isPlausible: true)
        }
        guard start + 17 <= bitCount else { throw name.truncated(start) }
        let count = words.integer(at: start + 1, count: 16)
        guard start + 17 + count <= bitCount else { throw name.truncated(start + 17) }
        var vendors = VendorSet()
        vendors.read(field: words, start: start + 17, count: count)
        return Field(vendors: vendors, end: start + 17 + count, isPlausible: true)
    }
}

extension Span where Element == UInt64 {
    /// Whether what is left from `start` on is padding: fewer than 24 bits, all zero.
    func isPadding(from start: Int, to end: Int) -> Bool {
        let count = end - start
        return count == 0 || count < 24 && bits(at: start, count: count) == 0
    }
}
