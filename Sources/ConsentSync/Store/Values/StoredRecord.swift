public import ConsentTranslation

/// The latest consent record of a subject under one adapter and one regulation, as a store keeps it.
///
/// Subject, adapter and regulation are its identity: a store holds at most one record for each three of them.
public struct StoredRecord: Sendable, Hashable {
    /// Whose consent it is.
    public var subject: SubjectID
    /// The adapter that read it.
    public var adapter: String
    /// The regulation that it was given under; empty where the payload names none.
    public var regulation: String
    /// The vendor's id of the record, or a hash of its content. It outlives the subject in the ledger, so it must not
    /// contain the subject's id.
    public var recordID: String
    /// When the subject decided, which orders records; not when the record arrived.
    public var decidedAt: Instant
    /// The normalised record in canonical form, from which permissions are derived at any later time.
    public var content: [UInt8]
    /// SHA-256 of the manifest that read the payload.
    public var manifestHash: [UInt8]

    /// A record from its parts.
    public init(
        subject: SubjectID,
        adapter: String,
        regulation: String,
        recordID: String,
        decidedAt: Instant,
        content: [UInt8],
        manifestHash: [UInt8]
    ) {
        self.subject = subject
        self.adapter = adapter
        self.regulation = regulation
        self.recordID = recordID
        self.decidedAt = decidedAt
        self.content = content
        self.manifestHash = manifestHash
    }
}

extension StoredRecord {
    /// Checks that a store can keep the record.
    ///
    /// Call it on records from outside before they are put into a batch: a batch with one bad record is refused as a
    /// whole, whereas a bad record found early can go to quarantine alone.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/invalidInput``, naming the field but not its value.
    public func validate() throws(StoreError) {
        try FieldRule.name("the subject's namespace").check(subject.namespace)
        try FieldRule.text("the subject's id", StoreLimits.maxSubjectIDBytes).check(subject.id)
        try FieldRule.name("the adapter").check(adapter)
        try FieldRule.optionalName("the regulation").check(regulation)
        try FieldRule.text("the record id", StoreLimits.maxRecordIDBytes).check(recordID)
        try FieldRule.bytes("the record's content", content, atMost: StoreLimits.maxContentBytes)
        try FieldRule.hash("the manifest hash", manifestHash)
    }
}
