public import ConsentTranslation
public import OptIn

/// One change of one subject's permissions, as the ledger keeps it for ever.
///
/// The ledger names the subject only by ``link``. Whoever holds the subject's salt can tell whose change it is; once the
/// subject is forgotten and the salt with it, nobody can, and the chain of hashes still holds.
public struct Change: Sendable, Hashable {
    /// What made the change.
    public enum Kind: Int64, Sendable, Hashable, CaseIterable {
        /// A record that arrived.
        case decision = 0
        /// Another policy or another manifest, applied to the records that were there.
        case redecided = 1
        /// Time: a decision became too old to count.
        case expired = 2
        /// The erasure of the subject. It is the subject's last change.
        case forgotten = 3

        /// The word for it.
        public var name: String { String(describing: self) }
    }

    /// The change's number: 1 for the first, without gaps.
    public let number: Int64
    /// The first 16 bytes of SHA-256 over the subject's salt and key.
    public let link: [UInt8]
    /// Whose change it is; nil once the subject is forgotten. Not part of the hash.
    public internal(set) var subject: SubjectID?
    /// The permissions before.
    public let before: Permissions
    /// The permissions after.
    public let after: Permissions
    /// What made the change.
    public let kind: Kind
    /// When the decision was made that caused it; of an expiry when it came about, of an erasure when it was asked for.
    public let decidedAt: Instant
    /// When it was written.
    public let recordedAt: Instant
    /// The record that caused it; empty for an erasure.
    public let recordID: String
    /// SHA-256 of the policy that decided; empty for an erasure.
    public let policyHash: [UInt8]
    /// SHA-256 of the manifest that read the record, or that was applied anew; empty for an erasure.
    public let manifestHash: [UInt8]
    /// The hash of the change before; 32 zero bytes for the first, none where the change before is missing.
    public internal(set) var previousHash: [UInt8]
    /// The hash of this change, see ``ChangeHash``.
    public internal(set) var hash: [UInt8]

    /// A change from its parts, as a store read it; nothing is checked.
    public init(
        number: Int64,
        link: [UInt8],
        subject: SubjectID?,
        before: Permissions,
        after: Permissions,
        kind: Kind = .decision,
        decidedAt: Instant,
        recordedAt: Instant,
        recordID: String,
        policyHash: [UInt8],
        manifestHash: [UInt8],
        previousHash: [UInt8],
        hash: [UInt8]
    ) {
        self.number = number
        self.link = link
        self.subject = subject
        self.before = before
        self.after = after
        self.kind = kind
        self.decidedAt = decidedAt
        self.recordedAt = recordedAt
        self.recordID = recordID
        self.policyHash = policyHash
        self.manifestHash = manifestHash
        self.previousHash = previousHash
        self.hash = hash
    }
}
