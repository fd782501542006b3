public import ConsentTranslation
import Foundation
import GRDB
public import OptIn

extension SQLiteStore {
    /// Implements ``ConsentStore/subject(_:)``.
    public func subject(_ subject: SubjectID) async throws -> SubjectDetails? {
        try await read { db in
            guard let keys = KeyChunk([SubjectKey(subject)]) else { return nil }
            let stored = try SubjectTable(db).find(keys)
            guard let found = stored.first else { return nil }
            var table = try RecordTable(db)
            let slots = try table.find(of: stored).first ?? []
            // Ordered by adapter and regulation.
            let update = SubjectUpdate(place: 0, state: found.state, slots: slots)
            return SubjectDetails(stored: found.value, records: update.slots.map(\.record))
        }
    }

    /// Implements ``ConsentStore/subjects(withID:)``.
    public func subjects(withID id: String) async throws -> [StoredSubject] {
        // The namespaces are few, so one look into the index for each spares an index over all ids.
        try await read { db in
            let table = try SubjectTable(db)
            return try MetaTable.names("namespace", in: db).compactMap { namespace in
                try KeyChunk([SubjectKey(SubjectID(namespace: namespace, id: id))])
                    .flatMap { try table.find($0).first?.value }
            }
        }
    }

    /// Implements ``ConsentStore/subjects(approving:after:limit:)``.
    public func subjects(
        approving categories: CategorySet,
        after key: SubjectKey?,
        limit: Int
    ) async throws -> [StoredSubject] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT namespace, id, approved, decided, implicit, decided_at, expires_at, last_change
                    FROM subjects WHERE key > ? AND approved & ? = ? ORDER BY key LIMIT ?
                    """
            )
            let mask = Int64(categories.rawValue)
            // Every key is greater than the empty one.
            let rows = try Row.fetchCursor(
                statement,
                arguments: [Data(key?.bytes ?? []), mask, mask, pageRows(limit)]
            )
            return try Array(
                rows.map { row in
                    var columns = ColumnReader(row)
                    return StoredSubject(
                        subject: try columns.subject(),
                        state: try columns.state(),
                        lastChange: try columns.optionalNumber()
                    )
                }
            )
        }
    }

    /// Implements ``ConsentStore/subjects(expiredBy:limit:)``.
    public func subjects(expiredBy time: Instant, limit: Int) async throws -> [SubjectKey] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT key FROM subjects WHERE expires_at <= ? ORDER BY expires_at LIMIT ?"
            )
            let rows = try Row.fetchCursor(statement, arguments: [time.milliseconds, pageRows(limit)])
            return try Array(
                rows.map { row in
                    var columns = ColumnReader(row)
                    return try columns.key()
                }
            )
        }
    }

    /// Implements ``ConsentStore/permissionCounts()``.
    public func permissionCounts() async throws -> PermissionCounts {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT approved, decided, count(*) FROM subjects GROUP BY approved, decided"
            )
            var counts = PermissionCounts()
            let rows = try Row.fetchCursor(statement)
            while let row = try rows.next() {
                var columns = ColumnReader(row)
                counts.add(try columns.permissions(), subjects: try columns.count())
            }
            return counts
        }
    }
}

extension SubjectTable.StoredRow {
    var value: StoredSubject {
        StoredSubject(subject: subject, state: state, lastChange: lastChange)
    }
}
