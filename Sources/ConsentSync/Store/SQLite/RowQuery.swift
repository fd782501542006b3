import GRDB
import GRDBSQLite

/// A statement that reads many rows at once: of the subjects of a ``KeyChunk``, or of their numbers.
///
/// The counterpart of ``RowStatement``, and for the same reason: GRDB boxes every value. The statement is GRDB's, and its
/// columns are read by SQLite's own functions.
struct RowQuery {
    private let statement: Statement

    /// Prepares a statement with ``KeyChunk/placeholders``, or takes it from those of the connection.
    init(_ db: Database, sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
    }

    /// Hands on each row of the keys, in the order of the statement.
    func read(_ chunk: KeyChunk, _ body: (inout QueryColumns) throws -> Void) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(chunk.keys.count * SubjectKey.byteCount)
        for key in chunk.keys { key.append(to: &bytes) }
        try unsafe bytes.withUnsafeBufferPointer { bytes in
            try unsafe run(body) { (statement, place) in
                // Places left over are NULL, which nothing equals.
                guard place < chunk.keys.count else { return unsafe sqlite3_bind_null(statement, Int32(place) + 1) }
                let start = unsafe bytes.baseAddress.map { unsafe $0 + place * SubjectKey.byteCount }
                // The bytes stay where they are until the bindings are cleared, so SQLite makes no copy.
                return unsafe sqlite3_bind_blob(statement, Int32(place) + 1, start, Int32(SubjectKey.byteCount), nil)
            }
        }
    }

    /// Hands on each row of the numbers, of which there are at most as many as keys in a chunk.
    func read(_ numbers: [Int64], _ body: (inout QueryColumns) throws -> Void) throws {
        if numbers.isEmpty { return }
        try unsafe run(body) { (statement, place) in
            // Places left over are NULL, which nothing equals.
            place < numbers.count
                ? unsafe sqlite3_bind_int64(statement, Int32(place) + 1, numbers[place])
                : unsafe sqlite3_bind_null(statement, Int32(place) + 1)
        }
    }

    private func run(
        _ body: (inout QueryColumns) throws -> Void,
        binding bind: (SQLiteStatement, _ place: Int) -> Int32
    ) throws {
        let raw = unsafe statement.sqliteStatement
        defer {
            unsafe sqlite3_reset(raw)
            unsafe sqlite3_clear_bindings(raw)
        }
        for place in 0..<KeyChunk.size { try check(unsafe bind(raw, place), SQLITE_OK) }
        while true {
            let result = unsafe sqlite3_step(raw)
            guard result == SQLITE_ROW else { return try check(result, SQLITE_DONE) }
            var columns = unsafe QueryColumns(raw)
            try body(&columns)
        }
    }

    private func check(_ result: Int32, _ expected: Int32) throws {
        if result != expected { throw DatabaseError(resultCode: ResultCode(rawValue: result), sql: statement.sql) }
    }
}

/// The columns of the row that a ``RowQuery`` stands at. It cannot be kept, since the row goes on.
@safe struct QueryColumns: ~Copyable, ColumnSource {
    @unsafe private let statement: SQLiteStatement
    private var index: Int32 = -1

    fileprivate init(_ statement: SQLiteStatement) {
        unsafe self.statement = unsafe statement
    }

    mutating func number() throws -> Int64 {
        guard let number = try optionalNumber() else { throw StoreError.wrongType }
        return number
    }

    mutating func optionalNumber() throws -> Int64? {
        guard try next(SQLITE_INTEGER) else { return nil }
        return unsafe sqlite3_column_int64(statement, index)
    }

    mutating func optionalText() throws -> String? {
        guard try next(SQLITE_TEXT) else { return nil }
        // The text before its length: SQLite may have to convert it first.
        guard let start = unsafe sqlite3_column_text(statement, index) else { throw StoreError.wrongType }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    mutating func optionalBytes() throws -> [UInt8]? {
        guard try next(SQLITE_BLOB) else { return nil }
        return unsafe Array(blob)
    }

    /// The next column, a blob of 16 bytes.
    mutating func shortHash() throws -> ShortHash {
        guard try next(SQLITE_BLOB), let hash = unsafe ShortHash(bytes: blob) else { throw Self.impossible }
        return hash
    }

    func isBlobNext() throws -> Bool {
        unsafe sqlite3_column_type(statement, index + 1) == SQLITE_BLOB
    }

    private var count: Int { unsafe Int(sqlite3_column_bytes(statement, index)) }

    private var blob: UnsafeBufferPointer<UInt8> {
        // NULL where there are no bytes.
        let start = unsafe sqlite3_column_blob(statement, index)
        return unsafe UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// Goes to the next column; false where it is NULL.
    private mutating func next(_ type: Int32) throws -> Bool {
        index += 1
        let found = unsafe sqlite3_column_type(statement, index)
        guard found == type || found == SQLITE_NULL else { throw StoreError.wrongType }
        return found == type
    }
}
