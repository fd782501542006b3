import ConsentTranslation
import Foundation
import GRDB

/// The table of what could not be read.
enum QuarantineTable {
    /// Adds an item, or notes that it was seen once more; true where it is new.
    ///
    /// The newer reason replaces the older, since a newer adapter may say better what is wrong. A payload that was
    /// kept stays kept.
    static func add(_ item: QuarantinedItem, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO quarantine (job, adapter, stream, hint, code, message, first_seen, last_seen, times_seen,
                    payload_hash, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
                ON CONFLICT (job, stream, payload_hash) DO UPDATE SET
                    adapter = excluded.adapter, hint = excluded.hint, code = excluded.code, message = excluded.message,
                    last_seen = max(last_seen, excluded.last_seen), times_seen = times_seen + 1,
                    payload = coalesce(excluded.payload, payload)
                RETURNING times_seen
                """
        )
        statement.setUncheckedArguments([
            item.job, item.adapter, item.stream, item.recordHint, item.code, item.message,
            item.at.milliseconds, item.at.milliseconds, Data(item.payloadHash), item.payload.map { Data($0) },
        ])
        return try Int.fetchOne(statement) == 1
    }

    /// The item of an entry, or nil where it was never met.
    static func find(_ item: QuarantinedItem, in db: Database) throws -> QuarantinedItem? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(columns) FROM quarantine WHERE job = ? AND stream = ? AND payload_hash = ?
                """
        )
        let row = try Row.fetchOne(statement, arguments: [item.job, item.stream, Data(item.payloadHash)])
        return try row.map(entry)?.item
    }

    /// The columns of an entry in the order that ``entry(_:)`` reads them.
    private static let columns = """
        number, job, adapter, stream, hint, code, message, first_seen, payload_hash, payload, last_seen, times_seen
        """

    /// Removes entries; answers how many there were.
    static func drop(_ numbers: [Int64], in db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "DELETE FROM quarantine WHERE number = ?")
        var count = 0
        for number in numbers {
            try statement.execute(arguments: [number])
            count += db.changesCount
        }
        return count
    }

    static func page(after number: Int64, limit: Int, in db: Database) throws -> [QuarantineEntry] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM quarantine WHERE number > ? ORDER BY number LIMIT ?"
        )
        let rows = try Row.fetchCursor(statement, arguments: [number, limit])
        return try Array(rows.map(entry))
    }

    static func count(job: String?, in db: Database) throws -> Int {
        let statement = try db.cachedStatement(
            sql: "SELECT count(*) FROM quarantine WHERE ?1 IS NULL OR job = ?1"
        )
        return try Int.fetchOne(statement, arguments: [job]) ?? 0
    }

    private static func entry(_ row: Row) throws -> QuarantineEntry {
        var columns = ColumnReader(row)
        let number = try columns.number()
        let item = QuarantinedItem(
            job: try columns.text(),
            adapter: try columns.text(),
            stream: try columns.text(),
            recordHint: try columns.optionalText(),
            code: try columns.text(),
            message: try columns.text(),
            at: try columns.instant(),
            payloadHash: try columns.bytes(),
            payload: try columns.optionalBytes()
        )
        return QuarantineEntry(
            number: number,
            item: item,
            lastSeen: try columns.instant(),
            timesSeen: try columns.count()
        )
    }
}

extension SQLiteStore {
    /// Implements ``ConsentStore/quarantine(after:limit:)``.
    public func quarantine(after number: Int64, limit: Int) async throws -> [QuarantineEntry] {
        try await read { try QuarantineTable.page(after: number, limit: pageRows(limit), in: $0) }
    }

    /// Implements ``ConsentStore/dropQuarantined(_:)``.
    public func dropQuarantined(_ numbers: [Int64]) async throws -> Int {
        try await write { try QuarantineTable.drop(numbers, in: $0) }
    }

    /// Implements ``ConsentStore/quarantineCount(job:)``.
    public func quarantineCount(job: String?) async throws -> Int {
        try await read { try QuarantineTable.count(job: job, in: $0) }
    }
}

/// The number of rows in a page that was asked for.
func pageRows(_ limit: Int) -> Int {
    min(max(limit, 0), StoreLimits.maxPageRows)
}
