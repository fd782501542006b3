/// What a publisher imposes on vendors for one purpose (TCF 2 string format, "Publisher restrictions").
public enum RestrictionType: Int, Sendable, Hashable, CaseIterable {
    /// The purpose is flatly not allowed.
    case notAllowed = 0
    /// Only with consent.
    case requireConsent = 1
    /// Only by legitimate interest.
    case requireLegitimateInterest = 2
    /// Not defined by the format; read as not allowed, so that nothing is lost that might have been a restriction.
    case undefined = 3
}

/// A publisher's restriction of one purpose for a set of vendors.
public struct PublisherRestriction: Sendable, Hashable {
    /// The purpose, 0 to 63; one that no vendor declares has no effect.
    public var purposeID: Int
    /// What is imposed.
    public var type: RestrictionType
    /// On whom; may run over ids of no vendor.
    public var vendors: VendorSet

    /// Creates a restriction.
    public init(purposeID: Int, type: RestrictionType, vendors: VendorSet) {
        self.purposeID = purposeID
        self.type = type
        self.vendors = vendors
    }
}

extension PublisherRestriction {
    /// The restriction of a record's eight bits of purpose and type.
    init(key: Int, vendors: VendorSet) {
        self.init(purposeID: key >> 2, type: RestrictionType(rawValue: key & 3) ?? .undefined, vendors: vendors)
    }

    /// Restrictions of records, each with the eight bits of purpose and type: those of the same key united, sorted,
    /// those without vendors left out.
    static func united(_ records: [(key: Int, spans: [VendorSet.Span16])]) -> [PublisherRestriction] {
        var result: [PublisherRestriction] = []
        let sorted = records.sorted { $0.key < $1.key }
        var index = 0
        while index < sorted.count {
            let key = sorted[index].key
            var spans = sorted[index].spans
            index += 1
            while index < sorted.count, sorted[index].key == key {
                spans += sorted[index].spans
                index += 1
            }
            guard !spans.isEmpty else { continue }
            result.append(
                PublisherRestriction(key: key, vendors: VendorSet(spans: spans))
            )
        }
        return result
    }
}

/// Where the restrictions stand in the core segment, checked against its end.
struct RestrictionField: Sendable {
    static let name = FieldName(field: "publisher restrictions", segment: "core segment")

    let start: Int
    let count: Int
    /// The first bit behind the last record.
    let end: Int
    let zeroBit: Int?

    /// Finds the restrictions that start at `start` with their number.
    @inline(__always)
    init(_ words: some BitSource & ~Escapable, bitCount: Int, start: Int) throws(ConsentStringError) {
        guard start &+ 12 <= bitCount else { throw Self.name.truncated(start) }
        self.start = start &+ 12
        count = words.integer(at: start, count: 12)
        var at = start &+ 12
        var zeroBit: Int?
        for _ in 0..<count {
            let entries = try Self.record(words, bitCount: bitCount, at: at)
            zeroBit = zeroBit ?? entries.zeroBit
            at = entries.end
        }
        end = at
        self.zeroBit = zeroBit
    }

    /// The entries of the record that starts at `at`.
    @inline(__always)
    private static func record(
        _ words: some BitSource & ~Escapable,
        bitCount: Int,
        at: Int
    ) throws(ConsentStringError) -> RangeEntries {
        guard at &+ 20 <= bitCount else { throw name.truncated(at) }
        return try RangeEntries(
            words,
            bitCount: bitCount,
            start: at &+ 20,
            count: words.integer(at: at &+ 8, count: 12),
            of: name
        )
    }

    /// The restrictions, records of the same purpose and type united, sorted, those without vendors left out.
    func restrictions(
        in words: some BitSource & ~Escapable,
        bitCount: Int
    ) throws(ConsentStringError) -> [PublisherRestriction] {
        guard count > 0 else { return [] }
        if let ascending = try ascending(in: words, bitCount: bitCount) { return ascending }
        return try united(in: words, bitCount: bitCount)
    }

    /// The restrictions if their records come as CMPs write them, each purpose and type once and in order.
    private func ascending(
        in words: some BitSource & ~Escapable,
        bitCount: Int
    ) throws(ConsentStringError) -> [PublisherRestriction]? {
        var memory = VendorSetMemory()
        var restrictions: [PublisherRestriction] = []
        restrictions.reserveCapacity(count)
        var at = start
        var previous = -1
        for _ in 0..<count {
            let entries = try Self.record(words, bitCount: bitCount, at: at)
            let key = words.integer(at: at, count: 8)
            guard key > previous else { return nil }
            let vendors = entries.vendors(in: words, memory: &memory)
            if !vendors.isEmpty { restrictions.append(PublisherRestriction(key: key, vendors: vendors)) }
            previous = key
            at = entries.end
        }
        return restrictions
    }

    /// The restrictions from records in any order.
    private func united(
        in words: some BitSource & ~Escapable,
        bitCount: Int
    ) throws(ConsentStringError) -> [PublisherRestriction] {
        var records: [(key: Int, spans: [VendorSet.Span16])] = []
        records.reserveCapacity(count)
        var at = start
        for _ in 0..<count {
            let entries = try Self.record(words, bitCount: bitCount, at: at)
            var spans: [VendorSet.Span16] = []
            entries.append(to: &spans, from: words)
            records.append((words.integer(at: at, count: 8), spans))
            at = entries.end
        }
        return PublisherRestriction.united(records)
    }
}
