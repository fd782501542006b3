import ConsentTranslation
import Foundation
import GRDB

/// The statements on `records`, prepared once a batch.
struct RecordTable {
    private let findStatement: Statement
    private let insertStatement: Statement
    private let updateStatement: Statement

    init(_ db: Database) throws {
        findStatement = try db.cachedStatement(
            sql: """
                SELECT rowid, subject_key, adapter, regulation, record_id, decided_at, content, manifest_hash
                FROM records WHERE subject_key IN (\(KeyChunk.placeholders))
                ORDER BY subject_key, adapter, regulation
                """
        )
        insertStatement = try db.cachedStatement(
            sql: """
                INSERT INTO records (record_id, decided_at, content, manifest_hash, subject_key, adapter, regulation)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        updateStatement = try db.cachedStatement(
            sql: "UPDATE records SET record_id = ?, decided_at = ?, content = ?, manifest_hash = ? WHERE rowid = ?"
        )
    }

    /// The records of each of the subjects and their rows, ordered by adapter and regulation.
    ///
    /// - Parameter subjects: At most as many as fit in a ``KeyChunk``, ascending by key.
    func find(of subjects: [SubjectTable.StoredRow]) throws -> [[(row: Int64, record: StoredRecord)]] {
        var found = [[(row: Int64, record: StoredRecord)]](repeating: [], count: subjects.count)
        guard let keys = KeyChunk(subjects.map(\.identity.key)) else { return found }
        findStatement.setUncheckedArguments(keys.arguments)
        let rows = try Row.fetchCursor(findStatement)
        var owner = 0
        while let row = try rows.next() {
            var columns = ColumnReader(row)
            let number = try columns.number()
            let key = try columns.key()
            while owner < subjects.count, subjects[owner].identity.key != key { owner += 1 }
            guard owner < subjects.count else { break }
            let record = try columns.record(of: subjects[owner].subject)
            found[owner].append((number, record))
        }
        return found
    }

    func write(_ slot: SubjectUpdate.Slot, key: SubjectKey) throws {
        let record = slot.record
        if let row = slot.row {
            updateStatement.setUncheckedArguments([
                record.recordID, record.decidedAt.milliseconds, Data(record.content), Data(record.manifestHash), row,
            ])
            try updateStatement.execute()
        } else {
            insertStatement.setUncheckedArguments([
                record.recordID, record.decidedAt.milliseconds, Data(record.content), Data(record.manifestHash),
                Data(key.bytes), record.adapter, record.regulation,
            ])
            try insertStatement.execute()
        }
    }
}
