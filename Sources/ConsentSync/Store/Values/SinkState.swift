public import ConsentTranslation

/// Where a sink stands.
public struct SinkState: Sendable, Hashable {
    /// The number of the last change that was dealt with.
    public var position: Int64
    /// Changes that were delivered, counted each time.
    public var done: Int
    /// Changes that are none of the sink's business.
    public var skipped: Int
    /// Changes that are parked now.
    public var parked: Int
    /// When it was last written to.
    public var updatedAt: Instant

    /// A state from its parts.
    public init(position: Int64 = 0, done: Int = 0, skipped: Int = 0, parked: Int = 0, updatedAt: Instant) {
        self.position = position
        self.done = done
        self.skipped = skipped
        self.parked = parked
        self.updatedAt = updatedAt
    }
}

/// A change that a sink did not take, kept aside so that the others go on.
public struct ParkedChange: Sendable, Hashable {
    /// The number of the change.
    public let number: Int64
    /// Why the sink did not take it. Never a part of what was sent.
    public let reason: String
    /// When it was parked.
    public let parkedAt: Instant

    /// A parked change from its parts.
    public init(number: Int64, reason: String, parkedAt: Instant) {
        self.number = number
        self.reason = reason
        self.parkedAt = parkedAt
    }
}

/// What became of some deliveries to a sink.
public struct DeliveryNote: Sendable, Hashable {
    /// The sink.
    public var sink: String
    /// The number of the last change that was dealt with; the store never goes back.
    public var position: Int64
    /// Changes that were delivered.
    public var done = 0
    /// Changes that are none of the sink's business.
    public var skipped = 0
    /// Changes to park, with the reason of each.
    public var parked: [Int64: String] = [:]
    /// Parked changes that are no longer so.
    public var released: [Int64] = []
    /// When.
    public var now: Instant

    /// A note of nothing yet.
    public init(sink: String, position: Int64, now: Instant) {
        self.sink = sink
        self.position = position
        self.now = now
    }

    /// Checks the note.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/invalidInput``.
    public func validate() throws(StoreError) {
        try FieldRule.name("the sink").check(sink)
        for reason in parked.values {
            try FieldRule.optionalText("the reason", StoreLimits.maxMessageBytes).check(reason)
        }
    }
}
