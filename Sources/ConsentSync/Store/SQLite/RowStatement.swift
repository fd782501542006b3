import GRDB
import GRDBSQLite

/// A statement that is run once a row, or once for many rows that are added to a table.
///
/// GRDB takes values as a list of boxes, which for the rows of a large batch costs more than what SQLite does with them.
/// So the statement is GRDB's, and its values are bound by SQLite's own functions. Starting a statement costs SQLite as
/// much as what it does for one row, so added rows are gathered and written ``blockRows`` at a time.
///
/// Every row must give all values, in the order of the place holders.
@safe struct RowStatement: ~Copyable {
    /// Rows that are added at once.
    private static let blockRows = 32
    /// Bytes of values at which gathered rows are written though they are no block yet.
    private static let maxGatheredBytes = 1 << 20
    /// Bytes of values that there is memory for from the start.
    private static let usualBytes = 4_096

    private let db: Database
    private let single: Statement
    /// What adds a block of rows; nil where each row is run at once.
    private let blockSQL: String?
    private var block: Statement?
    private var values: [RowValue] = []
    /// The texts and blobs of the values, one after the other. Used again for the next rows.
    private var bytes: [UInt8] = []
    /// The rows that were gathered.
    private var rows = 0

    /// Prepares a statement that is run once a row, or takes it from those of the connection.
    init(_ db: Database, sql: String) throws {
        self.db = db
        single = try db.cachedStatement(sql: sql)
        blockSQL = nil
        bytes.reserveCapacity(Self.usualBytes)
    }

    /// Prepares the adding of rows to a table, of which the values are given in the order of the columns.
    ///
    /// ``finish()`` has to be called after the last.
    init(_ db: Database, addingTo table: String, columns: [String]) throws {
        let row = "(\(Array(repeating: "?", count: columns.count).joined(separator: ", ")))"
        let start = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        self.db = db
        single = try db.cachedStatement(sql: start + row)
        blockSQL = start + Array(repeating: row, count: Self.blockRows).joined(separator: ", ")
        bytes.reserveCapacity(Self.usualBytes)
    }

    deinit {
        // The statements live on, the memory does not.
        unsafe sqlite3_clear_bindings(single.sqliteStatement)
        if let block { unsafe sqlite3_clear_bindings(block.sqliteStatement) }
    }

    /// Gives the next value.
    mutating func add(_ value: Int64) { values.append(RowValue(kind: .number, number: value)) }

    /// Gives the next value, NULL for nil.
    mutating func add(_ value: Int64?) {
        guard let value else { return values.append(RowValue(kind: .null)) }
        add(value)
    }

    /// Gives the next value.
    mutating func add(_ value: UInt8) { add(Int64(value)) }

    /// Gives the next value, a text.
    mutating func add(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        values.append(RowValue(kind: .text, start: start, end: bytes.count))
    }

    /// Gives the next value, a record id.
    mutating func add(recordID: String) {
        let start = bytes.count
        bytes.append(contentsOf: recordID.utf8)
        let isPacked = RecordIDColumn.pack(&bytes, from: start)
        values.append(RowValue(kind: isPacked ? .blob : .text, start: start, end: bytes.count))
    }

    /// Gives the next value, a blob.
    mutating func add(_ blob: [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: blob)
        values.append(RowValue(kind: .blob, start: start, end: bytes.count))
    }

    /// Gives the next value, a blob of the hash's bytes.
    mutating func add(_ hash: ShortHash) {
        let start = bytes.count
        hash.append(to: &bytes)
        values.append(RowValue(kind: .blob, start: start, end: bytes.count))
    }

    /// Gives the next value, a blob of the key's bytes.
    mutating func add(_ key: SubjectKey) { add(key.hash) }

    /// Ends a row: runs it, or gathers it.
    mutating func run() throws {
        rows += 1
        guard blockSQL == nil || rows == Self.blockRows || bytes.count >= Self.maxGatheredBytes else { return }
        try finish()
    }

    /// Runs the rows that were gathered.
    mutating func finish() throws {
        guard rows > 0 else { return }
        defer {
            values.removeAll(keepingCapacity: true)
            bytes.removeAll(keepingCapacity: true)
            rows = 0
        }
        if rows == Self.blockRows, let blockSQL {
            let statement = try block ?? db.cachedStatement(sql: blockSQL)
            block = statement
            return try run(statement, values[...])
        }
        let columns = values.count / rows
        for row in 0..<rows { try run(single, values[row * columns..<(row + 1) * columns]) }
    }

    private borrowing func run(_ statement: Statement, _ values: ArraySlice<RowValue>) throws {
        let raw = unsafe statement.sqliteStatement
        var result = SQLITE_OK
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var place: Int32 = 0
            for value in values where result == SQLITE_OK {
                place += 1
                result = unsafe value.bind(to: raw, at: place, in: bytes)
            }
            if result == SQLITE_OK { result = unsafe sqlite3_step(raw) }
        }
        // Captured first: resetting makes the connection forget it.
        let error =
            result == SQLITE_DONE ? nil : DatabaseError(resultCode: ResultCode(rawValue: result), sql: statement.sql)
        unsafe sqlite3_reset(raw)
        if let error { throw error }
    }
}

/// A value of a row: a number, or a place among the bytes of its row.
private struct RowValue {
    enum Kind: UInt8 {
        case null, number, text, blob
    }

    let kind: Kind
    /// The number, or where the bytes end.
    let number: Int64
    /// Where the bytes start.
    let start: Int

    init(kind: Kind, number: Int64 = 0) {
        (self.kind, self.number, start) = (kind, number, 0)
    }

    init(kind: Kind, start: Int, end: Int) {
        (self.kind, number, self.start) = (kind, Int64(end), start)
    }

    /// Binds the value. The bytes stay where they are until the statement has run, and the next row binds others, so
    /// SQLite makes no copy.
    func bind(to statement: SQLiteStatement, at place: Int32, in bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        switch kind {
        case .null: return unsafe sqlite3_bind_null(statement, place)
        case .number: return unsafe sqlite3_bind_int64(statement, place, number)
        case .text, .blob: break
        }
        guard let length = Int32(exactly: Int(number) - start) else { return SQLITE_TOOBIG }
        // No memory would be NULL, but there is some, be it for nothing.
        guard let first = bytes.baseAddress else { return SQLITE_NOMEM }
        let value = unsafe first + start
        if kind == .blob { return unsafe sqlite3_bind_blob(statement, place, value, length, nil) }
        return unsafe value.withMemoryRebound(to: CChar.self, capacity: Int(length)) { text in
            unsafe sqlite3_bind_text(statement, place, text, length, nil)
        }
    }
}
