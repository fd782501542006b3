/// A small set of ids from 1 to 64: purposes, special features or a publisher's own purposes.
public struct PurposeSet: Sendable, Hashable {
    /// The highest bit is id 1, as on the wire.
    private(set) var bits: UInt64

    /// The empty set.
    public init() { bits = 0 }

    /// The ids of a sequence; those outside 1 to 64 are left out.
    public init(_ ids: some Sequence<Int>) {
        bits = 0
        for id in ids { insert(id) }
    }

    /// A field of `count` bits, the first of which is id 1.
    init(field: UInt64, count: Int) {
        bits = count == 0 ? 0 : field << UInt64(64 - count)
    }

    /// Whether the set has the id.
    public func contains(_ id: Int) -> Bool {
        (1...64).contains(id) && bits & Self.mask(id) != 0
    }

    /// Whether no id is set.
    public var isEmpty: Bool { bits == 0 }

    /// How many ids are set.
    public var count: Int { bits.nonzeroBitCount }

    /// The largest id, or 0.
    public var largest: Int { bits == 0 ? 0 : 64 - bits.trailingZeroBitCount }

    /// Adds an id; one outside 1 to 64 is left out.
    public mutating func insert(_ id: Int) {
        guard (1...64).contains(id) else { return }
        bits |= Self.mask(id)
    }

    /// Removes an id.
    public mutating func remove(_ id: Int) {
        guard (1...64).contains(id) else { return }
        bits &= ~Self.mask(id)
    }

    /// Whether every id of this set is in the other.
    public func isSubset(of other: PurposeSet) -> Bool { bits & ~other.bits == 0 }

    /// The set as a field of `count` bits, the first of which is id 1; ids beyond are cut off.
    func field(count: Int) -> UInt64 { count == 0 ? 0 : bits >> UInt64(64 - count) }

    private static func mask(_ id: Int) -> UInt64 { 1 << UInt64(64 - id) }
}

extension PurposeSet: ExpressibleByArrayLiteral {
    /// The ids of a literal.
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension PurposeSet: Sequence {
    /// Walks the ids upwards.
    public struct Iterator: IteratorProtocol, Sendable {
        var rest: UInt64

        /// The next id.
        public mutating func next() -> Int? {
            guard rest != 0 else { return nil }
            let id = rest.leadingZeroBitCount + 1
            rest &= ~PurposeSet.mask(id)
            return id
        }
    }

    /// An iterator over the ids, upwards.
    public func makeIterator() -> Iterator { Iterator(rest: bits) }

    /// How many ids are set.
    public var underestimatedCount: Int { count }
}

extension PurposeSet: CustomStringConvertible {
    /// The ids in brackets.
    public var description: String { "\(Array(self))" }
}
