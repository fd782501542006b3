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
    var units: UnitMemory
    var form: Form

    /// The empty set.
    public init() {
        units = UnitMemory([])
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
        units = UnitMemory(spans.map(\.unit))
        form = .ranges
        let isMerged = zip(spans, spans.dropFirst()).allSatisfy { Int($0.last) + 1 < Int($1.first) }
        if !isMerged { merge() }
    }

    /// The set as spans, whatever its form.
    var spans: [Span16] {
        if form == .ranges { return units.trimmed.map(Span16.init(unit:)) }
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
            return index < units.count && (units.array[index] << UInt64((id - 1) & 63)) >> 63 == 1
        case .ranges:
            return rangesContain(id)
        }
    }

    /// Whether no vendor is set.
    public var isEmpty: Bool { units.count == 0 }

    /// How many vendors are set.
    public var count: Int {
        let units = units.array.span.extracting(0..<units.count)
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
        let units = units.array.span.extracting(0..<units.count)
        guard units.count > 0 else { return false }
        var low = 0
        var count = units.count
        while count > 1 {
            let half = count &>> 1
            // A choice between two numbers and not between two ways: which it is cannot be foretold.
            low = Span16.last(units[low &+ half &- 1]) < id ? low &+ half : low
            count &-= half
        }
        return Span16.first(units[low]) <= id && id <= Span16.last(units[low])
    }

    /// Sorts the ranges and joins those that overlap or are adjacent.
    mutating func merge() {
        var result: [UInt64] = []
        for unit in units.trimmed.sorted() {
            if let previous = result.last, Span16.first(unit) <= Span16.last(previous) + 1 {
                if Span16.last(unit) > Span16.last(previous) {
                    result[result.count - 1] = Span16.unit(Span16.first(previous), Span16.last(unit))
                }
            } else {
                result.append(unit)
            }
        }
        units = UnitMemory(result)
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
