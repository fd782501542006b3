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

    /// The type in words.
    var title: String {
        switch self {
        case .notAllowed: "not allowed"
        case .requireConsent: "require consent"
        case .requireLegitimateInterest: "require legitimate interest"
        case .undefined: "undefined, read as not allowed"
        }
    }
}

/// A publisher's restriction of one purpose for a set of vendors (TCF 2 string format, "Publisher restrictions").
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

    /// The eight bits of purpose and type, as in a record.
    private var key: Int { purposeID << 2 | type.rawValue }

    /// Those of the same purpose and type united, sorted.
    static func united(_ restrictions: [PublisherRestriction]) -> [PublisherRestriction] {
        united(restrictions.map { (key: $0.key, spans: $0.vendors.spans) })
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
            result.append(PublisherRestriction(key: key, vendors: VendorSet(spans: spans)))
        }
        return result
    }
}

/// Publisher restrictions as they stand in the core segment: their number, then for each a purpose, a type and entries.
enum RestrictionField {
    static let name = FieldName(field: "publisher restrictions", segment: "core segment")

    /// Walks through the restrictions that start at `start` with their number, without making them.
    @inline(__always)
    static func skip(_ bits: some BitSource & ~Escapable, bitCount: Int, start: Int) throws(ConsentStringError) {
        guard start &+ 12 <= bitCount else { throw name.truncated(start) }
        var at = start &+ 12
        for _ in 0..<bits.integer(at: start, count: 12) {
            guard at &+ 20 <= bitCount else { throw name.truncated(at) }
            var entries = RangeEntries(start: at &+ 20)
            let count = bits.integer(at: at &+ 8, count: 12)
            try entries.walk(bits, bitCount: bitCount, count: count, of: name) { _, _ in }
            at = entries.end
        }
    }

    /// Reads the restrictions that start at `start`: records of the same purpose and type united, sorted, those without
    /// vendors left out. Sets are made in the memory of `spareSets`.
    ///
    /// - Returns: where id 0 was met, if it was.
    static func read(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        into restrictions: inout [PublisherRestriction],
        spareSets: inout SpareSets
    ) throws(ConsentStringError) -> Int? {
        guard start &+ 12 <= bitCount else { throw name.truncated(start) }
        var (at, previous) = (start &+ 12, -1)
        var isAscending = true
        var zeroBit: Int?
        bits.note(.part(nil))
        for index in 0..<bits.integer("NumPubRestrictions", at: start, count: 12) {
            guard at &+ 20 <= bitCount else { throw name.truncated(at) }
            let key = bits.integer(at: at, count: 8)
            note(key, number: index &+ 1, in: bits, at: at)
            var vendors = spareSets.take()
            let entries = try vendors.read(
                entries: bits.integer("NumEntries", at: at &+ 8, count: 12),
                of: bits,
                bitCount: bitCount,
                start: at &+ 20,
                name: name
            )
            isAscending = isAscending && key > previous
            previous = key
            zeroBit = zeroBit ?? entries.zeroBit
            if !vendors.isEmpty { restrictions.append(PublisherRestriction(key: key, vendors: vendors)) }
            at = entries.end
        }
        if !isAscending { restrictions = PublisherRestriction.united(restrictions) }
        return zeroBit
    }

    /// Tells of the purpose and the type of a record.
    @inline(__always)
    static func note(_ key: Int, number: Int, in bits: some BitSource & ~Escapable, at: Int) {
        bits.note(.part("restriction \(number)"))
        bits.note(.field("PurposeId", at: at, width: 6, .integer(key >> 2)))
        bits.note(
            .field(
                "RestrictionType",
                at: at + 6,
                width: 2,
                .integer(key & 3),
                meaning: RestrictionType(rawValue: key & 3)?.title
            )
        )
    }
}
