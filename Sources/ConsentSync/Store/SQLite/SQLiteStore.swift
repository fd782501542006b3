import Foundation
import GRDB

/// The embedded store: one SQLite file in WAL mode, written by one process and read by any number.
///
/// Every commit is on the disk before it is acknowledged (`synchronous=FULL`, read back at opening). Take a ``RunLock``
/// before writing: SQLite itself would let two processes take turns, and their checkpoints overtake each other.
public struct SQLiteStore: Sendable {
    /// How a store is opened.
    public enum Mode: Sendable, Hashable {
        /// To write. The file is made where there is none, readable by this user alone; its folder is not made. A
        /// store of an older program is brought up to date.
        case readWrite
        /// To read a store that is there.
        case readOnly
    }

    /// What messages call a store without a file.
    private static let temporaryName = "The temporary store"
    /// How long a connection waits for another process that writes, in seconds.
    static let busyTimeoutSeconds = 5.0
    /// The writer's page cache, in KiB: enough for the upper levels of the indexes of tens of millions of subjects.
    static let writerCacheKiB = 49_152
    /// The size of a page in bytes. Records take about a kilobyte, of which SQLite's usual page holds three.
    static let pageBytes = 8_192
    /// The size in bytes at which the log is copied into the file, and that it is cut back to after a large batch. Batches
    /// that follow each other touch the same pages of the indexes, so copying seldom copies less.
    static let maxIdleLogBytes = 64 << 20

    let database: any DatabaseWriter
    /// The file, for messages.
    let name: String

    /// Opens a store.
    ///
    /// - Throws: ``StoreError`` with a sentence that says how to cure it.
    public init(path: String, mode: Mode = .readWrite) throws(StoreError) {
        let file = StorePath(path)
        try file.checkFolder()
        try file.checkFile()
        name = path
        do {
            switch mode {
            case .readWrite:
                try file.checkWritable()
                try file.createPrivately()
                database = try Self.openWriter(path)
            case .readOnly:
                guard file.exists else {
                    throw StoreError(.storeMissing, "There is no store at \(path) yet; run a sync job to make it")
                }
                database = try Self.openReader(path)
            }
        } catch {
            throw StoreError(wrapping: error, store: path)
        }
    }

    private init(temporary database: DatabaseQueue) {
        self.database = database
        name = Self.temporaryName
    }

    private static func openWriter(_ path: String) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.label = "consent-store"
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        // Counts for a file that is still empty; a store keeps the size that it was made with.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(pageBytes)") }
        // Looked at through a connection of its own: opening a pool already writes to the file.
        try DatabaseQueue(path: path, configuration: readerConfiguration()).read {
            try SQLiteSchema.checkOrigin($0, named: path)
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { try makeDurable($0) }
        try SQLiteSchema.migrate(pool, named: path)
        return pool
    }

    private static func openReader(_ path: String) throws -> any DatabaseWriter {
        let pool = try DatabasePool(path: path, configuration: readerConfiguration())
        try pool.read { try SQLiteSchema.checkCurrent($0, named: path) }
        return pool
    }

    private static func readerConfiguration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "consent-store"
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        return configuration
    }

    /// Sets the writer up, after the pool has opened it: a pool sets `synchronous` to NORMAL when it turns WAL on, and
    /// with NORMAL the last commits may vanish in a power cut. So FULL is set last, and read back.
    private static func makeDurable(_ db: Database) throws {
        try db.execute(
            sql: """
                PRAGMA synchronous = FULL;
                PRAGMA secure_delete = ON;
                PRAGMA cache_size = -\(writerCacheKiB);
                PRAGMA journal_size_limit = \(maxIdleLogBytes);
                PRAGMA wal_autocheckpoint = \(maxIdleLogBytes / pageBytes);
                """
        )
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard level == fullSynchronous else {
            throw StoreError(
                .notDurable,
                "SQLite does not confirm synchronous=FULL, so commits might not survive a power cut; use another SQLite"
            )
        }
    }

    /// SQLite's number for `synchronous=FULL`.
    static let fullSynchronous = 2

    /// The writer's `synchronous` setting as SQLite reports it; 2 is FULL.
    func synchronousLevel() async throws -> Int? {
        try await database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}

extension SQLiteStore {
    /// An empty store that is gone when nobody holds it any more.
    ///
    /// SQLite keeps it in memory, and what does not fit its cache in a file without a name in the system's folder for
    /// temporary files.
    public static func temporary() throws(StoreError) -> SQLiteStore {
        do {
            // SQLite makes such a database for the empty path.
            let queue = try DatabaseQueue(path: "")
            try SQLiteSchema.migrate(queue, named: temporaryName)
            return SQLiteStore(temporary: queue)
        } catch {
            throw StoreError(wrapping: error, store: temporaryName)
        }
    }
}
