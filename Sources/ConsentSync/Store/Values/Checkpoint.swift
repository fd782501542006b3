public import ConsentTranslation

/// Which listing a cursor belongs to.
public struct StreamKey: Sendable, Hashable {
    /// The job that pulls.
    public let job: String
    /// The adapter's stream.
    public let stream: String
    /// The part of the stream that has a cursor of its own, such as one purpose; empty where there is only one.
    public let partition: String

    /// A key from its parts.
    public init(job: String, stream: String, partition: String = "") {
        self.job = job
        self.stream = stream
        self.partition = partition
    }

    func validate() throws(StoreError) {
        try FieldRule.name("the job").check(job)
        try FieldRule.name("the stream").check(stream)
        try FieldRule.optionalName("the partition").check(partition)
    }
}

extension StreamKey: Comparable {
    /// Orders by job, stream and partition.
    public static func < (left: StreamKey, right: StreamKey) -> Bool {
        (left.job, left.stream, left.partition) < (right.job, right.stream, right.partition)
    }
}

/// A durable position in a listing: everything before it is in the store.
public struct Checkpoint: Sendable, Hashable {
    /// The position, in the adapter's own words.
    public let cursor: String
    /// When it was last written.
    public let updatedAt: Instant

    /// A checkpoint from its parts.
    public init(cursor: String, updatedAt: Instant) {
        self.cursor = cursor
        self.updatedAt = updatedAt
    }
}

/// The position that a batch makes durable together with its records.
public struct CheckpointUpdate: Sendable, Hashable {
    /// The listing.
    public let key: StreamKey
    /// The position after the batch's last page.
    public let cursor: String

    /// An update from its parts.
    public init(key: StreamKey, cursor: String) {
        self.key = key
        self.cursor = cursor
    }

    func validate() throws(StoreError) {
        try key.validate()
        try FieldRule.optionalText("the cursor", StoreLimits.maxCursorBytes).check(cursor)
    }
}
