import GRDB
import GRDBSQLite

/// A statement that is run once a row, with values laid out in a buffer that is used again for the next row.
///
/// GRDB takes values as a list of boxes, which for the rows of a large batch costs more than what SQLite does with them.
/// So the statement is GRDB's, and its values are bound by SQLite's own functions: integers at once, texts and blobs when the
/// row runs, since they lie in the buffer, which moves while it grows.
///
/// Every row must give all values, in the order of the place holders.
struct RowStatement {
    private struct Piece {
        let index: Int32
        let range: Range<Int>
        let isText: Bool
    }

    private let db: Database
    private let statement: Statement
    private var buffer: [UInt8] = []
    private var pieces: [Piece] = []
    private var count: Int32 = 0
    private var failure = SQLITE_OK

    /// Prepares a statement, or takes it from those of the connection.
    init(_ db: Database, sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql)
        buffer.reserveCapacity(4096)
        pieces.reserveCapacity(16)
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
        let start = buffer.count
        buffer.append(contentsOf: text.utf8)
        end(start, isText: true)
    }

    /// Gives the next value, a blob.
    mutating func add(_ bytes: [UInt8]) {
        let start = buffer.count
        buffer.append(contentsOf: bytes)
        end(start, isText: false)
    }

    /// Gives the next value, a blob of the key's bytes.
    mutating func add(_ key: SubjectKey) {
        let start = buffer.count
        key.append(to: &buffer)
        end(start, isText: false)
    }

    /// Runs the statement with the values given since the last run.
    mutating func run() throws {
        let raw = unsafe statement.sqliteStatement
        let result = unsafe buffer.withUnsafeBufferPointer { buffer -> Int32 in
            // An empty array may have no address, and SQLite takes none for NULL.
            let empty = unsafe UnsafePointer<UInt8>(bitPattern: 1)
            var result = failure
            for piece in pieces where result == SQLITE_OK {
                let start =
                    unsafe piece.range.isEmpty ? empty : buffer.baseAddress.map { unsafe $0 + piece.range.lowerBound }
                result = unsafe Self.bind(raw, piece.index, start, piece.range.count, isText: piece.isText)
            }
            return result == SQLITE_OK ? unsafe sqlite3_step(raw) : result
        }
        // Captured first: resetting and clearing make the connection forget it.
        let error =
            result == SQLITE_DONE ? nil : DatabaseError(resultCode: ResultCode(rawValue: result), sql: statement.sql)
        unsafe sqlite3_reset(raw)
        unsafe sqlite3_clear_bindings(raw)
        buffer.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
        (count, failure) = (0, SQLITE_OK)
        if let error { throw error }
    }

    private mutating func end(_ start: Int, isText: Bool) {
        count += 1
        pieces.append(Piece(index: count, range: start..<buffer.count, isText: isText))
    }

    private mutating func note(_ code: Int32) {
        if failure == SQLITE_OK { failure = code }
    }

    /// The bytes stay where they are until the row has run and the bindings are cleared, so SQLite makes no copy.
    private static func bind(
        _ statement: SQLiteStatement,
        _ index: Int32,
        _ start: UnsafePointer<UInt8>?,
        _ count: Int,
        isText: Bool
    ) -> Int32 {
        guard let count = Int32(exactly: count) else { return SQLITE_TOOBIG }
        guard isText else { return unsafe sqlite3_bind_blob(statement, index, start, count, nil) }
        guard let start = unsafe start else { return SQLITE_MISUSE }
        return unsafe start.withMemoryRebound(to: CChar.self, capacity: Int(count)) {
            unsafe sqlite3_bind_text(statement, index, $0, count, nil)
        }
    }
}
