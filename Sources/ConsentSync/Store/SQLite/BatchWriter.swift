import GRDB

/// Applies one batch inside a transaction: reads and decides, numbers the changes, writes.
struct BatchWriter {
    private let batch: Batch
    private let db: Database
    private var writer: SubjectWriter
    private var outcome = BatchOutcome()

    init(_ db: Database, batch: Batch) throws {
        self.db = db
        self.batch = batch
        writer = try SubjectWriter(db)
    }

    mutating func write(deciding decider: any RecordDecider) throws -> BatchOutcome {
        try decide(BatchOrder(batch.records).groups, deciding: decider)
        try writer.write(policyHash: batch.policyHash, at: batch.now)
        for item in batch.quarantined where try QuarantineTable.add(item, in: db) {
            outcome.quarantinedNew += 1
        }
        _ = try QuarantineTable.drop(batch.released, in: db)
        if let checkpoint = batch.checkpoint {
            try CheckpointTable.write(checkpoint, at: batch.now, in: db)
        }
        return outcome
    }

    /// Reads the subjects, and lets each take its records.
    private mutating func decide(_ groups: [BatchOrder.Group], deciding decider: any RecordDecider) throws {
        for start in stride(from: 0, to: groups.count, by: KeyChunk.size) {
            let chunk = groups[start..<min(start + KeyChunk.size, groups.count)]
            guard let keys = KeyChunk(chunk.map(\.key)) else { return }
            let found = try writer.read(keys)
            var next = 0
            for group in chunk {
                if next < found.count, found[next].stored.identity.key == group.key {
                    try take(group, into: found[next].update, stored: found[next].stored, deciding: decider)
                    next += 1
                } else {
                    try take(group, into: SubjectUpdate(), stored: nil, deciding: decider)
                }
            }
        }
    }

    private mutating func take(
        _ group: BatchOrder.Group,
        into subject: consuming SubjectUpdate,
        stored: SubjectTable.StoredRow?,
        deciding decider: any RecordDecider
    ) throws {
        for arrival in group.arrivals {
            try subject.take(batch.records[arrival], arrival: arrival, deciding: decider, counting: &outcome)
        }
        guard subject.isDirty, let first = group.arrivals.first else { return }
        writer.add(subject, of: batch.records[first].subject, key: group.key, stored: stored)
    }
}
