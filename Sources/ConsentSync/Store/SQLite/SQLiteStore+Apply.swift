import ConsentTranslation
import GRDB

extension SQLiteStore: ConsentStore {
    /// Implements ``ConsentStore/apply(_:deciding:)``.
    @discardableResult
    public func apply(_ batch: Batch, deciding decider: any RecordDecider) async throws -> BatchOutcome {
        try batch.validate()
        return try await write { db in
            var writer = try BatchWriter(db, batch: batch)
            return try writer.write(deciding: decider)
        }
    }
}

/// Applies one batch inside a transaction: reads and decides, numbers the changes, writes.
private struct BatchWriter {
    /// A subject that is to be written.
    private struct Pending {
        let subject: SubjectID
        let update: SubjectUpdate
        /// The subject's row; nil where it is new.
        let row: Int64?
        let identity: SubjectTable.Identity
        var lastChange: Int64?
    }

    private let batch: Batch
    private let db: Database
    private let subjects: SubjectTable
    private let records: RecordTable
    private var pending: [Pending] = []
    private var outcome = BatchOutcome()

    init(_ db: Database, batch: Batch) throws {
        self.db = db
        self.batch = batch
        subjects = try SubjectTable(db)
        records = try RecordTable(db)
    }

    mutating func write(deciding decider: any RecordDecider) throws -> BatchOutcome {
        try decide(BatchOrder(batch.records).groups, deciding: decider)
        try appendChanges()
        try writeSubjects()
        for item in batch.quarantined where try QuarantineTable.add(item, in: db) {
            outcome.quarantinedNew += 1
        }
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
            let stored = try subjects.find(keys)
            // A subject without a row has no records either.
            let kept = try records.find(of: stored)
            var next = 0
            for group in chunk {
                if next < stored.count, stored[next].identity.key == group.key {
                    let update = SubjectUpdate(state: stored[next].state, stored: kept[next])
                    try take(group, into: update, stored: stored[next], deciding: decider)
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
        pending.append(
            Pending(
                subject: batch.records[first].subject,
                update: subject,
                row: stored?.row,
                identity: stored?.identity ?? SubjectTable.Identity(newFor: group.key),
                lastChange: stored?.lastChange
            )
        )
    }

    /// Numbers the changes of all subjects in order of arrival, and appends them.
    private mutating func appendChanges() throws {
        // Places of the drafts, not the drafts: sorting moves three integers each.
        let drafts = pending.indices.flatMap { owner in
            pending[owner].update.drafts.enumerated().map { (arrival: $1.arrival, owner: owner, place: $0) }
        }
        guard !drafts.isEmpty else { return }
        guard var head = try LedgerHead.recorded(in: db) else {
            throw StoreError(
                .ledgerBroken,
                "The ledger's head is missing or damaged, so nothing can be appended; restore a copy of the store"
            )
        }
        let table = try ChangeTable(db)
        for (_, owner, place) in drafts.sorted(by: { $0.arrival < $1.arrival }) {
            let change = try head.append(
                pending[owner].update.drafts[place],
                link: pending[owner].identity.link,
                policyHash: batch.policyHash,
                at: batch.now
            )
            try table.insert(change, earlier: pending[owner].lastChange)
            pending[owner].lastChange = change.number
        }
        try head.record(in: db)
    }

    private func writeSubjects() throws {
        var namespaces: Set<String> = []
        for index in pending.indices {
            let (state, lastChange) = (pending[index].update.state, pending[index].lastChange)
            if let row = pending[index].row {
                try subjects.update(row, state: state, lastChange: lastChange)
            } else {
                let subject = pending[index].subject
                try subjects.insert(subject, pending[index].identity, state: state, lastChange: lastChange)
                if namespaces.insert(subject.namespace).inserted {
                    try MetaTable.set("namespace", subject.namespace, to: "", in: db)
                }
            }
            for slot in pending[index].update.slots where slot.isDirty {
                try records.write(slot, key: pending[index].identity.key)
            }
        }
    }
}
