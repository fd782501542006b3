import ConsentTranslation
import GRDB

/// The statements on `records`, prepared once a batch.
struct RecordTable: ~Copyable {
    private let findQuery: RowQuery
    private var insertStatement: RowStatement
    private var updateStatement: RowStatement

    init(_ db: Database) throws {
        let query = try RowQuery(
            db,
            sql: """
                SELECT number, subject, adapter, regulation, record_id, decided_at, content, manifest_hash
                FROM records WHERE subject IN (\(KeyChunk.placeholders))
                ORDER BY subject, adapter, regulation
                """
        )
        let insert = try RowStatement(
            db,
            sql: """
                INSERT INTO records (record_id, decided_at, content, manifest_hash, subject, adapter, regulation)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        let update = try RowStatement(
            db,
            sql: "UPDATE records SET record_id = ?, decided_at = ?, content = ?, manifest_hash = ? WHERE number = ?"
        )
        // Last, since a value that cannot be copied is made as a whole.
        findQuery = query
        insertStatement = insert
        updateStatement = update
    }

    /// The records of each of the subjects with their numbers, ordered by adapter and regulation.
    ///
    /// - Parameter subjects: At most as many as fit in a ``KeyChunk``.
    func find(of subjects: [SubjectTable.StoredRow]) throws -> [[SubjectUpdate.Slot]] {
        var found = [[SubjectUpdate.Slot]](repeating: [], count: subjects.count)
        // The records come ordered by the numbers of their subjects, so those are gone through once.
        let owners = subjects.indices.sorted { subjects[$0].number < subjects[$1].number }
        var (next, manifestHash) = (0, [UInt8]())
        try findQuery.read(owners.map { subjects[$0].number }) { columns in
            let number = try columns.number()
            let owner = try columns.number()
            while next < owners.count, subjects[owners[next]].number < owner { next += 1 }
            guard next < owners.count, subjects[owners[next]].number == owner else { return }
            let place = owners[next]
            let fields = StoredRecord.Fields(
                subject: subjects[place].subject,
                adapter: try columns.text(),
                regulation: try columns.text(),
                recordID: try columns.text(),
                decidedAt: try columns.instant(),
                content: try columns.bytes(),
                manifestHash: try columns.bytes(as: manifestHash)
            )
            let record = StoredRecord(fields, key: subjects[place].key)
            manifestHash = record.manifestHash
            found[place].append(SubjectUpdate.Slot(number: number, record: record, isDirty: false))
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
