import ConsentTranslation
import Crypto

/// A ledger's head while many changes are appended, in memory that is used again for each.
///
/// It comes to what ``LedgerHead/append(_:link:policyHash:at:)`` comes to, without making a ``Change`` of each.
struct LedgerChain: ~Copyable {
    /// The number of the last change.
    private(set) var number: Int64
    /// The hash of the last change.
    private(set) var hash: [UInt8]
    private var hashed: [UInt8] = []

    /// The chain after a head.
    init(after head: LedgerHead) {
        (number, hash) = (head.number, head.hash)
        hashed.reserveCapacity(ChangeHash.usualBytes)
    }

    /// The last change.
    var head: LedgerHead { LedgerHead(number: number, hash: hash) }

    /// Numbers a change, chains it to the last, and goes on to it.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/ledgerBroken`` where no number is left.
    mutating func append(
        _ draft: ChangeDraft,
        link: ShortHash,
        policyHash: [UInt8],
        at now: Instant
    ) throws(StoreError) {
        number = try LedgerHead.number(after: number)
        ChangeHash.write(
            draft,
            number: number,
            previousHash: hash,
            link: link,
            policyHash: policyHash,
            at: now,
            to: &hashed
        )
        SHA256.hash(data: hashed).write(to: &hash)
    }
}
