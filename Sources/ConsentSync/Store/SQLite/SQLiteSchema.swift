import GRDB

/// The tables of the SQLite store, and how older ones become newer ones.
///
/// All are rowid tables with unique indexes: a table clustered on random keys was measured at a ninth of the speed.
enum SQLiteSchema {
    /// The schema that this program writes.
    static let current = 1

    /// Brings an empty or older database up to date, one transaction a step.
    static func migrate(_ database: any DatabaseWriter, named name: String) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: firstTables)
            try setNumber(1, in: db)
        }
        try migrator.migrate(database)
        try database.read { try checkCurrent($0, named: name) }
    }

    /// Refuses a database that this program must not write to: another program's, or a newer program's.
    static func checkOrigin(_ db: Database, named name: String) throws {
        if try number(in: db) == nil, try hasForeignTables(db) {
            throw StoreError(.notADatabase, "\(name) is a database of another program; choose another path")
        }
        try checkNotNewer(db, named: name)
    }

    /// Refuses a database that cannot be read as it is.
    static func checkCurrent(_ db: Database, named name: String) throws {
        guard let number = try number(in: db) else {
            throw StoreError(
                .notADatabase,
                "\(name) holds no store; choose another path, or run a sync job to make one"
            )
        }
        try checkNotNewer(db, named: name)
        guard number == current else {
            throw StoreError(
                .olderSchema,
                "\(name) has schema \(number), this program reads \(current); run a sync job to bring it up to date"
            )
        }
    }

    private static func checkNotNewer(_ db: Database, named name: String) throws {
        guard let number = try number(in: db), number > current else { return }
        throw StoreError(
            .newerSchema,
            "\(name) has schema \(number), this program knows schemas up to \(current); use the newer program"
        )
    }

    /// Whether there is any table but the migrator's own, which is all there is if the first migration was killed.
    private static func hasForeignTables(_ db: Database) throws -> Bool {
        let sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations'"
        return try Int.fetchOne(db, sql: sql) != 0
    }

    /// The schema's number as the database states it; nil where it states none.
    private static func number(in db: Database) throws -> Int? {
        guard try db.tableExists("meta") else { return nil }
        let columns = try db.columns(in: "meta").map(\.name)
        guard columns == ["section", "name", "value"] else { return nil }
        return try MetaTable.value("schema", "number", in: db).flatMap { Int($0) }
    }

    private static func setNumber(_ number: Int, in db: Database) throws {
        try MetaTable.set("schema", "number", to: "\(number)", in: db)
    }

    private static let firstTables = """
        CREATE TABLE meta (
            section TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (section, name)
        ) STRICT;
        CREATE TABLE records (
            subject_key BLOB NOT NULL CHECK (length(subject_key) = 16),
            adapter TEXT NOT NULL,
            regulation TEXT NOT NULL,
            record_id TEXT NOT NULL,
            decided_at INTEGER NOT NULL,
            manifest_hash BLOB NOT NULL,
            content BLOB NOT NULL,
            UNIQUE (subject_key, adapter, regulation)
        ) STRICT;
        CREATE TABLE subjects (
            key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
            namespace TEXT NOT NULL,
            id TEXT NOT NULL,
            approved INTEGER NOT NULL CHECK (approved BETWEEN 0 AND 255 AND approved & ~decided = 0),
            decided INTEGER NOT NULL CHECK (decided BETWEEN 0 AND 255),
            implicit INTEGER NOT NULL CHECK (implicit BETWEEN 0 AND 255),
            decided_at INTEGER,
            expires_at INTEGER,
            last_change INTEGER,
            salt BLOB NOT NULL,
            link BLOB NOT NULL UNIQUE
        ) STRICT;
        -- "earlier" is the number of the same subject's change before, so that one subject's changes are found without
        -- an index over the whole ledger. It repeats what the link says and is not part of the hash.
        CREATE TABLE changes (
            number INTEGER PRIMARY KEY,
            link BLOB NOT NULL,
            earlier INTEGER,
            before_approved INTEGER NOT NULL,
            before_decided INTEGER NOT NULL,
            after_approved INTEGER NOT NULL,
            after_decided INTEGER NOT NULL,
            decided_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            record_id TEXT NOT NULL,
            policy_hash BLOB NOT NULL,
            manifest_hash BLOB NOT NULL,
            previous_hash BLOB NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE checkpoints (
            job TEXT NOT NULL,
            stream TEXT NOT NULL,
            partition TEXT NOT NULL,
            cursor TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (job, stream, partition)
        ) STRICT;
        CREATE TABLE sinks (
            name TEXT NOT NULL UNIQUE,
            position INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE quarantine (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            job TEXT NOT NULL,
            adapter TEXT NOT NULL,
            stream TEXT NOT NULL,
            hint TEXT,
            code TEXT NOT NULL,
            message TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            times_seen INTEGER NOT NULL,
            payload_hash BLOB NOT NULL,
            payload BLOB,
            UNIQUE (job, stream, payload_hash)
        ) STRICT;
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            job TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            outcome TEXT,
            pages INTEGER NOT NULL DEFAULT 0,
            records INTEGER NOT NULL DEFAULT 0,
            changes INTEGER NOT NULL DEFAULT 0,
            stale INTEGER NOT NULL DEFAULT 0,
            quarantined INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX runs_of_job ON runs (job, number);
        """
}
