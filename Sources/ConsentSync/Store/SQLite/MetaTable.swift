import GRDB

/// The table of single values: schema number, ledger head, manifests, policies, namespaces.
///
/// Manifests and policies are named by their hashes in hexadecimal, which rows name by the numbers of `hashes`.
enum MetaTable {
    static func value(_ section: String, _ name: String, in db: Database) throws -> String? {
        let statement = try db.cachedStatement(sql: "SELECT value FROM meta WHERE section = ? AND name = ?")
        return try String.fetchOne(statement, arguments: [section, name])
    }

    static func names(_ section: String, in db: Database) throws -> [String] {
        let statement = try db.cachedStatement(sql: "SELECT name FROM meta WHERE section = ? ORDER BY name")
        return try String.fetchAll(statement, arguments: [section])
    }

    static func set(_ section: String, _ name: String, to value: String, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO meta (section, name, value) VALUES (?, ?, ?)
                ON CONFLICT (section, name) DO UPDATE SET value = excluded.value
                """
        )
        try statement.execute(arguments: [section, name, value])
    }
}

extension LedgerHead {
    /// The head that was recorded with the last change; nil where what is recorded cannot be read.
    static func recorded(in db: Database) throws -> LedgerHead? {
        guard let number = try MetaTable.value("ledger", "head-number", in: db),
            let hash = try MetaTable.value("ledger", "head-hash", in: db)
        else {
            // Nothing is recorded before the first change.
            let isEmpty = try Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM changes)") == 0
            return isEmpty ? .empty : nil
        }
        guard let number = Int64(number), let hash = [UInt8](hex: hash) else { return nil }
        return LedgerHead(number: number, hash: hash)
    }

    /// The head that was recorded, on which the next change is chained.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/ledgerBroken`` where it cannot be read.
    static func required(in db: Database) throws -> LedgerHead {
        guard let head = try recorded(in: db) else {
            throw StoreError(
                .ledgerBroken,
                "The ledger's head is missing or damaged, so nothing can be appended; restore a copy of the store"
            )
        }
        return head
    }

    /// Records the head, in the transaction of the changes that it stands for.
    func record(in db: Database) throws {
        try MetaTable.set("ledger", "head-number", to: "\(number)", in: db)
        try MetaTable.set("ledger", "head-hash", to: hash.hex, in: db)
    }
}
