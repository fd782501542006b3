public import ConsentTranslation

/// The latest consent record of a subject under one adapter and one regulation, as a store keeps it.
///
/// Subject, adapter and regulation are its identity: a store holds at most one record for each three of them.
///
/// The fields lie behind one reference: a batch holds tens of thousands of rows and hands each of them on several times.
public struct StoredRecord: Sendable {
    /// Everything that is stored of a record.
    struct Fields: Sendable, Hashable {
        var subject: SubjectID
        var adapter: String
        var regulation: String
        var recordID: String
        var decidedAt: Instant
        var content: [UInt8]
        var manifestHash: [UInt8]
    }

    /// Never changed once it is made: a row with another field has another box.
    private final class Box: Sendable {
        let key: SubjectKey
        let fields: Fields
        let foreseen: ForeseenOutcome?
        /// Whether the fields were found fit to be kept.
        let isSound: Bool

        init(_ fields: Fields, key: SubjectKey? = nil, foreseen: ForeseenOutcome? = nil, isSound: Bool = false) {
            self.key = key ?? SubjectKey(fields.subject)
            self.fields = fields
            self.foreseen = foreseen
            self.isSound = isSound
        }
    }

    private var box: Box

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
        self.init(
            Fields(
                subject: subject,
                adapter: adapter,
                regulation: regulation,
                recordID: recordID,
                decidedAt: decidedAt,
                content: content,
                manifestHash: manifestHash
            )
        )
    }

    /// A record of these fields.
    ///
    /// - Parameters:
    ///   - key: the subject's key; worked out if it is not at hand.
    ///   - foreseen: what a decider makes of the content, where it has been asked already.
    init(_ fields: Fields, key: SubjectKey? = nil, foreseen: ForeseenOutcome? = nil) {
        box = Box(fields, key: key, foreseen: foreseen)
    }

    /// A record of these fields that a store can keep, which no batch has to check again.
    ///
    /// - Throws: ``StoreError`` as ``validate()``.
    init(checking fields: Fields, foreseen: ForeseenOutcome) throws(StoreError) {
        try fields.validate(after: nil)
        box = Box(fields, foreseen: foreseen, isSound: true)
    }

    /// Whose consent it is.
    public var subject: SubjectID {
        get { box.fields.subject }
        set { change { $0.subject = newValue } }
    }
    /// The adapter that read it.
    public var adapter: String {
        get { box.fields.adapter }
        set { change { $0.adapter = newValue } }
    }
    /// The regulation that it was given under; empty where the payload names none.
    public var regulation: String {
        get { box.fields.regulation }
        set { change { $0.regulation = newValue } }
    }
    /// The vendor's id of the record, or a hash of its content. It outlives the subject in the ledger, so it must not
    /// contain the subject's id.
    public var recordID: String {
        get { box.fields.recordID }
        set { change { $0.recordID = newValue } }
    }
    /// When the subject decided, which orders records; not when the record arrived.
    public var decidedAt: Instant {
        get { box.fields.decidedAt }
        set { change { $0.decidedAt = newValue } }
    }
    /// The normalised record in canonical form, from which permissions are derived at any later time.
    public var content: [UInt8] {
        get { box.fields.content }
        set { change { $0.content = newValue } }
    }
    /// SHA-256 of the manifest that read the payload.
    public var manifestHash: [UInt8] {
        get { box.fields.manifestHash }
        set { change { $0.manifestHash = newValue } }
    }

    /// The subject's key, worked out once.
    var key: SubjectKey { box.key }

    /// What a decider made of the content when the record arrived, if it was asked.
    var foreseen: ForeseenOutcome? { box.foreseen }

    /// Whether it is the very row, of which whatever was checked is true of this.
    func isSameRow(as other: StoredRecord) -> Bool { box === other.box }

    /// What was foreseen of other fields is forgotten.
    private mutating func change(_ edit: (inout Fields) -> Void) {
        var fields = box.fields
        edit(&fields)
        box = Box(fields)
    }
}

extension StoredRecord: Hashable {
    /// Rows are equal by their fields, whatever was foreseen of them.
    public static func == (left: StoredRecord, right: StoredRecord) -> Bool {
        left.box === right.box || left.box.fields == right.box.fields
    }

    /// Hashes the fields.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(box.fields)
    }
}

extension StoredRecord {
    /// Checks that a store can keep the record.
    ///
    /// Call it on records from outside before they are put into a batch: a batch with one bad record is refused as a
    /// whole, whereas a bad record found early can go to quarantine alone.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/invalidInput``, naming the field but not its value.
    public func validate() throws(StoreError) { try validate(after: nil) }

    /// The same, given a record that passed: the names of one are mostly those of the next.
    func validate(after sound: StoredRecord?) throws(StoreError) {
        if !box.isSound { try box.fields.validate(after: sound?.box.fields) }
    }
}

extension StoredRecord.Fields {
    fileprivate func validate(after sound: Self?) throws(StoreError) {
        if subject.namespace != sound?.subject.namespace {
            try FieldRule.name("the subject's namespace").check(subject.namespace)
        }
        try FieldRule.text("the subject's id", StoreLimits.maxSubjectIDBytes).check(subject.id)
        if adapter != sound?.adapter { try FieldRule.name("the adapter").check(adapter) }
        if regulation != sound?.regulation { try FieldRule.optionalName("the regulation").check(regulation) }
        try FieldRule.text("the record id", StoreLimits.maxRecordIDBytes).check(recordID)
        try FieldRule.bytes("the record's content", content, atMost: StoreLimits.maxContentBytes)
        try FieldRule.hash("the manifest hash", manifestHash)
    }
}

extension StoredRecord {
    /// The normalised record.
    ///
    /// - Throws: `TranslationError` where `content` is damaged.
    func record() throws -> ConsentRecord { try ConsentRecord(canonical: content) }
}

/// What a decider made of a record when it arrived, so that nobody has to read the content again.
///
/// It counts for that decider alone: another policy, another time or another mapping come to something else.
struct ForeseenOutcome: Sendable {
    /// Who decided.
    let decider: PolicyDecider.Identity
    /// What it came to, without explanations.
    let outcome: RecordOutcome
}
