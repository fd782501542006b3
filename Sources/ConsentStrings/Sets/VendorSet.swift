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

    enum Storage: Sendable {
        /// The highest bit of the first word is id 1. The last word is not zero.
        case words([UInt64])
        /// Sorted, neither overlapping nor adjacent.
        case ranges([Span16])
    }

    let storage: Storage

    init(storage: Storage) { self.storage = storage }

    /// The empty set.
    public init() { storage = .ranges([]) }

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
        storage = .ranges(Self.merged(spans))
    }

    /// Words of a bit field, the highest bit of the first one being id 1.
    init(words: [UInt64]) {
        var words = words
        while words.last == 0 { words.removeLast() }
        storage = words.isEmpty ? .ranges([]) : .words(words)
    }

    /// The set as spans, whatever its form.
    var spans: [Span16] {
        if case .ranges(let spans) = storage { return spans }
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
        switch storage {
        case .words(let words):
            let index = (id - 1) >> 6
            return index < words.count && (words[index] << UInt64((id - 1) & 63)) >> 63 == 1
        case .ranges(let spans):
            return Self.contains(id, in: spans)
        }
    }

    /// Whether no vendor is set.
    public var isEmpty: Bool {
        switch storage {
        case .words: false
        case .ranges(let spans): spans.isEmpty
        }
    }

    /// How many vendors are set.
    public var count: Int {
        switch storage {
        case .words(let words):
            var count = 0
            for index in words.indices { count &+= words[index].nonzeroBitCount }
            return count
        case .ranges(let spans):
            // No range ends below its start.
            var count = spans.count
            for index in spans.indices { count &+= Int(spans[index].last) &- Int(spans[index].first) }
            return count
        }
    }

    /// The largest id, or 0.
    public var largest: Int {
        switch storage {
        case .words(let words): words.count * 64 - (words.last?.trailingZeroBitCount ?? 0)
        case .ranges(let spans): spans.last.map { Int($0.last) } ?? 0
        }
    }

    private static func contains(_ id: Int, in spans: [Span16]) -> Bool {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if Int(spans[middle].last) < id { low = middle + 1 } else { high = middle }
        }
        return low < spans.count && Int(spans[low].first) <= id
    }

    /// Sorted, with overlapping and adjacent spans joined.
    private static func merged(_ spans: [Span16]) -> [Span16] {
        var isMerged = true
        for index in spans.indices.dropFirst() where Int(spans[index].first) <= Int(spans[index - 1].last) + 1 {
            isMerged = false
            break
        }
        if isMerged { return spans }
        var result: [Span16] = []
        for span in spans.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
            if let previous = result.last, Int(span.first) <= Int(previous.last) + 1 {
                result[result.count - 1].last = Swift.max(previous.last, span.last)
            } else {
                result.append(span)
            }
        }
        return result
    }
}

extension VendorSet: ExpressibleByArrayLiteral {
    /// The ids of a literal.
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}
