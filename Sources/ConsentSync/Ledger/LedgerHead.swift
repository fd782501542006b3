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
        let next = try Self.number(after: number)
        var appended = Change(
            number: next,
            link: link,
            subject: nil,
            before: draft.before,
            after: draft.after,
            kind: draft.kind,
            decidedAt: draft.decidedAt,
            recordedAt: now,
            recordID: draft.recordID,
            policyHash: policyHash,
            manifestHash: draft.manifestHash,
            previousHash: hash,
            hash: []
        )
        appended.hash = ChangeHash.hash(of: appended)
        self = LedgerHead(number: next, hash: appended.hash)
        return appended
    }

    /// The number of the next change.
    static func number(after number: Int64) throws(StoreError) -> Int64 {
        let (next, overflows) = number.addingReportingOverflow(1)
        guard !overflows else {
            throw StoreError(.ledgerBroken, "The ledger has no number left; its head is damaged, restore a copy")
        }
        return next
    }
}
