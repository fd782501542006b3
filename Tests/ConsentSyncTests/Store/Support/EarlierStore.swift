@testable import ConsentSync
import GRDB

/// A store as an earlier program left it: the tables of its schema, with what another store holds.
struct EarlierStore {
    let schema: Int

    func write(to path: String, contentsOf source: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH ? AS now", arguments: [source])
            try db.execute(sql: SQLiteTables.first)
            if schema > 1 { try db.execute(sql: SQLiteTables.second) }
            try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for step in 1...schema {
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: ["\(step)"])
            }
            try db.execute(sql: Self.rows)
            // Columns that came later are filled where the schema has them already.
            if schema > 1 { try db.execute(sql: Self.kinds) }
            try db.execute(sql: "UPDATE main.meta SET value = ? WHERE section = 'schema'", arguments: ["\(schema)"])
            try db.execute(sql: "DETACH now")
        }
    }

    private static let rows = """
        INSERT INTO main.meta SELECT section, name, value FROM now.meta;
        INSERT INTO main.subjects (rowid, key, namespace, id, approved, decided, implicit, decided_at, expires_at,
                last_change, salt, link)
            SELECT number + 100, key, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change, salt, link
            FROM now.subjects;
        INSERT INTO main.records (subject_key, adapter, regulation, record_id, decided_at, manifest_hash, content)
            SELECT key, adapter, regulation, record_id, now.records.decided_at, manifest_hash, content
            FROM now.records JOIN now.subjects ON now.subjects.number = subject;
        INSERT INTO main.changes (number, link, earlier, before_approved, before_decided, after_approved, after_decided,
                decided_at, recorded_at, record_id, policy_hash, manifest_hash, previous_hash, hash)
            SELECT number, link, earlier, before_approved, before_decided, after_approved, after_decided,
                decided_at, recorded_at, record_id, policy_hash, manifest_hash, previous_hash, hash
            FROM now.changes;
        INSERT INTO main.checkpoints SELECT job, stream, partition, cursor, updated_at FROM now.checkpoints;
        """

    private static let kinds = """
        UPDATE main.changes SET kind = (SELECT kind FROM now.changes WHERE now.changes.number = main.changes.number);
        """
}
