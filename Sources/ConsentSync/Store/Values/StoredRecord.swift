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
    public var content: [UInt8] {
        didSet { decoded = DecodedRecord() }
    }
    /// SHA-256 of the manifest that read the payload.
    public var manifestHash: [UInt8]
    /// The record of which `content` was made, where it is still at hand.
    private(set) var decoded = DecodedRecord()

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

extension StoredRecord {
    /// The normalised record.
    ///
    /// - Throws: `TranslationError` where `content` is damaged.
    func record() throws -> ConsentRecord { try decoded.record ?? ConsentRecord(canonical: content) }

    /// The same row with the record of which its content was made.
    func remembering(_ record: ConsentRecord) -> StoredRecord {
        var row = self
        row.decoded = DecodedRecord(record: record)
        return row
    }
}

/// What a row's content says, kept so that nobody reads it again. It is no part of the row: two rows are equal with and
/// without it.
struct DecodedRecord: Sendable, Hashable {
    /// One reference, since rows are copied often and a record has many parts.
    private final class Box: Sendable {
        let record: ConsentRecord

        init(_ record: ConsentRecord) { self.record = record }
    }

    private let box: Box?

    init(record: ConsentRecord? = nil) { box = record.map(Box.init) }

    var record: ConsentRecord? { box?.record }

    static func == (left: DecodedRecord, right: DecodedRecord) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
