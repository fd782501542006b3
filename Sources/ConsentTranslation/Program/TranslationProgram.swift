/// A compiled adapter: everything that turns one payload into a consent record, as one immutable value.
///
/// Running it needs no YAML, no network and no clock, and gives the same record for the same payload anywhere.
public struct TranslationProgram: Sendable, Hashable {
    /// The adapter's id, which its records carry.
    public let adapter: String
    /// The forms in which payloads come, tried in order.
    public let inputs: [PayloadInput]
    /// How the record is made.
    public let rules: RecordRules

    /// Creates a program.
    public init(adapter: String, inputs: [PayloadInput], rules: RecordRules) {
        self.adapter = adapter
        self.inputs = inputs
        self.rules = rules
    }

    /// Translates one payload.
    ///
    /// - Throws: ``TranslationError`` where the payload is not the adapter's or cannot be read whole. A payload that
    ///   reads but counts for nothing is no error: its record says why in ``ConsentRecord/undecidedBecause``.
    public func records(from item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        for input in inputs {
            guard let values = try input.values(of: item) else { continue }
            var records: [ConsentRecord] = []
            records.reserveCapacity(values.count)
            for value in values {
                records.append(try rules.record(from: value, adapter: adapter, asked: item.subject))
            }
            return records
        }
        if case .damaged(let error) = item.form { throw error }
        throw TranslationError(
            .noInput,
            "The payload holds nothing that the adapter \(adapter) reads; see `adapter list` for others."
        )
    }
}
