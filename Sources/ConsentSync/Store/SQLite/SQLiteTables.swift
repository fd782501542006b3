/// What each step of the schema makes. A step that was released never changes; what is new is a further step.
enum SQLiteTables {
    /// Records, subjects, ledger, positions, quarantine and runs.
    static let first = """
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

    /// Kinds of changes, subjects by expiry, and what delivering and erasing need.
    static let second = """
        ALTER TABLE changes ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX subjects_expiring ON subjects (expires_at) WHERE expires_at IS NOT NULL;
        -- Whom a forgotten subject was, until every sink has been told: then the row goes, and the link says nothing.
        CREATE TABLE tombstones (
            number INTEGER NOT NULL UNIQUE,
            link BLOB NOT NULL UNIQUE,
            namespace TEXT NOT NULL,
            id TEXT NOT NULL
        ) STRICT;
        ALTER TABLE sinks ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sinks ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sinks ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE parked (
            sink TEXT NOT NULL,
            number INTEGER NOT NULL,
            reason TEXT NOT NULL,
            parked_at INTEGER NOT NULL,
            UNIQUE (sink, number)
        ) STRICT;
        """

    /// Numbers for subjects, by which records and changes find theirs: of what a new subject needs, only the index of the
    /// keys is in no order then, and everything else is appended.
    ///
    /// The number of somebody forgotten may be given again, so a change belongs to a subject only if the link agrees.
    static let third = """
        ALTER TABLE changes ADD COLUMN owner INTEGER;
        UPDATE changes SET owner = (SELECT rowid FROM subjects WHERE subjects.link = changes.link);
        CREATE TABLE numbered_subjects (
            number INTEGER PRIMARY KEY,
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
            link BLOB NOT NULL
        ) STRICT;
        INSERT INTO numbered_subjects
            SELECT rowid, key, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change, salt, link
            FROM subjects;
        CREATE TABLE numbered_records (
            number INTEGER PRIMARY KEY,
            subject INTEGER NOT NULL,
            adapter TEXT NOT NULL,
            regulation TEXT NOT NULL,
            record_id TEXT NOT NULL,
            decided_at INTEGER NOT NULL,
            manifest_hash BLOB NOT NULL,
            content BLOB NOT NULL,
            UNIQUE (subject, adapter, regulation)
        ) STRICT;
        INSERT INTO numbered_records (subject, adapter, regulation, record_id, decided_at, manifest_hash, content)
            SELECT subjects.rowid, adapter, regulation, record_id, records.decided_at, manifest_hash, content
            FROM records JOIN subjects ON subjects.key = records.subject_key
            ORDER BY subjects.rowid, adapter, regulation;
        DROP TABLE records;
        DROP TABLE subjects;
        ALTER TABLE numbered_subjects RENAME TO subjects;
        ALTER TABLE numbered_records RENAME TO records;
        CREATE INDEX subjects_expiring ON subjects (expires_at) WHERE expires_at IS NOT NULL;
        """

    /// Rows of half the size: a number for what few rows differ in, nothing that another row says, and no second tree for
    /// the records.
    ///
    /// A hash is followed to its text by `meta`: the section is `policy` or `manifest`, the name the hash in hexadecimal.
    /// A record id of 32 lower-case hexadecimal digits may be kept as its 16 bytes, any other is a text; either is read as
    /// the same text. The hash before a change is that of the row before.
    static let fourth = """
        CREATE TABLE hashes (
            number INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE
        ) STRICT;
        INSERT INTO hashes (hash)
            SELECT manifest_hash FROM records
            UNION SELECT policy_hash FROM changes WHERE policy_hash <> x''
            UNION SELECT manifest_hash FROM changes WHERE manifest_hash <> x'';
        CREATE TABLE sources (
            number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 65535),
            adapter TEXT NOT NULL,
            regulation TEXT NOT NULL,
            UNIQUE (adapter, regulation)
        ) STRICT;
        INSERT INTO sources (adapter, regulation) SELECT DISTINCT adapter, regulation FROM records;
        -- A record's number is made of its subject's and its source's, so that it is found by both and there is one of each.
        CREATE TABLE slim_records (
            number INTEGER PRIMARY KEY,
            subject INTEGER GENERATED ALWAYS AS (number >> 16),
            source INTEGER GENERATED ALWAYS AS (number & 65535),
            record_id ANY NOT NULL,
            decided_at INTEGER NOT NULL,
            manifest INTEGER NOT NULL,
            content BLOB NOT NULL
        ) STRICT;
        INSERT INTO slim_records (number, record_id, decided_at, manifest, content)
            SELECT subject << 16 | sources.number, record_id, decided_at, hashes.number, content
            FROM records CROSS JOIN sources USING (adapter, regulation) CROSS JOIN hashes ON hashes.hash = manifest_hash;
        DROP TABLE records;
        ALTER TABLE slim_records RENAME TO records;
        CREATE TABLE slim_changes (
            number INTEGER PRIMARY KEY,
            link BLOB NOT NULL,
            earlier INTEGER,
            owner INTEGER,
            before_approved INTEGER NOT NULL,
            before_decided INTEGER NOT NULL,
            after_approved INTEGER NOT NULL,
            after_decided INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            decided_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            record_id ANY NOT NULL,
            policy INTEGER,
            manifest INTEGER,
            hash BLOB NOT NULL
        ) STRICT;
        INSERT INTO slim_changes
            SELECT number, link, earlier, owner, before_approved, before_decided, after_approved, after_decided, kind,
                decided_at, recorded_at, record_id, (SELECT number FROM hashes WHERE hash = policy_hash),
                (SELECT number FROM hashes WHERE hash = manifest_hash), hash
            FROM changes ORDER BY number;
        DROP TABLE changes;
        ALTER TABLE slim_changes RENAME TO changes;
        """
}
