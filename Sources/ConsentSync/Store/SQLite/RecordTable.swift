import ConsentTranslation
import GRDB

/// The statements on `records`, prepared once a batch.
struct RecordTable: ~Copyable {
    private let findQuery: RowQuery
    private var insertStatement: RowStatement
    private var updateStatement: RowStatement
    private var sources: SourceTable
    private var hashes: HashTable

    init(_ db: Database) throws {
        let query = try RowQuery(
            db,
            sql: """
                WITH wanted (place, first) AS (VALUES \(KeyChunk.placeholders))
                SELECT place, number, record_id, decided_at, content, manifest
                FROM wanted CROSS JOIN records ON number BETWEEN first AND first + \(SourceTable.lastRecord)
                """
        )
        let insert = try RowStatement(
            db,
            addingTo: "records",
            columns: ["record_id", "decided_at", "content", "manifest", "number"]
        )
        let update = try RowStatement(
            db,
            sql: "UPDATE records SET record_id = ?, decided_at = ?, content = ?, manifest = ? WHERE number = ?"
        )
        // Last, since a value that cannot be copied is made as a whole.
        findQuery = query
        insertStatement = insert
        updateStatement = update
        sources = SourceTable(db)
        hashes = HashTable(db)
    }

    /// The records of each of the subjects with their numbers, in no order.
    ///
    /// - Parameter subjects: At most as many as fit in a ``KeyChunk``.
    mutating func find(of subjects: [SubjectTable.StoredRow]) throws -> [[SubjectUpdate.Slot]] {
        var found = [[SubjectUpdate.Slot]](repeating: [], count: subjects.count)
        let query = findQuery
        try query.read(subjects.map { try SourceTable.firstRecord(of: $0.number) }) { columns in
            let place = try columns.count()
            guard found.indices.contains(place) else { throw StoreError.wrongType }
            let number = try columns.number()
            let recordID = try columns.recordID()
            let decidedAt = try columns.instant()
            let content = try columns.bytes()
            let source = try sources.source(ofRecord: number)
            let fields = StoredRecord.Fields(
                subject: subjects[place].subject,
                adapter: source.adapter,
                regulation: source.regulation,
                recordID: recordID,
                decidedAt: decidedAt,
                content: content,
                manifestHash: try hashes.hash(try columns.number())
            )
            let record = StoredRecord(fields, key: subjects[place].key)
            found[place].append(SubjectUpdate.Slot(number: number, record: record, isDirty: false))
        }
        return found
    }

    /// Writes a record; one that is new only by ``finish()``.
    mutating func write(_ slot: SubjectUpdate.Slot, subject: Int64) throws {
        let manifest = try hashes.number(of: slot.record.manifestHash)
        if let number = slot.number {
            updateStatement.addContent(of: slot.record, manifest: manifest)
            updateStatement.add(number)
            try updateStatement.run()
        } else {
            insertStatement.addContent(of: slot.record, manifest: manifest)
            insertStatement.add(
                try sources.recordNumber(
                    subject: subject,
                    adapter: slot.record.adapter,
                    regulation: slot.record.regulation
                )
            )
            try insertStatement.run()
        }
    }

    /// Writes the new records that are not written yet.
    mutating func finish() throws { try insertStatement.finish() }
}

extension RowStatement {
    /// Gives the values of the four columns that another record of the same subject, adapter and regulation may change.
    fileprivate mutating func addContent(of record: StoredRecord, manifest: Int64) {
        add(recordID: record.recordID)
        add(record.decidedAt.milliseconds)
        add(record.content)
        add(manifest)
    }
}
