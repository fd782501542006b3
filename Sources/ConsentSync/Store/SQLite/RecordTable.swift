import ConsentTranslation
import GRDB

/// The statements on `records`, prepared once a batch.
struct RecordTable {
    private let findStatement: Statement
    private var insertStatement: RowStatement
    private var updateStatement: RowStatement

    init(_ db: Database) throws {
        findStatement = try db.cachedStatement(
            sql: """
                SELECT number, subject, adapter, regulation, record_id, decided_at, content, manifest_hash
                FROM records WHERE subject IN (\(KeyChunk.placeholders))
                ORDER BY subject, adapter, regulation
                """
        )
        insertStatement = try RowStatement(
            db,
            sql: """
                INSERT INTO records (record_id, decided_at, content, manifest_hash, subject, adapter, regulation)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        updateStatement = try RowStatement(
            db,
            sql: "UPDATE records SET record_id = ?, decided_at = ?, content = ?, manifest_hash = ? WHERE number = ?"
        )
    }

    /// The records of each of the subjects and their numbers, ordered by adapter and regulation.
    ///
    /// - Parameter subjects: At most as many as fit in a ``KeyChunk``.
    func find(of subjects: [SubjectTable.StoredRow]) throws -> [[(number: Int64, record: StoredRecord)]] {
        var found = [[(number: Int64, record: StoredRecord)]](repeating: [], count: subjects.count)
        guard let arguments = KeyChunk.arguments(subjects.map(\.number)) else { return found }
        let places = Dictionary(zip(subjects.map(\.number), subjects.indices)) { first, _ in first }
        findStatement.setUncheckedArguments(arguments)
        let rows = try Row.fetchCursor(findStatement)
        while let row = try rows.next() {
            var columns = ColumnReader(row)
            let number = try columns.number()
            guard let owner = places[try columns.number()] else { continue }
            let record = try columns.record(of: subjects[owner].subject, key: subjects[owner].identity.key)
            found[owner].append((number, record))
        }
        return found
    }

    mutating func write(_ slot: SubjectUpdate.Slot, subject: Int64) throws {
        if let number = slot.number {
            updateStatement.addContent(of: slot.record)
            updateStatement.add(number)
            try updateStatement.run()
        } else {
            insertStatement.addContent(of: slot.record)
            insertStatement.add(subject)
            insertStatement.add(slot.record.adapter)
            insertStatement.add(slot.record.regulation)
            try insertStatement.run()
        }
    }
}

extension RowStatement {
    /// Gives the values of the four columns that another record of the same subject, adapter and regulation may change.
    fileprivate mutating func addContent(of record: StoredRecord) {
        add(record.recordID)
        add(record.decidedAt.milliseconds)
        add(record.content)
        add(record.manifestHash)
    }
}
