import ConsentTranslation
import Crypto
import OptIn

/// The hash that chains the ledger.
///
/// SHA-256 over these bytes, integers most significant byte first:
///
/// | bytes | what |
/// | --- | --- |
/// | 32 | hash of the change before, zeros for the first |
/// | 8 | number |
/// | 4 + n | link: its length, its bytes |
/// | 1, 1 | before: approved mask, decided mask |
/// | 1, 1 | after: approved mask, decided mask |
/// | 8 | decided at, milliseconds since 1970, two's complement |
/// | 8 | recorded at, likewise |
/// | 4 + n | record id: its length in UTF-8, its bytes |
/// | 4 + n | policy hash: its length, its bytes |
/// | 4 + n | manifest hash: its length, its bytes |
/// | 0 or 1 | nothing for a decision, else ``Change/Kind``; at the end, so that what was hashed before there were kinds holds |
///
/// Lengths come before everything of variable length, so that no two different changes have the same bytes. The
/// format is stored for ever in every ledger and never changes.
public enum ChangeHash {
    /// What stands for the hash before the first change.
    public static let origin = [UInt8](repeating: 0, count: StoreLimits.hashBytes)

    /// The hash that a change must have, from its fields and its ``Change/previousHash``.
    public static func hash(of change: Change) -> [UInt8] {
        SHA256.bytes(of: bytes(of: change))
    }

    /// The bytes that are hashed.
    static func bytes(of change: Change) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(usualBytes)
        bytes += change.previousHash
        bytes.append(bigEndian: change.number)
        append(change.link, to: &bytes)
        append(
            ChangeDraft(
                arrival: 0,
                owner: 0,
                before: change.before,
                after: change.after,
                kind: change.kind,
                decidedAt: change.decidedAt,
                recordID: change.recordID,
                manifestHash: change.manifestHash
            ),
            policyHash: change.policyHash,
            at: change.recordedAt,
            to: &bytes
        )
        return bytes
    }

    /// Replaces what is in a buffer by the bytes that are hashed of a change that is not made yet.
    static func write(
        _ draft: ChangeDraft,
        number: Int64,
        previousHash: [UInt8],
        link: ShortHash,
        policyHash: [UInt8],
        at now: Instant,
        to bytes: inout [UInt8]
    ) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: previousHash)
        bytes.append(bigEndian: number)
        bytes.append(bigEndian: UInt32(ShortHash.byteCount))
        link.append(to: &bytes)
        append(draft, policyHash: policyHash, at: now, to: &bytes)
    }

    /// About so many bytes are hashed.
    static let usualBytes = 256

    /// Everything after the link.
    private static func append(
        _ draft: ChangeDraft,
        policyHash: [UInt8],
        at now: Instant,
        to bytes: inout [UInt8]
    ) {
        bytes.append(draft.before.approved.rawValue)
        bytes.append(draft.before.decided.rawValue)
        bytes.append(draft.after.approved.rawValue)
        bytes.append(draft.after.decided.rawValue)
        bytes.append(bigEndian: draft.decidedAt.milliseconds)
        bytes.append(bigEndian: now.milliseconds)
        let recordID = draft.recordID
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: recordID.utf8.count))
        bytes.append(contentsOf: recordID.utf8)
        append(policyHash, to: &bytes)
        append(draft.manifestHash, to: &bytes)
        if draft.kind != .decision { bytes.append(UInt8(truncatingIfNeeded: draft.kind.rawValue)) }
    }

    private static func append(_ field: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: field.count))
        bytes += field
    }
}
