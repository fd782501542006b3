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
        let stored: SubjectTable.StoredRow?
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
        try BatchOrder(batch.records).forEachGroup { try decide($0, deciding: decider) }
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

    /// Reads one subject and lets it take its records.
    private mutating func decide(_ group: BatchOrder.Group, deciding decider: any RecordDecider) throws {
        let stored = try subjects.find(group.key)
        var update = SubjectUpdate()
        if let stored {
            // A subject without records cannot be in the store, so a new one need not be looked for among them.
            update = SubjectUpdate(state: stored.state, stored: try records.of(stored.subject, key: group.key))
        }
        for arrival in group.arrivals {
            try update.take(batch.records[arrival], arrival: arrival, deciding: decider, counting: &outcome)
        }
        guard update.isDirty, let first = group.arrivals.first else { return }
        pending.append(
            Pending(
                subject: batch.records[first].subject,
                update: update,
                stored: stored,
                identity: stored?.identity ?? SubjectTable.Identity(newFor: group.key),
                lastChange: stored?.lastChange
            )
        )
    }

    /// Numbers the changes of all subjects in order of arrival, and appends them.
    private mutating func appendChanges() throws {
        let drafts = pending.indices.flatMap { index in
            pending[index].update.drafts.map { (owner: index, draft: $0) }
        }
        guard !drafts.isEmpty else { return }
        guard var head = try LedgerHead.recorded(in: db) else {
            throw StoreError(
                .ledgerBroken,
                "The ledger's head is missing or damaged, so nothing can be appended; restore a copy of the store"
            )
        }
        let table = try ChangeTable(db)
        for (owner, draft) in drafts.sorted(by: { $0.draft.arrival < $1.draft.arrival }) {
            let change = try head.append(
                draft,
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
        for one in pending {
            let state = one.update.state
            if let stored = one.stored {
                try subjects.update(stored.row, state: state, lastChange: one.lastChange)
            } else {
                try subjects.insert(one.subject, one.identity, state: state, lastChange: one.lastChange)
                if namespaces.insert(one.subject.namespace).inserted {
                    try MetaTable.set("namespace", one.subject.namespace, to: "", in: db)
                }
            }
            for slot in one.update.slots where slot.isDirty {
                try records.write(slot, key: one.identity.key)
            }
        }
    }
}
