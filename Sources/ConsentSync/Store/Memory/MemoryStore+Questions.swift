public import ConsentTranslation
public import OptIn

extension MemoryStore {
    /// Implements ``JobStore/subject(_:)``.
    public func subject(_ subject: SubjectID) async throws -> SubjectDetails? {
        subjectRows[SubjectKey(subject)].map { SubjectDetails(stored: $0.value, records: $0.records) }
    }

    /// Implements ``JobStore/subjects(expiredBy:limit:)``.
    public func subjects(expiredBy time: Instant, limit: Int) async throws -> [SubjectKey] {
        let expired = keysInOrder().compactMap { key -> (key: SubjectKey, at: Instant)? in
            guard let at = subjectRows[key]?.state.expiresAt, at <= time else { return nil }
            return (key, at)
        }
        return expired.sorted { $0.at < $1.at }.prefix(pageRows(limit)).map(\.key)
    }

    /// Implements ``ConsentStore/subjects(withID:)``.
    public func subjects(withID id: String) async throws -> [StoredSubject] {
        namespaces.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { namespace in
            let subject = SubjectID(namespace: String(decoding: namespace, as: UTF8.self), id: id)
            return subjectRows[SubjectKey(subject)]?.value
        }
    }

    /// Implements ``ConsentStore/subjects(approving:after:limit:)``.
    public func subjects(
        approving categories: CategorySet,
        after key: SubjectKey?,
        limit: Int
    ) async throws -> [StoredSubject] {
        var page: [StoredSubject] = []
        for key in keys(above: key) {
            if page.count >= pageRows(limit) { break }
            guard let row = subjectRows[key], categories.isSubset(of: row.state.permissions.approved) else { continue }
            page.append(row.value)
        }
        return page
    }

    /// Implements ``ConsentStore/permissionCounts()``.
    public func permissionCounts() async throws -> PermissionCounts {
        var counts = PermissionCounts()
        for row in subjectRows.values { counts.add(row.state.permissions) }
        return counts
    }

    /// Implements ``ConsentStore/changes(after:limit:of:)``.
    public func changes(after number: Int64, limit: Int, of subject: SubjectID?) async throws -> [Change] {
        let rows = pageRows(limit)
        guard let subject else {
            let start = min(max(0, Int(clamping: number)), ledger.count)
            return ledger[start...].prefix(rows).map(withSubject)
        }
        let trail = subjectRows[SubjectKey(subject)]?.trail ?? []
        return trail.lazy.filter { $0 > number }.prefix(rows).map { withSubject(ledger[Int($0) - 1]) }
    }

    /// Implements ``ConsentStore/lastChange()``.
    public func lastChange() async throws -> Int64 { head.number }

    /// Implements ``ConsentStore/verifyLedger(progress:)``.
    public func verifyLedger(
        progress: @Sendable (_ checked: Int64, _ total: Int64) -> Void
    ) async throws -> LedgerReport {
        var verifier = LedgerVerifier()
        for change in ledger { verifier.check(.change(change)) }
        if !ledger.isEmpty { progress(head.number, head.number) }
        return verifier.finish(recordedHead: head)
    }

    /// Implements ``ConsentStore/totals()``.
    public func totals() async throws -> StoreTotals {
        StoreTotals(
            subjects: subjectRows.count,
            records: subjectRows.values.reduce(0) { $0 + $1.records.count },
            changes: ledger.count,
            quarantined: quarantineEntries.count
        )
    }

    /// There is no storage that could be at fault.
    public func integrityCheck() async throws -> [String] { [] }
}
