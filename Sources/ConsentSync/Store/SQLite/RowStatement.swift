import GRDB
import GRDBSQLite

/// A statement that is run once a row, with values that lie in memory which is used again for the next row.
///
/// GRDB takes values as a list of boxes, which for the rows of a large batch costs more than what SQLite does with them.
/// So the statement is GRDB's, and its values are bound by SQLite's own functions.
///
/// Every row must give all values, in the order of the place holders.
@safe struct RowStatement: ~Copyable {
    private let statement: Statement
    private var memory = ValueMemory()
    private var count: Int32 = 0
    private var failure = SQLITE_OK

    /// Prepares a statement, or takes it from those of the connection.
    init(_ db: Database, sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
    }

    deinit {
        // The statement lives on, the memory does not.
        unsafe sqlite3_clear_bindings(statement.sqliteStatement)
    }

    /// Gives the next value, NULL for nil.
    mutating func add(_ value: Int64?) {
        count += 1
        if let value {
            note(unsafe sqlite3_bind_int64(statement.sqliteStatement, count, value))
        } else {
            note(unsafe sqlite3_bind_null(statement.sqliteStatement, count))
        }
    }

    /// Gives the next value.
    mutating func add(_ value: UInt8) { add(Int64(value)) }

    /// Gives the next value, a text.
    mutating func add(_ text: String) {
        // The bytes of nearly every text lie in one place, from where they are copied at once.
        let isBound: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe bind($0, isText: true) }
        if isBound == nil { unsafe Array(text.utf8).withUnsafeBufferPointer { unsafe bind($0, isText: true) } }
    }

    /// Gives the next value, a blob.
    mutating func add(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe bind($0, isText: false) }
    }

    /// Gives the next value, a blob of the hash's bytes.
    mutating func add(_ hash: ShortHash) {
        count += 1
        let place = unsafe memory.take(ShortHash.byteCount)
        unsafe place.storeBytes(of: hash.high.bigEndian, as: UInt64.self)
        unsafe place.storeBytes(of: hash.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        note(unsafe sqlite3_bind_blob(statement.sqliteStatement, count, place, Int32(ShortHash.byteCount), nil))
    }

    /// Gives the next value, a blob of the key's bytes.
    mutating func add(_ key: SubjectKey) { add(key.hash) }

    /// Runs the statement with the values given since the last run.
    mutating func run() throws {
        let raw = unsafe statement.sqliteStatement
        let result = failure == SQLITE_OK ? unsafe sqlite3_step(raw) : failure
        // Captured first: resetting makes the connection forget it.
        let error =
            result == SQLITE_DONE ? nil : DatabaseError(resultCode: ResultCode(rawValue: result), sql: statement.sql)
        unsafe sqlite3_reset(raw)
        memory.clear()
        (count, failure) = (0, SQLITE_OK)
        if let error { throw error }
    }

    /// The bytes stay where they are until the row has run, and the next row binds others, so SQLite makes no copy.
    private mutating func bind(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
        count += 1
        guard let length = Int32(exactly: bytes.count) else { return note(SQLITE_TOOBIG) }
        let place = unsafe memory.take(bytes.count)
        if let start = bytes.baseAddress { unsafe place.copyMemory(from: start, byteCount: bytes.count) }
        let raw = unsafe statement.sqliteStatement
        if isText {
            let text = unsafe place.assumingMemoryBound(to: CChar.self)
            note(unsafe sqlite3_bind_text(raw, count, text, length, nil))
        } else {
            note(unsafe sqlite3_bind_blob(raw, count, place, length, nil))
        }
    }

    private mutating func note(_ code: Int32) {
        if failure == SQLITE_OK { failure = code }
    }
}

/// Memory for the values of one row. Nothing in it moves, even where there has to be more of it.
@safe private struct ValueMemory: ~Copyable {
    private static let usualBytes = 4_096

    private var block = UnsafeMutableRawPointer.allocate(byteCount: usualBytes, alignment: 8)
    private var capacity = usualBytes
    private var used = 0
    /// Blocks that were too small, whose values are still in use.
    private var outgrown: [UnsafeMutableRawPointer] = unsafe []

    deinit {
        unsafe block.deallocate()
        unsafe outgrown.forEach { unsafe $0.deallocate() }
    }

    /// So many bytes that nothing else is in.
    mutating func take(_ count: Int) -> UnsafeMutableRawPointer {
        if capacity - used < count { grow(by: count) }
        defer { used += count }
        return unsafe block + used
    }

    /// Gives everything back that was taken.
    mutating func clear() {
        used = 0
        guard unsafe !outgrown.isEmpty else { return }
        unsafe outgrown.forEach { unsafe $0.deallocate() }
        unsafe outgrown = []
    }

    private mutating func grow(by count: Int) {
        unsafe outgrown.append(block)
        capacity = max(2 * capacity, count)
        unsafe block = .allocate(byteCount: capacity, alignment: 8)
        used = 0
    }
}
