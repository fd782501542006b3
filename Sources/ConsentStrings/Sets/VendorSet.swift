/// A set of vendor ids from 1 to 65,535, kept in the form in which it was written.
///
/// A bit field stays a bit field and ranges stay ranges, so the memory of a set is bounded by the length of the string
/// that it came from: a range over all ids takes four bytes. Two sets are equal if they hold the same ids, whatever
/// their form.
public struct VendorSet: Sendable {
    /// Ids `first` to `last`, both included.
    struct Span16: Sendable, Hashable {
        var first: UInt16
        var last: UInt16
    }

    enum Form: Sendable {
        /// The highest bit of the first unit is id 1. The last unit is not zero.
        case bits
        /// A unit is a span. They are sorted, neither overlapping nor adjacent. The empty set has this form.
        case ranges
    }

    /// One array for either form, so that its memory can be used again whatever is read next.
    private(set) var units: [UInt64]
    private(set) var form: Form

    /// The empty set.
    public init() {
        units = []
        form = .ranges
    }

    /// The ids of a sequence; those outside 1 to 65,535 are left out.
    public init(_ ids: some Sequence<Int>) {
        self.init(ranges: ids.lazy.map { $0...$0 })
    }

    /// The ids of ranges in any order; what lies outside 1 to 65,535 is left out.
    public init(ranges: some Sequence<ClosedRange<Int>>) {
        var spans: [Span16] = []
        for range in ranges where range.upperBound >= 1 && range.lowerBound <= 65_535 {
            spans.append(
                Span16(
                    first: UInt16(truncatingIfNeeded: Swift.max(range.lowerBound, 1)),
                    last: UInt16(truncatingIfNeeded: Swift.min(range.upperBound, 65_535))
                )
            )
        }
        self.init(spans: spans)
    }

    /// Spans of ids from 1 on, in any order.
    init(spans: [Span16]) {
        units = spans.map(\.unit)
        form = .ranges
        merge()
    }

    /// The set as spans, whatever its form.
    var spans: [Span16] {
        if form == .ranges { return units.map(Span16.init(unit:)) }
        return ranges.map {
            Span16(
                first: UInt16(truncatingIfNeeded: $0.lowerBound),
                last: UInt16(truncatingIfNeeded: $0.upperBound)
            )
        }
    }

    /// Whether the set has the vendor.
    public func contains(_ id: Int) -> Bool {
        guard (1...65_535).contains(id) else { return false }
        switch form {
        case .bits:
            let index = (id - 1) >> 6
            return index < units.count && (units[index] << UInt64((id - 1) & 63)) >> 63 == 1
        case .ranges:
            return rangesContain(id)
        }
    }

    /// Whether no vendor is set.
    public var isEmpty: Bool { units.isEmpty }

    /// How many vendors are set.
    public var count: Int {
        let units = units.span
        switch form {
        case .bits:
            var count = 0
            for index in units.indices { count &+= units[index].nonzeroBitCount }
            return count
        case .ranges:
            // No range ends below its start.
            var count = units.count
            for index in units.indices { count &+= Span16.last(units[index]) &- Span16.first(units[index]) }
            return count
        }
    }

    /// The largest id, or 0.
    public var largest: Int {
        guard let last = units.last else { return 0 }
        return form == .bits ? units.count * 64 - last.trailingZeroBitCount : Span16.last(last)
    }

    private func rangesContain(_ id: Int) -> Bool {
        var low = 0
        var high = units.count
        while low < high {
            let middle = (low + high) / 2
            if Span16.last(units[middle]) < id { low = middle + 1 } else { high = middle }
        }
        return low < units.count && Span16.first(units[low]) <= id
    }

    /// Sorts the ranges and joins those that overlap or are adjacent.
    private mutating func merge() {
        let isMerged = zip(units, units.dropFirst()).allSatisfy { Span16.last($0) + 1 < Span16.first($1) }
        if isMerged { return }
        var result: [UInt64] = []
        for unit in units.sorted() {
            if let previous = result.last, Span16.first(unit) <= Span16.last(previous) + 1 {
                if Span16.last(unit) > Span16.last(previous) {
                    result[result.count - 1] = Span16.unit(Span16.first(previous), Span16.last(unit))
                }
            } else {
                result.append(unit)
            }
        }
        units = result
    }
}

extension VendorSet {
    /// Empties the set and keeps its memory.
    mutating func removeAll() {
        units.removeAll(keepingCapacity: true)
        form = .ranges
    }

    /// Makes this the set of a bit field of `count` bits that starts at bit `start`.
    mutating func read(field bits: some BitSource & ~Escapable, start: Int, count: Int) {
        form = .bits
        resize((count &+ 63) &>> 6)
        var output = units.mutableSpan
        if count > 0 {
            bits.copyWords(at: start, to: &output)
            // What is behind the last bit belongs to the next field.
            output[output.count &- 1] &= UInt64.max &<< UInt64(truncatingIfNeeded: (0 &- count) & 63)
        }
        while units.last == 0 { units.removeLast() }
        if units.isEmpty { form = .ranges }
    }

    /// Makes this the set of `count` range entries that start at bit `start`, without id 0.
    mutating func read(
        entries count: Int,
        of bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        name: FieldName
    ) throws(ConsentStringError) -> RangeEntries {
        var entries = RangeEntries(start: start)
        form = .ranges
        guard start &+ 17 &* count <= bitCount else {
            // No room is made for what cannot be there; the walk tells where the segment ends.
            try entries.walk(bits, bitCount: bitCount, count: count, of: name) { _, _ in }
            throw name.truncated(bitCount)
        }
        resize(count)
        var output = units.mutableSpan
        var index = 0
        try entries.walk(bits, bitCount: bitCount, count: count, of: name) { first, last in
            output[index] = Span16.unit(first, last)
            index &+= 1
        }
        guard !entries.isMerged else { return entries }
        entries.inspect(bits)
        if entries.zeroBit != nil {
            units = units.filter { Span16.last($0) > 0 }.map { unit in
                Span16.unit(Swift.max(Span16.first(unit), 1), Span16.last(unit))
            }
        }
        merge()
        return entries
    }

    /// Makes room for `count` units, whatever is in them.
    private mutating func resize(_ count: Int) {
        let missing = count &- units.count
        if missing > 0 {
            units.append(addingCapacity: missing) { (output: inout OutputSpan<UInt64>) in
                output.append(repeating: 0, count: missing)
            }
        } else if missing < 0 {
            units.removeLast(0 &- missing)
        }
    }
}

extension VendorSet.Span16 {
    /// The span in a unit: the first id in bits 16 to 31, the last one below, so that units sort as spans do.
    @inline(__always)
    static func unit(_ first: Int, _ last: Int) -> UInt64 { UInt64(truncatingIfNeeded: first &<< 16 | last) }

    @inline(__always)
    static func first(_ unit: UInt64) -> Int { Int(truncatingIfNeeded: unit &>> 16) }

    @inline(__always)
    static func last(_ unit: UInt64) -> Int { Int(truncatingIfNeeded: unit & 0xFFFF) }

    init(unit: UInt64) {
        first = UInt16(truncatingIfNeeded: unit >> 16)
        last = UInt16(truncatingIfNeeded: unit)
    }

    var unit: UInt64 { Self.unit(Int(first), Int(last)) }
}

extension VendorSet: ExpressibleByArrayLiteral {
    /// The ids of a literal.
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}
