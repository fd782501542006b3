import ConsentTranslation

/// One subject while a batch's records are applied to it: what is stored, what is to be written, what changed.
///
/// A value without I/O, so that every store applies records by the same code: it reads a subject, lets this take the
/// records in order of arrival, and writes what comes out.
struct SubjectUpdate: Sendable {
    /// A record with its place in the store.
    struct Slot: Sendable {
        /// The record's number in the store; nil where it is new.
        let number: Int64?
        /// The record as it is to be stored.
        var record: StoredRecord
        /// Whether it differs from what is stored.
        var isDirty: Bool
    }

    /// The subject's place among those of whom something is to be written.
    let place: Int
    /// The subject's state, after the records taken so far.
    private(set) var state: SubjectState
    /// The subject's records, ordered by adapter and regulation.
    private(set) var slots: [Slot]
    /// Whether anything is to be written.
    private(set) var isDirty = false

    /// A subject of whom nothing is stored.
    init(place: Int) {
        self.place = place
        state = .unknown
        slots = []
    }

    /// A subject as it is stored.
    init(place: Int, state: SubjectState, slots: consuming [Slot]) {
        self.place = place
        self.state = state
        self.slots = slots
        if self.slots.count > 1 { self.slots.sort { Self.precedes($0.record, $1.record) } }
    }

    /// Takes the next record, and derives the state anew if it counts.
    ///
    /// - Parameter changes: Takes what changed, which has no number yet.
    mutating func take(
        _ incoming: StoredRecord,
        arrival: Int,
        deciding decider: any RecordDecider,
        changes: inout [ChangeDraft],
        counting outcome: inout BatchOutcome
    ) throws {
        outcome.recordsSeen += 1
        guard let accepted = try place(incoming, deciding: decider, counting: &outcome) else { return }
        isDirty = true
        let before = state.permissions
        let records = slots.count == 1 ? [slots[0].record] : slots.map(\.record)
        state = try decider.state(of: incoming.subject, records: records)
        guard state.permissions != before else { return }
        outcome.changes += 1
        changes.append(
            ChangeDraft(arrival: arrival, owner: place, before: before, after: state.permissions, record: accepted)
        )
    }

    /// Derives the state anew from the records that are there.
    ///
    /// The change names the latest record, and of its adapter the manifest that is in use now.
    ///
    /// - Parameter changes: Takes what changed, which has no number yet.
    mutating func revise(
        _ revision: Revision,
        subject: SubjectID,
        arrival: Int,
        deciding decider: any RecordDecider,
        changes: inout [ChangeDraft]
    ) throws {
        let fresh = try decider.state(of: subject, records: slots.map(\.record))
        guard fresh != state else { return }
        isDirty = true
        let old = state
        state = fresh
        guard fresh.permissions != old.permissions else { return }
        let latest = slots.map(\.record).max { $0.decidedAt < $1.decidedAt }
        let decidedAt = revision.kind == .expired ? old.expiresAt : fresh.decidedAt ?? old.decidedAt
        changes.append(
            ChangeDraft(
                arrival: arrival,
                owner: place,
                before: old.permissions,
                after: fresh.permissions,
                kind: revision.kind,
                decidedAt: decidedAt ?? revision.now,
                recordID: latest?.recordID ?? "",
                manifestHash: latest.flatMap { revision.manifestHashes[$0.adapter] ?? $0.manifestHash } ?? []
            )
        )
    }

    /// Puts the record where it belongs; nil where what is stored stays.
    private mutating func place(
        _ incoming: StoredRecord,
        deciding decider: any RecordDecider,
        counting outcome: inout BatchOutcome
    ) throws -> StoredRecord? {
        guard let index = slots.firstIndex(where: { Self.sameIdentity($0.record, incoming) }) else {
            let position = slots.firstIndex { Self.precedes(incoming, $0.record) } ?? slots.endIndex
            slots.insert(Slot(number: nil, record: incoming, isDirty: true), at: position)
            outcome.added += 1
            return incoming
        }
        switch try decider.resolve(existing: slots[index].record, incoming: incoming) {
        case .identical:
            outcome.identical += 1
            return nil
        case .older:
            outcome.older += 1
            return nil
        case .replace(let record):
            guard Self.sameIdentity(record, incoming), record.subject == incoming.subject else {
                throw StoreError(.invalidInput, "A decider answered with a record of another subject or adapter")
            }
            if !record.isSameRow(as: incoming) { try record.validate() }
            slots[index].record = record
            slots[index].isDirty = true
            outcome.replaced += 1
            return record
        }
    }

    private static func sameIdentity(_ left: StoredRecord, _ right: StoredRecord) -> Bool {
        left.adapter == right.adapter && left.regulation == right.regulation
    }

    private static func precedes(_ left: StoredRecord, _ right: StoredRecord) -> Bool {
        (left.adapter, left.regulation) < (right.adapter, right.regulation)
    }
}
