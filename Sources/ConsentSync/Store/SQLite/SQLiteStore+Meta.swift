import GRDB

extension SQLiteStore {
    /// Implements ``ConsentStore/remember(manifest:id:text:)``.
    public func remember(manifest hash: [UInt8], id: String, text: String) async throws {
        try FieldRule.hash("the manifest hash", hash)
        try FieldRule.name("the manifest's id").check(id)
        try FieldRule.optionalText("the manifest", StoreLimits.maxTextBytes).check(text)
        try await write { db in
            try MetaTable.set("manifest", hash.hex, to: text, in: db)
            try MetaTable.set("manifest-id", hash.hex, to: id, in: db)
        }
    }

    /// Implements ``ConsentStore/remember(policy:text:)``.
    public func remember(policy hash: [UInt8], text: String) async throws {
        try FieldRule.hash("the policy hash", hash)
        try FieldRule.optionalText("the policy", StoreLimits.maxTextBytes).check(text)
        try await write { try MetaTable.set("policy", hash.hex, to: text, in: $0) }
    }

    /// Implements ``ConsentStore/manifest(_:)``.
    public func manifest(_ hash: [UInt8]) async throws -> (id: String, text: String)? {
        try await read { db in
            guard let id = try MetaTable.value("manifest-id", hash.hex, in: db),
                let text = try MetaTable.value("manifest", hash.hex, in: db)
            else { return nil }
            return (id, text)
        }
    }

    /// Implements ``ConsentStore/policy(_:)``.
    public func policy(_ hash: [UInt8]) async throws -> String? {
        try await read { try MetaTable.value("policy", hash.hex, in: $0) }
    }

    /// Implements ``ConsentStore/totals()``.
    public func totals() async throws -> StoreTotals {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM subjects), (SELECT count(*) FROM records),
                        (SELECT count(*) FROM changes), (SELECT count(*) FROM quarantine)
                    """
            )
            guard let row else { return StoreTotals(subjects: 0, records: 0, changes: 0, quarantined: 0) }
            var columns = ColumnReader(row)
            return StoreTotals(
                subjects: try columns.count(),
                records: try columns.count(),
                changes: try columns.count(),
                quarantined: try columns.count()
            )
        }
    }

    /// Implements ``ConsentStore/integrityCheck()``.
    public func integrityCheck() async throws -> [String] {
        try await read { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        }
    }
}
