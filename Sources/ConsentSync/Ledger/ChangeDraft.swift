import ConsentTranslation
import OptIn

/// A change that has no number yet.
///
/// The record that caused it stands for its id and its manifest: a batch has many of these.
struct ChangeDraft: Sendable {
    /// What a change says of the record that caused it.
    private enum Cause {
        case record(StoredRecord)
        case named(recordID: String, manifestHash: [UInt8])
    }

    /// The position in the batch of what caused it.
    let arrival: Int
    /// Whose change it is: the subject's place among those of whom something is to be written.
    let owner: Int
    let before: Permissions
    let after: Permissions
    let kind: Change.Kind
    let decidedAt: Instant
    private let cause: Cause

    /// The id of the record that caused it; empty where none did.
    var recordID: String {
        switch cause {
        case .record(let record): record.recordID
        case .named(let recordID, _): recordID
        }
    }

    /// The hash of the manifest; empty where no record caused it.
    var manifestHash: [UInt8] {
        switch cause {
        case .record(let record): record.manifestHash
        case .named(_, let manifestHash): manifestHash
        }
    }

    /// A change from its parts.
    init(
        arrival: Int,
        owner: Int,
        before: Permissions,
        after: Permissions,
        kind: Change.Kind,
        decidedAt: Instant,
        recordID: String,
        manifestHash: [UInt8]
    ) {
        (self.arrival, self.owner) = (arrival, owner)
        (self.before, self.after) = (before, after)
        (self.kind, self.decidedAt) = (kind, decidedAt)
        cause = .named(recordID: recordID, manifestHash: manifestHash)
    }

    /// A change that a record caused by arriving.
    init(arrival: Int, owner: Int = 0, before: Permissions, after: Permissions, record: StoredRecord) {
        (self.arrival, self.owner) = (arrival, owner)
        (self.before, self.after) = (before, after)
        (kind, decidedAt) = (.decision, record.decidedAt)
        cause = .record(record)
    }

    /// The last change of a subject that is forgotten.
    init(forgetting stored: StoredSubject, at now: Instant) {
        self.init(
            arrival: 0,
            owner: 0,
            before: stored.state.permissions,
            after: .undecided,
            kind: .forgotten,
            decidedAt: now,
            recordID: "",
            manifestHash: []
        )
    }
}
