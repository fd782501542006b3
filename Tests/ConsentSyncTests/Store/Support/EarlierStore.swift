@testable import ConsentSync
import GRDB

/// A store as an earlier program left it: the tables of its schema, with what another store holds.
struct EarlierStore {
    let schema: Int

    func write(to path: String, contentsOf source: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH ? AS now", arguments: [source])
            for step in [SQLiteTables.first, SQLiteTables.second, SQLiteTables.third].prefix(schema) {
                try db.execute(sql: step)
            }
            try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for step in 1...schema {
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: ["\(step)"])
            }
            try db.execute(sql: Self.changes)
            try db.execute(sql: schema < 3 ? Self.keyedRows : Self.numberedRows)
            // Columns that came later are filled where the schema has them already.
            if schema > 1 { try db.execute(sql: Self.kindsAndSinks) }
            if schema > 2 { try db.execute(sql: Self.owners) }
            try db.execute(sql: "UPDATE main.meta SET value = ? WHERE section = 'schema'", arguments: ["\(schema)"])
            try db.execute(sql: "DETACH now")
        }
    }

    /// A record id as a text, as all were.
    private static let recordID = "iif(typeof(record_id) = 'blob', lower(hex(record_id)), record_id)"

    private static let changes = """
        INSERT INTO main.meta SELECT section, name, value FROM now.meta;
        INSERT INTO main.changes (number, link, earlier, before_approved, before_decided, after_approved, after_decided,
                decided_at, recorded_at, record_id, policy_hash, manifest_hash, previous_hash, hash)
            SELECT number, link, earlier, before_approved, before_decided, after_approved, after_decided,
                decided_at, recorded_at, \(recordID),
                coalesce((SELECT hash FROM now.hashes WHERE number = policy), x''),
                coalesce((SELECT hash FROM now.hashes WHERE number = manifest), x''),
                coalesce((SELECT hash FROM now.changes AS previous WHERE previous.number = change.number - 1), zeroblob(32)),
                hash
            FROM now.changes AS change;
        INSERT INTO main.checkpoints SELECT job, stream, partition, cursor, updated_at FROM now.checkpoints;
        INSERT INTO main.sinks (name, position) SELECT name, position FROM now.sinks;
        """

    private static let keyedRows = """
        INSERT INTO main.subjects (rowid, key, namespace, id, approved, decided, implicit, decided_at, expires_at,
                last_change, salt, link)
            SELECT number + 100, key, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change, salt, link
            FROM now.subjects;
        INSERT INTO main.records (subject_key, adapter, regulation, record_id, decided_at, manifest_hash, content)
            SELECT key, adapter, regulation, \(recordID), record.decided_at, hash, content
            FROM now.records AS record JOIN now.subjects ON now.subjects.number = subject
                JOIN now.sources ON now.sources.number = source JOIN now.hashes ON now.hashes.number = manifest;
        """

    private static let numberedRows = """
        INSERT INTO main.subjects (number, key, namespace, id, approved, decided, implicit, decided_at, expires_at,
                last_change, salt, link)
            SELECT number, key, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change, salt, link
            FROM now.subjects;
        INSERT INTO main.records (subject, adapter, regulation, record_id, decided_at, manifest_hash, content)
            SELECT subject, adapter, regulation, \(recordID), decided_at, hash, content
            FROM now.records JOIN now.sources ON now.sources.number = source
                JOIN now.hashes ON now.hashes.number = manifest
            ORDER BY source DESC, subject;
        """

    private static let kindsAndSinks = """
        UPDATE main.changes SET kind = (SELECT kind FROM now.changes WHERE now.changes.number = main.changes.number);
        UPDATE main.sinks SET (done, skipped, updated_at) =
            (SELECT done, skipped, updated_at FROM now.sinks WHERE now.sinks.name = main.sinks.name);
        INSERT INTO main.parked SELECT sink, number, reason, parked_at FROM now.parked;
        INSERT INTO main.tombstones SELECT number, link, namespace, id FROM now.tombstones;
        """

    private static let owners = """
        UPDATE main.changes SET owner = (SELECT owner FROM now.changes WHERE now.changes.number = main.changes.number);
        """
}
