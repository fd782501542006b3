public import ConsentTranslation
public import OptIn

/// What must come of a case's payload, field by field. A field that is not there is not looked at, but for the
/// categories: what is neither approved nor denied must be undecided.
public struct CaseExpectation: Sendable, Hashable {
    /// A field, in the order in which fields are written.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        /// The code of the error with which the payload is refused; nothing else comes of it then.
        case error
        /// How many records the payload has.
        case records
        /// The approved categories.
        case approved
        /// The denied categories.
        case denied
        /// The states by key, all of them.
        case decisions
        /// The keys' names for people, all of them.
        case labels
        /// When single keys changed, all of them.
        case changed
        /// When single choices end, all of them.
        case ends
        /// Why no decision counts.
        case undecided
        /// Whether the choice was explicit: `true`, `false`, or `untold` where the payload does not say.
        case explicit
        /// When the person decided.
        case decidedAt = "decided_at"
        /// When the record ends.
        case expiresAt = "expires_at"
        /// The ids, each with its namespace before it, the primary one first.
        case subjects
        /// The CMP's own id for this state of consent.
        case recordID = "record_id"
        /// Whether Global Privacy Control was on.
        case gpc
        /// Whether GDPR applies by the payload's word.
        case gdprApplies = "gdpr_applies"
        /// Country and part: `AT`, `US-CA`.
        case region
        /// The law.
        case regulation
        /// The consent strings by kind.
        case strings
    }

    /// What a field holds. Times are in their canonical form, so that equal times are equal texts.
    public enum Content: Sendable, Hashable {
        /// One word, time or text.
        case text(String)
        /// Several in order.
        case list([String])
        /// Several by name.
        case map([String: String])
    }

    /// What is expected of each field.
    public let fields: [Field: Content]

    /// Creates an expectation.
    public init(fields: [Field: Content]) {
        self.fields = fields
    }

    /// The error's code; nil where a record is expected.
    public var error: TranslationError.Code? {
        guard case .text(let code)? = fields[.error] else { return nil }
        return TranslationError.Code(rawValue: code)
    }

    /// Categories that must be approved.
    public var approved: CategorySet { categories(.approved) }

    /// Categories that must be denied.
    public var denied: CategorySet { categories(.denied) }

    private func categories(_ field: Field) -> CategorySet {
        guard case .list(let ids)? = fields[field] else { return [] }
        return CategorySet(ids.compactMap(Category.init(rawValue:)))
    }
}

extension CaseExpectation {
    /// Everything that came of a payload, as it would be expected.
    public init(_ outcome: CaseOutcome) {
        switch outcome {
        case .refused(let error):
            self.init(fields: [.error: .text(error.code.rawValue)])
        case .read(let records, let permissions):
            var fields: [Field: Content] = [:]
            fields[.approved] = Self.list(permissions.approved.categories.map(\.rawValue))
            fields[.denied] = Self.list(permissions.denied.categories.map(\.rawValue))
            if records.count != 1 { fields[.records] = .text(String(records.count)) }
            if let record = records.first { fields.merge(Self.fields(of: record)) { first, _ in first } }
            self.init(fields: fields)
        }
    }

    /// What the field `explicit` holds where the payload does not say.
    static let untold = "untold"

    private static func fields(of record: ConsentRecord) -> [Field: Content] {
        var fields: [Field: Content] = [:]
        fields[.decisions] = map(record) { $0.state.rawValue } ?? .map([:])
        fields[.labels] = map(record) { $0.label }
        fields[.changed] = map(record) { $0.changedAt?.iso8601 }
        fields[.ends] = map(record) { $0.expiresAt?.iso8601 }
        fields[.undecided] = record.undecidedBecause.map(Content.text)
        fields[.explicit] = .text(record.explicitness.map { String($0 == .explicit) } ?? untold)
        fields[.decidedAt] = record.decidedAt.map { .text($0.iso8601) }
        fields[.expiresAt] = record.expiresAt.map { .text($0.iso8601) }
        fields[.subjects] = list(record.subjects.map { "\($0.namespace) \($0.id)" })
        fields[.recordID] = record.recordID.map(Content.text)
        fields[.gpc] = record.gpc.map { .text(String($0)) }
        fields[.gdprApplies] = record.gdprApplies.map { .text(String($0)) }
        fields[.region] = record.region.map { region in
            .text(region.subdivision.map { "\(region.country)-\($0)" } ?? region.country)
        }
        fields[.regulation] = record.regulation.map(Content.text)
        let strings = record.strings
        let named = [("tcf", strings.tcf), ("ac", strings.ac), ("gpp", strings.gpp), ("usp", strings.usp)]
        let texts = named.compactMap { name, text in text.map { (name, $0) } }
        fields[.strings] = texts.isEmpty ? nil : .map(Dictionary(texts) { first, _ in first })
        return fields
    }

    private static func list(_ texts: [String]) -> Content? {
        texts.isEmpty ? nil : .list(texts)
    }

    /// What each key has, by key; a key that stands for two things is told apart by its kind.
    private static func map(_ record: ConsentRecord, _ text: (Decision) -> String?) -> Content? {
        let counts = Dictionary(grouping: record.decisions, by: \.key).mapValues(\.count)
        var map: [String: String] = [:]
        for decision in record.decisions {
            let isShared = (counts[decision.key] ?? 0) > 1
            map[isShared ? "\(decision.kind.rawValue) \(decision.key)" : decision.key] = text(decision)
        }
        return map.isEmpty ? nil : .map(map)
    }
}
