public import ConsentTranslation
import Foundation
import GRDB

extension SQLiteStore {
    /// Implements ``ConsentStore/forget(_:at:)``.
    public func forget(_ subject: SubjectID, at now: Instant) async throws -> Erasure? {
        try await write { db in
            guard let keys = KeyChunk([SubjectKey(subject)]),
                let stored = try SubjectTable(db).find(keys).first
            else { return nil }
            let earlier = try Self.countChanges(before: stored.lastChange, in: db)
            let tombstone = ChangeDraft(forgetting: stored.value, at: now)
            var chain = LedgerChain(after: try LedgerHead.required(in: db))
            try chain.append(tombstone, link: stored.link, policyHash: [], at: now)
            var changes = try ChangeTable(db)
            try changes.add(
                tombstone,
                to: chain,
                link: stored.link,
                earlier: stored.lastChange,
                owner: nil,
                policyHash: [],
                at: now
            )
            try changes.finish()
            try chain.head.record(in: db)
            let (number, link) = (chain.number, stored.link.bytes)
            try db.execute(
                sql: "INSERT INTO tombstones (number, link, namespace, id) VALUES (?, ?, ?, ?)",
                arguments: [number, Data(link), subject.namespace, subject.id]
            )
            let firstRecord = try SourceTable.firstRecord(of: stored.number)
            try db.execute(
                sql: "DELETE FROM records WHERE number BETWEEN ? AND ?",
                arguments: [firstRecord, firstRecord + SourceTable.lastRecord]
            )
            let records = db.changesCount
            try db.execute(sql: "DELETE FROM subjects WHERE number = ?", arguments: [stored.number])
            try db.execute(
                sql: "UPDATE quarantine SET payload = NULL WHERE instr(payload, ?) > 0",
                arguments: [Data(subject.id.utf8)]
            )
            return Erasure(
                tombstone: number,
                link: link,
                records: records,
                changes: earlier + 1,
                payloads: db.changesCount
            )
        }
    }

    private static func countChanges(before number: Int64?, in db: Database) throws -> Int {
        let sql = """
            WITH RECURSIVE trail (number) AS (
                SELECT ? UNION SELECT earlier FROM trail JOIN changes USING (number) WHERE earlier IS NOT NULL
            )
            SELECT count(*) FROM trail WHERE number IS NOT NULL
            """
        return try Int.fetchOne(db, sql: sql, arguments: [number]) ?? 0
    }

    /// Implements ``ConsentStore/tombstones()``.
    public func tombstones() async throws -> [Tombstone] {
        try await read { db in
            try Array(
                Row.fetchCursor(db, sql: "SELECT number, link FROM tombstones ORDER BY number").map { row in
                    var columns = ColumnReader(row)
                    return Tombstone(number: try columns.number(), link: try columns.bytes())
                }
            )
        }
    }

    /// Implements ``ConsentStore/removeTombstones(_:)``.
    ///
    /// SQLite overwrites what is deleted (`secure_delete`); its log is folded into the file and emptied, so that nothing
    /// is left there either.
    public func removeTombstones(_ numbers: [Int64]) async throws {
        guard !numbers.isEmpty else { return }
        try await write { db in
            let statement = try db.cachedStatement(sql: "DELETE FROM tombstones WHERE number = ?")
            for number in numbers { try statement.execute(arguments: [number]) }
        }
        do {
            try await database.writeWithoutTransaction { db in
                guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" else { return }
                try db.checkpoint(.truncate)
            }
        } catch {
            throw StoreError(wrapping: error, store: name)
        }
    }
}
