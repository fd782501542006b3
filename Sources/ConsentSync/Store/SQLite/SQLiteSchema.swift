import GRDB

/// The tables of the SQLite store, and how older ones become newer ones.
///
/// All are rowid tables, with unique indexes where the number says nothing: a table clustered on random keys was measured at
/// a ninth of the speed. What a million subjects need was measured with several tables: ``SQLiteTables/fourth`` is the
/// cheapest in which a row still says what it is about.
enum SQLiteSchema {
    /// The schema that this program writes.
    static let current = 4

    /// Brings an empty or older database up to date, one transaction a step.
    static func migrate(_ database: any DatabaseWriter, named name: String) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: SQLiteTables.first)
            try setNumber(1, in: db)
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: SQLiteTables.second)
            try setNumber(2, in: db)
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: SQLiteTables.third)
            try setNumber(3, in: db)
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: SQLiteTables.fourth)
            try setNumber(4, in: db)
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
}
