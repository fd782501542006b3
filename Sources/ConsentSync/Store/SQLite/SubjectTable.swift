import ConsentTranslation
import Foundation
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
        init(newFor key: SubjectKey) {
            let link = SubjectLink.fresh(for: key)
            self.key = key
            self.newSalt = link.salt
            self.link = link.link
        }
    }

    /// What is stored of a subject.
    struct StoredRow {
        let row: Int64
        let identity: Identity
        let subject: SubjectID
        let state: SubjectState
        let lastChange: Int64?
    }

    private let findStatement: Statement
    private let insertStatement: Statement
    private let updateStatement: Statement

    init(_ db: Database) throws {
        findStatement = try db.cachedStatement(
            sql: """
                SELECT rowid, key, link, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change
                FROM subjects WHERE key IN (\(KeyChunk.placeholders)) ORDER BY key
                """
        )
        insertStatement = try db.cachedStatement(
            sql: """
                INSERT INTO subjects (key, namespace, id, salt, link,
                    approved, decided, implicit, decided_at, expires_at, last_change)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        updateStatement = try db.cachedStatement(
            sql: """
                UPDATE subjects SET approved = ?, decided = ?, implicit = ?, decided_at = ?, expires_at = ?,
                    last_change = ?
                WHERE rowid = ?
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
            row: try columns.number(),
            identity: Identity(key: try columns.key(), link: try columns.bytes()),
            subject: try columns.subject(),
            state: try columns.state(),
            lastChange: try columns.optionalNumber()
        )
    }

    func insert(_ subject: SubjectID, _ identity: Identity, state: SubjectState, lastChange: Int64?) throws {
        insertStatement.setUncheckedArguments([
            Data(identity.key.bytes), subject.namespace, subject.id,
            identity.newSalt.map { Data($0) }, Data(identity.link),
            Int64(state.permissions.approved.rawValue), Int64(state.permissions.decided.rawValue),
            Int64(state.implicit.rawValue), state.decidedAt?.milliseconds, state.expiresAt?.milliseconds, lastChange,
        ])
        try insertStatement.execute()
    }

    func update(_ row: Int64, state: SubjectState, lastChange: Int64?) throws {
        updateStatement.setUncheckedArguments([
            Int64(state.permissions.approved.rawValue), Int64(state.permissions.decided.rawValue),
            Int64(state.implicit.rawValue), state.decidedAt?.milliseconds, state.expiresAt?.milliseconds, lastChange,
            row,
        ])
        try updateStatement.execute()
    }
}
