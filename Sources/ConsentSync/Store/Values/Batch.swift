public import ConsentTranslation

/// What a store applies in one transaction: whole pages, what could not be read in them, and the position after them.
public struct Batch: Sendable {
    /// The records in order of arrival.
    public var records: [StoredRecord]
    /// What could not be read.
    public var quarantined: [QuarantinedItem]
    /// Numbers of quarantine entries that the records were read from at last, and that go.
    public var released: [Int64] = []
    /// The position after the last page; nil for batches that come from no listing.
    public var checkpoint: CheckpointUpdate?
    /// SHA-256 of the policy that decides; stored with each change.
    public var policyHash: [UInt8]
    /// The moment of applying, which changes and checkpoints are stamped with.
    public var now: Instant

    /// A batch from its parts.
    public init(
        records: [StoredRecord] = [],
        quarantined: [QuarantinedItem] = [],
        checkpoint: CheckpointUpdate? = nil,
        policyHash: [UInt8],
        now: Instant
    ) {
        self.records = records
        self.quarantined = quarantined
        self.checkpoint = checkpoint
        self.policyHash = policyHash
        self.now = now
    }

    /// Checks everything in the batch.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/invalidInput``.
    public func validate() throws(StoreError) {
        try FieldRule.count("records", records.count, atMost: StoreLimits.maxBatchRecords)
        try FieldRule.count("quarantined items", quarantined.count, atMost: StoreLimits.maxBatchQuarantined)
        try FieldRule.hash("the policy hash", policyHash)
        var last: StoredRecord?
        for record in records {
            try record.validate(after: last)
            last = record
        }
        for item in quarantined { try item.validate() }
        try checkpoint?.validate()
    }
}

/// What applying batches came to.
public struct BatchOutcome: Sendable, Hashable {
    /// Records given.
    public var recordsSeen = 0
    /// Records of a subject, adapter and regulation that had none.
    public var added = 0
    /// Records that took the place of an earlier one.
    public var replaced = 0
    /// Records that were there already.
    public var identical = 0
    /// Records older than what is there, which changed nothing.
    public var older = 0
    /// Changes appended to the ledger.
    public var changes = 0
    /// Quarantined items met for the first time.
    public var quarantinedNew = 0

    /// Nothing at all.
    public init() {}

    /// Adds the counts of another outcome.
    public static func += (left: inout BatchOutcome, right: BatchOutcome) {
        left.recordsSeen += right.recordsSeen
        left.added += right.added
        left.replaced += right.replaced
        left.identical += right.identical
        left.older += right.older
        left.changes += right.changes
        left.quarantinedNew += right.quarantinedNew
    }
}
