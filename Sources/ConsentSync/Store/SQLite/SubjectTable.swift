import ConsentTranslation
import GRDB
import OptIn

/// The statements on `subjects` that applying a batch runs once a subject, prepared once a batch.
struct SubjectTable {
    /// How a subject is named: by its key in the store, and by its link in the ledger.
    struct Identity {
        let key: SubjectKey
        /// Random bytes; nil where the row has them already.
        let newSalt: [UInt8]?
        let link: [UInt8]

        /// The identity of a subject that is stored.
        init(key: SubjectKey, link: [UInt8]) {
            self.key = key
            self.newSalt = nil
            self.link = link
        }

        /// The identity of a subject that is copied for a dry run: its salt is not, since a copy is never erased.
        init(copying stored: Identity) {
            key = stored.key
            newSalt = []
            link = stored.link
        }

        /// The identity of a subject that is new.
        init(newFor key: SubjectKey, salt: [UInt8]) {
            let link = SubjectLink(of: key, salt: salt)
            self.key = key
            self.newSalt = link.salt
            self.link = link.link
        }
    }

    /// What is stored of a subject.
    struct StoredRow {
        /// The subject's number in this store.
        let number: Int64
        let identity: Identity
        let subject: SubjectID
        let state: SubjectState
        let lastChange: Int64?
    }

    private let findStatement: Statement
    private var insertStatement: RowStatement
    private var updateStatement: RowStatement

    init(_ db: Database) throws {
        findStatement = try db.cachedStatement(
            sql: """
                SELECT number, key, link, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change
                FROM subjects WHERE key IN (\(KeyChunk.placeholders)) ORDER BY key
                """
        )
        insertStatement = try RowStatement(
            db,
            sql: """
                INSERT INTO subjects (number, key, namespace, id, salt, link,
                    approved, decided, implicit, decided_at, expires_at, last_change)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        updateStatement = try RowStatement(
            db,
            sql: """
                UPDATE subjects SET approved = ?, decided = ?, implicit = ?, decided_at = ?, expires_at = ?,
                    last_change = ?
                WHERE number = ?
                """
        )
    }

    /// Those of the subjects that are stored, ascending by key.
    func find(_ keys: KeyChunk) throws -> [StoredRow] {
        findStatement.setUncheckedArguments(keys.arguments)
        return try Array(Row.fetchCursor(findStatement).map(Self.storedRow))
    }

    private static func storedRow(_ row: Row) throws -> StoredRow {
        var columns = ColumnReader(row)
        return StoredRow(
            number: try columns.number(),
            identity: Identity(key: try columns.key(), link: try columns.bytes()),
            subject: try columns.subject(),
            state: try columns.state(),
            lastChange: try columns.optionalNumber()
        )
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

    mutating func insert(
        _ subject: SubjectID,
        number: Int64,
        _ identity: Identity,
        state: SubjectState,
        lastChange: Int64?
    ) throws {
        insertStatement.add(number)
        insertStatement.add(identity.key)
        insertStatement.add(subject.namespace)
        insertStatement.add(subject.id)
        if let salt = identity.newSalt { insertStatement.add(salt) } else { insertStatement.add(nil) }
        insertStatement.add(identity.link)
        insertStatement.add(state)
        insertStatement.add(lastChange)
        try insertStatement.run()
    }

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
