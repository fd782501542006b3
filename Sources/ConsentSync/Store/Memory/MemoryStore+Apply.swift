import ConsentTranslation

extension MemoryStore: ConsentStore {
    /// A subject that is to be written.
    private struct Pending {
        let key: SubjectKey
        let update: SubjectUpdate
        /// What is there of it; a row with a fresh link where it is new.
        var row: SubjectRow
    }

    /// Implements ``JobStore/apply(_:deciding:)``.
    ///
    /// Everything that can fail comes before the first write.
    @discardableResult
    public func apply(_ batch: Batch, deciding decider: any RecordDecider) async throws -> BatchOutcome {
        try batch.validate()
        var outcome = BatchOutcome()
        var pending: [Pending] = []
        var drafts: [ChangeDraft] = []
        for group in BatchOrder(batch.records).groups {
            let row = subjectRows[group.key]
            var update = Self.update(row, place: pending.count)
            for arrival in group.arrivals {
                try update.take(
                    batch.records[arrival],
                    arrival: arrival,
                    deciding: decider,
                    changes: &drafts,
                    counting: &outcome
                )
            }
            guard update.isDirty else { continue }
            let fresh = row ?? Self.newRow(batch.records[group.first].subject, key: group.key)
            pending.append(Pending(key: group.key, update: update, row: fresh))
        }
        try write(&pending, drafts, policyHash: batch.policyHash, at: batch.now)
        for item in batch.quarantined where add(item) { outcome.quarantinedNew += 1 }
        _ = drop(batch.released)
        if let checkpoint = batch.checkpoint { note(checkpoint, at: batch.now) }
        return outcome
    }

    /// Implements ``JobStore/revise(_:deciding:)``.
    @discardableResult
    public func revise(_ revision: Revision, deciding decider: any RecordDecider) async throws -> RevisionOutcome {
        try revision.validate()
        var outcome = RevisionOutcome()
        var pending: [Pending] = []
        var drafts: [ChangeDraft] = []
        for key in Set(revision.keys).sorted() {
            guard let row = subjectRows[key] else { continue }
            var update = Self.update(row, place: pending.count)
            try update.revise(
                revision,
                subject: row.subject,
                arrival: outcome.examined,
                deciding: decider,
                changes: &drafts
            )
            outcome.examined += 1
            if update.isDirty { pending.append(Pending(key: key, update: update, row: row)) }
        }
        (outcome.updated, outcome.changes) = (pending.count, drafts.count)
        try write(&pending, drafts, policyHash: revision.policyHash, at: revision.now)
        if let checkpoint = revision.checkpoint { note(checkpoint, at: revision.now) }
        return outcome
    }

    private static func update(_ row: SubjectRow?, place: Int) -> SubjectUpdate {
        guard let row else { return SubjectUpdate(place: place) }
        let slots = row.records.enumerated().map { index, record in
            SubjectUpdate.Slot(number: Int64(index), record: record, isDirty: false)
        }
        return SubjectUpdate(place: place, state: row.state, slots: slots)
    }

    private static func newRow(_ subject: SubjectID, key: SubjectKey) -> SubjectRow {
        var salts = SaltGenerator()
        return SubjectRow(subject: subject, link: SubjectLink(of: key, salt: salts.next()).link.bytes)
    }

    /// Numbers the changes in order of arrival, and writes them and the subjects.
    private func write(
        _ pending: inout [Pending],
        _ drafts: [ChangeDraft],
        policyHash: [UInt8],
        at now: Instant
    ) throws {
        var (newHead, changes) = (head, [Change]())
        for draft in drafts.sorted(by: { $0.arrival < $1.arrival }) {
            let owner = draft.owner
            let link = pending[owner].row.link
            let change = try newHead.append(draft, link: link, policyHash: policyHash, at: now)
            changes.append(change)
            pending[owner].row.lastChange = change.number
            pending[owner].row.trail.append(change.number)
        }
        head = newHead
        ledger += changes
        for subject in pending { write(subject) }
    }

    private func write(_ pending: Pending) {
        var row = pending.row
        row.state = pending.update.state
        row.records = pending.update.slots.map(\.record)
        if subjectRows.updateValue(row, forKey: pending.key) == nil {
            sortedKeys = nil
            owners[row.link] = row.subject
            namespaces.insert(Array(row.subject.namespace.utf8))
        }
    }

    private func note(_ checkpoint: CheckpointUpdate, at now: Instant) {
        positions[checkpoint.key] = Checkpoint(cursor: checkpoint.cursor, updatedAt: now)
    }

    /// Adds an item, or notes that it was seen once more; true where it is new.
    private func add(_ item: QuarantinedItem) -> Bool {
        guard let place = quarantineEntries.firstIndex(where: { ItemKey($0.item) == ItemKey(item) }) else {
            lastQuarantineNumber += 1
            let entry = QuarantineEntry(number: lastQuarantineNumber, item: item, lastSeen: item.at, timesSeen: 1)
            quarantineEntries.append(entry)
            return true
        }
        let known = quarantineEntries[place]
        var again = item
        again.at = known.item.at
        again.payload = item.payload ?? known.item.payload
        quarantineEntries[place] = QuarantineEntry(
            number: known.number,
            item: again,
            lastSeen: max(known.lastSeen, item.at),
            timesSeen: known.timesSeen + 1
        )
        return false
    }

    /// Removes entries of quarantine; answers how many there were.
    private func drop(_ numbers: [Int64]) -> Int {
        let (gone, before) = (Set(numbers), quarantineEntries.count)
        quarantineEntries.removeAll { gone.contains($0.number) }
        return before - quarantineEntries.count
    }

    /// Implements ``ConsentStore/dropQuarantined(_:)``.
    public func dropQuarantined(_ numbers: [Int64]) async throws -> Int { drop(numbers) }
}
