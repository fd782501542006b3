import ConsentTranslation
import OptIn

/// The last change of a ledger: its number and its hash, which together stand for everything before.
///
/// A store keeps it beside the changes, in the same transaction, so that a removed tail is noticed. Whoever writes it
/// down elsewhere can later prove that nothing before was altered, even by somebody who can write to the store.
public struct LedgerHead: Sendable, Hashable {
    /// The number of the last change; 0 in an empty ledger.
    public let number: Int64
    /// The hash of the last change; ``ChangeHash/origin`` in an empty ledger.
    public let hash: [UInt8]

    /// The head of an empty ledger.
    public static let empty = LedgerHead(number: 0, hash: ChangeHash.origin)

    /// A head from its parts.
    public init(number: Int64, hash: [UInt8]) {
        self.number = number
        self.hash = hash
    }

    /// Appends a change: numbers it, chains it to the head, and moves the head to it. Whose it is only the link says.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/ledgerBroken`` where no number is left.
    mutating func append(
        _ draft: ChangeDraft,
        link: [UInt8],
        policyHash: [UInt8] = [],
        at now: Instant
    ) throws(StoreError) -> Change {
        let (next, overflows) = number.addingReportingOverflow(1)
        guard !overflows else {
            throw StoreError(.ledgerBroken, "The ledger has no number left; its head is damaged, restore a copy")
        }
        var appended = Change(
            number: next,
            link: link,
            subject: nil,
            before: draft.before,
            after: draft.after,
            kind: draft.kind,
            decidedAt: draft.decidedAt,
            recordedAt: now,
            recordID: draft.record?.recordID ?? "",
            policyHash: policyHash,
            manifestHash: draft.manifestHash,
            previousHash: hash,
            hash: []
        )
        appended.hash = ChangeHash.hash(of: appended)
        self = LedgerHead(number: next, hash: appended.hash)
        return appended
    }
}

/// A change that has no number yet.
struct ChangeDraft: Sendable {
    /// The position in the batch of what caused it.
    let arrival: Int
    /// Whose change it is: the subject's place among those of whom something is to be written.
    let owner: Int
    let before: Permissions
    let after: Permissions
    let kind: Change.Kind
    let decidedAt: Instant
    /// The record that caused it, if one did.
    let record: StoredRecord?
    let manifestHash: [UInt8]
}

extension ChangeDraft {
    /// The last change of a subject that is forgotten.
    init(forgetting stored: StoredSubject, at now: Instant) {
        self.init(
            arrival: 0,
            owner: 0,
            before: stored.state.permissions,
            after: .undecided,
            kind: .forgotten,
            decidedAt: now,
            record: nil,
            manifestHash: []
        )
    }

    /// A change that a record caused by arriving.
    init(arrival: Int, owner: Int = 0, before: Permissions, after: Permissions, record: StoredRecord) {
        self.init(
            arrival: arrival,
            owner: owner,
            before: before,
            after: after,
            kind: .decision,
            decidedAt: record.decidedAt,
            record: record,
            manifestHash: record.manifestHash
        )
    }
}
