import GRDB

/// Derives subjects anew inside a transaction: reads and decides, numbers the changes, writes.
struct RevisionWriter {
    private let revision: Revision
    private let db: Database
    private var writer: SubjectWriter

    init(_ db: Database, revision: Revision) throws {
        self.db = db
        self.revision = revision
        writer = try SubjectWriter(db)
    }

    mutating func write(deciding decider: any RecordDecider) throws -> RevisionOutcome {
        var outcome = RevisionOutcome()
        for chunk in KeyChunk.chunks(revision.keys) {
            for (stored, update) in try writer.read(chunk) {
                var update = update
                try update.revise(revision, subject: stored.subject, arrival: outcome.examined, deciding: decider)
                outcome.examined += 1
                outcome.changes += update.drafts.count
                guard update.isDirty else { continue }
                writer.add(update, of: stored.subject, key: stored.identity.key, stored: stored)
            }
        }
        outcome.updated = writer.count
        try writer.write(policyHash: revision.policyHash, at: revision.now)
        if let checkpoint = revision.checkpoint {
            try CheckpointTable.write(checkpoint, at: revision.now, in: db)
        }
        return outcome
    }
}
