import ConsentTranslation
import GRDB

extension SQLiteStore {
    /// Implements ``ConsentStore/sinkState(_:)``.
    public func sinkState(_ name: String) async throws -> SinkState? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT position, done, skipped, (SELECT count(*) FROM parked WHERE sink = name), updated_at
                    FROM sinks WHERE name = ?
                    """
            )
            return try Row.fetchOne(statement, arguments: [name]).map { row in
                var columns = ColumnReader(row)
                return SinkState(
                    position: try columns.number(),
                    done: try columns.count(),
                    skipped: try columns.count(),
                    parked: try columns.count(),
                    updatedAt: try columns.instant()
                )
            }
        }
    }

    /// Implements ``ConsentStore/note(_:)``.
    public func note(_ delivered: DeliveryNote) async throws {
        try delivered.validate()
        try await write { db in
            try db.cachedStatement(
                sql: """
                    INSERT INTO sinks (name, position, done, skipped, updated_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET position = max(position, excluded.position),
                        done = done + excluded.done, skipped = skipped + excluded.skipped,
                        updated_at = excluded.updated_at
                    """
            ).execute(
                arguments: [
                    delivered.sink, delivered.position, delivered.done, delivered.skipped, delivered.now.milliseconds,
                ]
            )
            let release = try db.cachedStatement(sql: "DELETE FROM parked WHERE sink = ? AND number = ?")
            for number in delivered.released { try release.execute(arguments: [delivered.sink, number]) }
            let park = try db.cachedStatement(
                sql: """
                    INSERT INTO parked (sink, number, reason, parked_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (sink, number) DO UPDATE SET reason = excluded.reason, parked_at = excluded.parked_at
                    """
            )
            for (number, reason) in delivered.parked {
                try park.execute(arguments: [delivered.sink, number, reason, delivered.now.milliseconds])
            }
        }
    }

    /// Implements ``ConsentStore/parked(in:after:limit:)``.
    public func parked(in sink: String, after number: Int64, limit: Int) async throws -> [ParkedChange] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT number, reason, parked_at FROM parked WHERE sink = ? AND number > ? ORDER BY number LIMIT ?
                    """
            )
            return try Array(
                Row.fetchCursor(statement, arguments: [sink, number, pageRows(limit)]).map { row in
                    var columns = ColumnReader(row)
                    return ParkedChange(
                        number: try columns.number(),
                        reason: try columns.text(),
                        parkedAt: try columns.instant()
                    )
                }
            )
        }
    }
}
