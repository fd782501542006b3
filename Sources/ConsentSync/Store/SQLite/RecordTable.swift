import ConsentTranslation
import Foundation
import GRDB

/// The statements on `records`, prepared once a batch.
struct RecordTable {
    private let ofSubjectStatement: Statement
    private let insertStatement: Statement
    private let updateStatement: Statement

    init(_ db: Database) throws {
        ofSubjectStatement = try db.cachedStatement(
            sql: """
                SELECT rowid, adapter, regulation, record_id, decided_at, content, manifest_hash
                FROM records WHERE subject_key = ? ORDER BY adapter, regulation
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

    /// A subject's records and their rows, ordered by adapter and regulation.
    func of(_ subject: SubjectID, key: SubjectKey) throws -> [(row: Int64, record: StoredRecord)] {
        ofSubjectStatement.setUncheckedArguments([Data(key.bytes)])
        let rows = try Row.fetchCursor(ofSubjectStatement)
        var records: [(row: Int64, record: StoredRecord)] = []
        while let row = try rows.next() {
            var columns = ColumnReader(row)
            let number = try columns.number()
            let record = StoredRecord(
                subject: subject,
                adapter: try columns.text(),
                regulation: try columns.text(),
                recordID: try columns.text(),
                decidedAt: try columns.instant(),
                content: try columns.bytes(),
                manifestHash: try columns.bytes()
            )
            records.append((number, record))
        }
        return records
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
