public import ConsentTranslation

/// Something that arrived and could not be read: kept with the reason, and never counted as consent.
///
/// Job, stream and payload hash are its identity: the same damaged item met again is the same entry seen once more.
public struct QuarantinedItem: Sendable, Hashable {
    /// The job that met it.
    public var job: String
    /// The adapter that could not read it.
    public var adapter: String
    /// The stream that it came from.
    public var stream: String
    /// Where it was, such as `page 12 item 7`. Never a part of the payload, and no id.
    public var recordHint: String?
    /// The stable code of the error.
    public var code: String
    /// The error's sentence.
    public var message: String
    /// When it was met.
    public var at: Instant
    /// SHA-256 of the payload.
    public var payloadHash: [UInt8]
    /// The payload itself, for a later retry; nil unless the job says that payloads are kept.
    public var payload: [UInt8]?

    /// An item from its parts.
    public init(
        job: String,
        adapter: String,
        stream: String,
        recordHint: String? = nil,
        code: String,
        message: String,
        at: Instant,
        payloadHash: [UInt8],
        payload: [UInt8]? = nil
    ) {
        self.job = job
        self.adapter = adapter
        self.stream = stream
        self.recordHint = recordHint
        self.code = code
        self.message = message
        self.at = at
        self.payloadHash = payloadHash
        self.payload = payload
    }

    func validate() throws(StoreError) {
        try FieldRule.name("the quarantined item's job").check(job)
        try FieldRule.name("the quarantined item's adapter").check(adapter)
        try FieldRule.optionalName("the quarantined item's stream").check(stream)
        try FieldRule.name("the quarantined item's code").check(code)
        try FieldRule.optionalText("the quarantined item's message", StoreLimits.maxMessageBytes).check(message)
        if let recordHint {
            try FieldRule.optionalText("the quarantined item's position", StoreLimits.maxMessageBytes).check(recordHint)
        }
        try FieldRule.hash("the quarantined item's payload hash", payloadHash)
        if let payload {
            try FieldRule.bytes("the quarantined item's payload", payload, atMost: StoreLimits.maxPayloadBytes)
        }
    }
}

/// A quarantined item as a store keeps it.
public struct QuarantineEntry: Sendable, Hashable {
    /// The entry's number, by which entries are ordered and paged; never used twice.
    public let number: Int64
    /// The item as it was met last; ``QuarantinedItem/at`` is the first time.
    public let item: QuarantinedItem
    /// When it was met last.
    public let lastSeen: Instant
    /// How often it was met.
    public let timesSeen: Int

    /// An entry from its parts.
    public init(number: Int64, item: QuarantinedItem, lastSeen: Instant, timesSeen: Int) {
        self.number = number
        self.item = item
        self.lastSeen = lastSeen
        self.timesSeen = timesSeen
    }
}
