import GRDB

/// Derives subjects anew inside a transaction: reads and decides, numbers the changes, writes.
struct RevisionWriter: ~Copyable {
    private let revision: Revision
    private let db: Database
    private var writer: SubjectWriter

    init(_ db: Database, revision: Revision) throws {
        self.db = db
        self.revision = revision
        writer = try SubjectWriter(db, capacity: revision.keys.count)
    }

    mutating func write(deciding decider: any RecordDecider) throws -> RevisionOutcome {
        var outcome = RevisionOutcome()
        for chunk in KeyChunk.chunks(revision.keys) {
            var found = try writer.read(chunk)
            for index in found.rows.indices {
                let stored = found.rows[index]
                var update = SubjectUpdate(place: writer.count, state: stored.state, slots: found.takeSlots(index))
                try update.revise(
                    revision,
                    subject: stored.subject,
                    arrival: outcome.examined,
                    deciding: decider,
                    changes: &writer.drafts
                )
                outcome.examined += 1
                if update.isDirty { try writer.add(update, of: stored) }
            }
        }
        (outcome.updated, outcome.changes) = (writer.count, writer.drafts.count)
        try writer.write(policyHash: revision.policyHash, at: revision.now)
        if let checkpoint = revision.checkpoint {
            try CheckpointTable.write(checkpoint, at: revision.now, in: db)
        }
        return outcome
    }
}
