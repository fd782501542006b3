public import ConsentTranslation
import GRDB

extension SQLiteStore {
    /// Implements ``ConsentStore/beginRun(job:at:)``.
    public func beginRun(job: String, at start: Instant) async throws -> Int64 {
        try FieldRule.name("the job").check(job)
        return try await write { db in
            let statement = try db.cachedStatement(
                sql: "INSERT INTO runs (job, started_at) VALUES (?, ?) RETURNING number"
            )
            guard let number = try Int64.fetchOne(statement, arguments: [job, start.milliseconds]) else {
                throw StoreError(.io, "\(name) gave no number to a new run")
            }
            return number
        }
    }

    /// Implements ``ConsentStore/finishRun(_:at:outcome:counts:)``.
    public func finishRun(
        _ number: Int64,
        at end: Instant,
        outcome: RunOutcome,
        counts: RunCounts
    ) async throws {
        try await write { db in
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE runs SET finished_at = ?, outcome = ?, pages = ?, records = ?, changes = ?, stale = ?,
                        quarantined = ?
                    WHERE number = ?
                    """
            )
            try statement.execute(
                arguments: [
                    end.milliseconds, outcome.rawValue, counts.pages, counts.records, counts.changes, counts.stale,
                    counts.quarantined, number,
                ]
            )
        }
    }

    /// Implements ``ConsentStore/lastRun(of:)``.
    public func lastRun(of job: String) async throws -> JobRun? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT number, job, started_at, finished_at, outcome, pages, records, changes, stale, quarantined
                    FROM runs WHERE job = ? ORDER BY number DESC LIMIT 1
                    """
            )
            return try Row.fetchOne(statement, arguments: [job]).map(Self.run)
        }
    }

    private static func run(_ row: Row) throws -> JobRun {
        var columns = ColumnReader(row)
        return JobRun(
            number: try columns.number(),
            job: try columns.text(),
            startedAt: try columns.instant(),
            finishedAt: try columns.optionalInstant(),
            outcome: try columns.optionalText().flatMap(RunOutcome.init(rawValue:)),
            counts: RunCounts(
                pages: try columns.count(),
                records: try columns.count(),
                changes: try columns.count(),
                stale: try columns.count(),
                quarantined: try columns.count()
            )
        )
    }
}
