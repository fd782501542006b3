public import ConsentTranslation

/// Subjects whose permissions are derived anew from the records that are stored, in one transaction.
public struct Revision: Sendable {
    /// Why: ``Change/Kind/redecided`` or ``Change/Kind/expired``.
    public var kind: Change.Kind
    /// Whom. Keys of nobody are passed over.
    public var keys: [SubjectKey]
    /// The position that becomes durable with the page; nil for none.
    public var checkpoint: CheckpointUpdate?
    /// SHA-256 of the policy that decides.
    public var policyHash: [UInt8]
    /// SHA-256 of the manifest in use, by the adapter's id.
    public var manifestHashes: [String: [UInt8]]
    /// The moment of deriving.
    public var now: Instant

    /// A revision from its parts.
    public init(
        kind: Change.Kind,
        keys: [SubjectKey],
        checkpoint: CheckpointUpdate? = nil,
        policyHash: [UInt8],
        manifestHashes: [String: [UInt8]] = [:],
        now: Instant
    ) {
        self.kind = kind
        self.keys = keys
        self.checkpoint = checkpoint
        self.policyHash = policyHash
        self.manifestHashes = manifestHashes
        self.now = now
    }

    /// Checks everything in the revision.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/invalidInput``.
    public func validate() throws(StoreError) {
        try FieldRule.count("subjects", keys.count, atMost: StoreLimits.maxPageRows)
        try FieldRule.hash("the policy hash", policyHash)
        for hash in manifestHashes.values { try FieldRule.hash("the manifest hash", hash) }
        try checkpoint?.validate()
    }
}

/// What deriving anew came to.
public struct RevisionOutcome: Sendable, Hashable {
    /// Subjects looked at.
    public var examined = 0
    /// Subjects of whom anything was written, be it only the next expiry.
    public var updated = 0
    /// Changes appended to the ledger.
    public var changes = 0

    /// Nothing at all.
    public init() {}

    /// Adds the counts of another outcome.
    public static func += (left: inout RevisionOutcome, right: RevisionOutcome) {
        left.examined += right.examined
        left.updated += right.updated
        left.changes += right.changes
    }
}
