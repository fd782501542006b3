extension Policy {
    /// The granted decisions of a record that count now: the record is not void, and the decisions have not ended.
    public func countingGrants(of record: ConsentRecord, now: Instant) -> [Decision] {
        guard disregard(record, now: now) == nil else { return [] }
        return record.decisions.filter { state(of: $0, now: now) == .granted }
    }
}
