import ConsentTranslation
import GRDB
import OptIn

/// The statements on `subjects` that applying a batch runs once a subject, prepared once a batch.
struct SubjectTable: ~Copyable {
    /// What is stored of a subject.
    struct StoredRow {
        let key: SubjectKey
        /// The subject's number in this store.
        let number: Int64
        let link: ShortHash
        let subject: SubjectID
        let state: SubjectState
        let lastChange: Int64?
    }

    private let findQuery: RowQuery
    private var insertStatement: RowStatement
    private var updateStatement: RowStatement

    init(_ db: Database) throws {
        let query = try RowQuery(
            db,
            sql: """
                WITH wanted (place, wanted_key) AS (VALUES \(KeyChunk.placeholders))
                SELECT place, number, link, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change
                FROM wanted CROSS JOIN subjects ON key = wanted_key
                """
        )
        let insert = try RowStatement(
            db,
            addingTo: "subjects",
            columns: [
                "number", "key", "namespace", "id", "salt", "link", "approved", "decided", "implicit", "decided_at",
                "expires_at", "last_change",
            ]
        )
        let update = try RowStatement(
            db,
            sql: """
                UPDATE subjects SET approved = ?, decided = ?, implicit = ?, decided_at = ?, expires_at = ?,
                    last_change = ?
                WHERE number = ?
                """
        )
        // Last, since a value that cannot be copied is made as a whole.
        findQuery = query
        insertStatement = insert
        updateStatement = update
    }

    /// Those of the subjects that are stored, ascending by key.
    func find(_ keys: KeyChunk) throws -> [StoredRow] {
        var found: [StoredRow] = []
        found.reserveCapacity(keys.keys.count)
        try findQuery.read(keys) { columns in
            found.append(
                StoredRow(
                    key: try keys.key(at: columns.count()),
                    number: try columns.number(),
                    link: try columns.shortHash(),
                    subject: try columns.subject(),
                    state: try columns.state(),
                    lastChange: try columns.optionalNumber()
                )
            )
        }
        // They come in this order; nothing but the language's silence on it speaks against it.
        if !zip(found, found.dropFirst()).allSatisfy({ $0.key < $1.key }) { found.sort { $0.key < $1.key } }
        return found
    }

    /// The number of a subject that is new.
    static func nextNumber(in db: Database) throws -> Int64 {
        let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM subjects") ?? 0
        let (next, overflows) = last.addingReportingOverflow(1)
        guard !overflows else {
            throw StoreError(.corrupt, "The store has no number left for a subject; restore a copy")
        }
        return next
    }

    /// Adds a subject, which is written by ``finish()`` at the latest.
    ///
    /// - Parameter salt: Nil for a copy in a dry run, which is never erased.
    mutating func insert(
        _ subject: SubjectID,
        number: Int64,
        key: SubjectKey,
        link: ShortHash,
        salt: ShortHash?,
        state: SubjectState,
        lastChange: Int64?
    ) throws {
        insertStatement.add(number)
        insertStatement.add(key)
        insertStatement.add(subject.namespace)
        insertStatement.add(subject.id)
        if let salt { insertStatement.add(salt) } else { insertStatement.add([]) }
        insertStatement.add(link)
        insertStatement.add(state)
        insertStatement.add(lastChange)
        try insertStatement.run()
    }

    /// Writes the subjects that are not written yet.
    mutating func finish() throws { try insertStatement.finish() }

    mutating func update(_ number: Int64, state: SubjectState, lastChange: Int64?) throws {
        updateStatement.add(state)
        updateStatement.add(lastChange)
        updateStatement.add(number)
        try updateStatement.run()
    }
}

extension RowStatement {
    /// Gives the values of the five columns of a state.
    fileprivate mutating func add(_ state: SubjectState) {
        add(state.permissions.approved.rawValue)
        add(state.permissions.decided.rawValue)
        add(state.implicit.rawValue)
        add(state.decidedAt?.milliseconds)
        add(state.expiresAt?.milliseconds)
    }
}
