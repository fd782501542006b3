import Foundation
import GRDB

/// The numbers of hashes of policies and manifests, of which there are few, whereas many rows name one.
///
/// It remembers what it has seen, so it must not outlive the transaction.
struct HashTable {
    private let db: Database
    private var numbers: [[UInt8]: Int64] = [:]
    private var hashes: [Int64: [UInt8]] = [:]
    /// What was asked for last, which mostly is asked for next.
    private var last: (number: Int64, hash: [UInt8])?

    init(_ db: Database) {
        self.db = db
    }

    /// The number of a hash, which is added if it has none.
    mutating func number(of hash: [UInt8]) throws -> Int64 {
        if let last, last.hash == hash { return last.number }
        let number = try numbers[hash] ?? stored(hash) ?? added(hash)
        numbers[hash] = number
        last = (number, hash)
        return number
    }

    private func stored(_ hash: [UInt8]) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT number FROM hashes WHERE hash = ?")
        return try Int64.fetchOne(statement, arguments: [hash.databaseValue])
    }

    private func added(_ hash: [UInt8]) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "INSERT INTO hashes (hash) VALUES (?)")
        try statement.execute(arguments: [hash.databaseValue])
        return db.lastInsertedRowID
    }

    /// The hash with a number.
    mutating func hash(_ number: Int64) throws -> [UInt8] {
        if let last, last.number == number { return last.hash }
        let hash = try hashes[number] ?? stored(number)
        hashes[number] = hash
        last = (number, hash)
        return hash
    }

    private func stored(_ number: Int64) throws -> [UInt8] {
        let statement = try db.cachedStatement(sql: "SELECT hash FROM hashes WHERE number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else { throw StoreError.unknownNumber }
        var columns = ColumnReader(row)
        return try columns.bytes()
    }
}

/// The numbers of adapters and regulations that records come from.
///
/// It remembers what it has seen, so it must not outlive the transaction.
struct SourceTable {
    /// Where a record comes from.
    struct Source: Hashable {
        let adapter: String
        let regulation: String
    }

    /// The bits of a record's number that are its source's number.
    private static let bits = 16

    private let db: Database
    private var numbers: [Source: Int64] = [:]
    private var sources: [Int64: Source] = [:]
    /// What was asked for last, which mostly is asked for next.
    private var last: (number: Int64, source: Source)?

    init(_ db: Database) {
        self.db = db
    }

    /// The number of the record of a subject from a source, which is added if it has none.
    ///
    /// - Throws: ``StoreError`` where there are too many sources.
    mutating func recordNumber(subject: Int64, adapter: String, regulation: String) throws -> Int64 {
        let first = try Self.firstRecord(of: subject)
        if let last, last.source.adapter == adapter, last.source.regulation == regulation { return first | last.number }
        let source = Source(adapter: adapter, regulation: regulation)
        let number = try numbers[source] ?? stored(source) ?? added(source)
        numbers[source] = number
        last = (number, source)
        return first | number
    }

    /// The number below those of all records of a subject; the last of them is ``lastRecord`` above it.
    static func firstRecord(of subject: Int64) throws -> Int64 {
        let (first, overflows) = subject.multipliedReportingOverflow(by: 1 << bits)
        guard !overflows else { throw StoreError.unknownNumber }
        return first
    }

    /// The greatest number that a source can have.
    static let lastRecord: Int64 = 1 << bits - 1

    /// Where the record with a number comes from.
    mutating func source(ofRecord number: Int64) throws -> Source {
        let number = number & Self.lastRecord
        if let last, last.number == number { return last.source }
        let source = try sources[number] ?? stored(number)
        sources[number] = source
        last = (number, source)
        return source
    }

    private func stored(_ source: Source) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT number FROM sources WHERE adapter = ? AND regulation = ?")
        return try Int64.fetchOne(statement, arguments: [source.adapter, source.regulation])
    }

    private func added(_ source: Source) throws -> Int64 {
        let count = try Int64.fetchOne(db, sql: "SELECT max(number) FROM sources") ?? 0
        guard count < StoreLimits.maxSources else {
            throw StoreError(
                .invalidInput,
                "A store takes records of at most \(StoreLimits.maxSources) adapters and regulations; use another store"
            )
        }
        let statement = try db.cachedStatement(sql: "INSERT INTO sources (adapter, regulation) VALUES (?, ?)")
        try statement.execute(arguments: [source.adapter, source.regulation])
        return db.lastInsertedRowID
    }

    private func stored(_ number: Int64) throws -> Source {
        let statement = try db.cachedStatement(sql: "SELECT adapter, regulation FROM sources WHERE number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else { throw StoreError.unknownNumber }
        var columns = ColumnReader(row)
        return Source(adapter: try columns.text(), regulation: try columns.text())
    }
}

extension [UInt8] {
    fileprivate var databaseValue: DatabaseValue { Data(self).databaseValue }
}

extension StoreError {
    /// A row names another by a number that is not there.
    fileprivate static let unknownNumber = StoreError(
        .corrupt,
        "The store names a row that is not there; restore a copy of it"
    )
}
