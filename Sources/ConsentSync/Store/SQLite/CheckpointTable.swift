import ConsentTranslation
import GRDB

/// The table of durable positions.
enum CheckpointTable {
    static func write(_ update: CheckpointUpdate, at now: Instant, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO checkpoints (job, stream, partition, cursor, updated_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (job, stream, partition)
                DO UPDATE SET cursor = excluded.cursor, updated_at = excluded.updated_at
                """
        )
        let key = update.key
        try statement.execute(arguments: [key.job, key.stream, key.partition, update.cursor, now.milliseconds])
    }
}

extension SQLiteStore {
    /// Implements ``ConsentStore/checkpoint(for:)``.
    public func checkpoint(for key: StreamKey) async throws -> Checkpoint? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT cursor, updated_at FROM checkpoints WHERE job = ? AND stream = ? AND partition = ?"
            )
            guard let row = try Row.fetchOne(statement, arguments: [key.job, key.stream, key.partition]) else {
                return nil
            }
            var columns = ColumnReader(row)
            return Checkpoint(cursor: try columns.text(), updatedAt: try columns.instant())
        }
    }

    /// Implements ``ConsentStore/checkpoints()``.
    public func checkpoints() async throws -> [StreamKey: Checkpoint] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT job, stream, partition, cursor, updated_at FROM checkpoints"
            )
            var checkpoints: [StreamKey: Checkpoint] = [:]
            let rows = try Row.fetchCursor(statement)
            while let row = try rows.next() {
                var columns = ColumnReader(row)
                let key = StreamKey(
                    job: try columns.text(),
                    stream: try columns.text(),
                    partition: try columns.text()
                )
                checkpoints[key] = Checkpoint(cursor: try columns.text(), updatedAt: try columns.instant())
            }
            return checkpoints
        }
    }
}
