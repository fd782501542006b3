import ConsentTranslation
import GRDB

/// Applies one batch inside a transaction: reads and decides, numbers the changes, writes.
struct BatchWriter: ~Copyable {
    private let batch: Batch
    private let db: Database
    private var writer: SubjectWriter
    private var outcome = BatchOutcome()
    private var ahead = LookAhead()

    init(_ db: Database, batch: Batch) throws {
        self.db = db
        self.batch = batch
        writer = try SubjectWriter(db, capacity: batch.records.count)
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
            for group in chunk { look(at: batch.records[group.first]) }
            var found = try writer.read(keys)
            var next = 0
            for group in chunk {
                if next < found.rows.count, found.rows[next].key == group.key {
                    let stored = found.rows[next]
                    var subject = SubjectUpdate(
                        place: writer.count,
                        state: stored.state,
                        slots: found.takeSlots(next)
                    )
                    try take(group, into: &subject, deciding: decider)
                    if subject.isDirty { try writer.add(subject, of: stored) }
                    next += 1
                } else {
                    var subject = SubjectUpdate(place: writer.count)
                    try take(group, into: &subject, deciding: decider)
                    guard subject.isDirty else { continue }
                    try writer.add(subject, ofNewIn: batch.records[group.first])
                }
            }
        }
    }

    private mutating func look(at record: StoredRecord) {
        ahead.look(at: record.content)
        ahead.look(at: record.recordID)
        ahead.look(at: record.subject.id)
    }

    private mutating func take(
        _ group: BatchOrder.Group,
        into subject: inout SubjectUpdate,
        deciding decider: any RecordDecider
    ) throws {
        try take(group.first, into: &subject, deciding: decider)
        for arrival in group.others { try take(arrival, into: &subject, deciding: decider) }
    }

    private mutating func take(
        _ arrival: Int,
        into subject: inout SubjectUpdate,
        deciding decider: any RecordDecider
    ) throws {
        try subject.take(
            batch.records[arrival],
            arrival: arrival,
            deciding: decider,
            changes: &writer.drafts,
            counting: &outcome
        )
    }
}
