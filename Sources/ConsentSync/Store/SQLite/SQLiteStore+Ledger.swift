public import ConsentTranslation
import Foundation
import GRDB

extension SQLiteStore {
    /// Implements ``ConsentStore/changes(after:limit:of:)``.
    public func changes(after number: Int64, limit: Int, of subject: SubjectID?) async throws -> [Change] {
        try await read { db in
            let rows = pageRows(limit)
            guard let subject else { return try Self.changes(after: number, limit: rows, in: db) }
            return try Self.changes(of: SubjectKey(subject), after: number, limit: rows, in: db)
        }
    }

    private static func changes(after number: Int64, limit: Int, in db: Database) throws -> [Change] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(ChangeTable.columns), \(ChangeTable.previousHash),
                    coalesce(subjects.namespace, tombstones.namespace), coalesce(subjects.id, tombstones.id)
                FROM changes LEFT JOIN subjects ON subjects.number = changes.owner AND subjects.link = changes.link
                    LEFT JOIN tombstones ON tombstones.link = changes.link
                WHERE changes.number > ? ORDER BY changes.number LIMIT ?
                """
        )
        return try Array(Row.fetchCursor(statement, arguments: [number, limit]).map(ChangeTable.change))
    }

    /// Walks back from the subject's last change. `UNION` drops what was met before, so it ends even where a row was
    /// altered to point forwards.
    private static func changes(
        of key: SubjectKey,
        after number: Int64,
        limit: Int,
        in db: Database
    ) throws -> [Change] {
        let statement = try db.cachedStatement(
            sql: """
                WITH RECURSIVE trail (number) AS (
                    SELECT last_change FROM subjects WHERE key = ?1 AND last_change > ?2
                    UNION
                    SELECT earlier FROM trail JOIN changes USING (number) WHERE earlier > ?2
                )
                SELECT \(ChangeTable.columns), \(ChangeTable.previousHash), namespace, id
                FROM trail JOIN changes USING (number) JOIN subjects ON subjects.link = changes.link
                WHERE subjects.key = ?1 ORDER BY changes.number LIMIT ?3
                """
        )
        return try Array(
            Row.fetchCursor(statement, arguments: [Data(key.bytes), number, limit]).map(ChangeTable.change)
        )
    }

    /// Implements ``ConsentStore/lastChange()``.
    public func lastChange() async throws -> Int64 {
        try await read { try Int64.fetchOne($0, sql: "SELECT max(number) FROM changes") ?? 0 }
    }

    /// Reads in pages, so that neither memory nor SQLite's log grows while a long ledger is read. What is appended
    /// meanwhile is checked too: the head is read in the transaction of the last, empty page.
    public func verifyLedger(
        progress: @Sendable (_ checked: Int64, _ total: Int64) -> Void
    ) async throws -> LedgerReport {
        var verifier = LedgerVerifier()
        // Below every number that a row can have, so that a row smuggled in before the first is met.
        var position = Int64.min
        var hash = ChangeHash.origin
        while !verifier.isBroken {
            let page = try await ledgerPage(after: position, hash: hash)
            page.rows.forEach { verifier.check($0) }
            guard let last = page.rows.last else { return verifier.finish(recordedHead: page.head) }
            position = last.number
            if case .change(let change) = last { hash = change.hash }
            progress(position, max(position, page.head?.number ?? 0))
        }
        return verifier.finish(recordedHead: nil)
    }

    /// A page of rows above a number. The hash before a change is not stored: it is that of the row before.
    private func ledgerPage(
        after number: Int64,
        hash: [UInt8]
    ) async throws -> (rows: [LedgerRow], head: LedgerHead?) {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(ChangeTable.columns) FROM changes WHERE number > ? ORDER BY number LIMIT ?"
            )
            let cursor = try Row.fetchCursor(statement, arguments: [number, StoreLimits.maxPageRows])
            var (rows, hash): ([LedgerRow], [UInt8]) = ([], hash)
            while let row = try cursor.next() {
                let read = try ChangeTable.ledgerRow(row, after: hash)
                if case .change(let change) = read { hash = change.hash }
                rows.append(read)
            }
            return (rows, try LedgerHead.recorded(in: db))
        }
    }
}
