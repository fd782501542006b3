public import ConsentTranslation
public import OptIn

/// What a subject's records together permit: derived from them by a policy, and derivable again at any time.
public struct SubjectState: Sendable, Hashable {
    /// The state of each category.
    public var permissions: Permissions
    /// The categories whose state was inferred, not chosen by the subject.
    public var implicit: CategorySet
    /// When the newest decision in it was made; nil where nothing was decided.
    public var decidedAt: Instant?
    /// When the first of its decisions becomes too old to count; nil where none does.
    public var expiresAt: Instant?

    /// The state of a subject of whom nothing is known.
    public static let unknown = SubjectState(permissions: .undecided)

    /// A state from its parts.
    public init(
        permissions: Permissions,
        implicit: CategorySet = [],
        decidedAt: Instant? = nil,
        expiresAt: Instant? = nil
    ) {
        self.permissions = permissions
        self.implicit = implicit
        self.decidedAt = decidedAt
        self.expiresAt = expiresAt
    }
}

/// A subject as a store keeps it.
public struct StoredSubject: Sendable, Hashable {
    /// The subject's key, by which subjects are ordered and paged.
    public let key: SubjectKey
    /// Whose consent it is.
    public let subject: SubjectID
    /// What is permitted.
    public let state: SubjectState
    /// The number of the last change of the subject's permissions; nil where they never changed from undecided.
    public let lastChange: Int64?

    /// A subject from its parts; its key is computed.
    public init(subject: SubjectID, state: SubjectState, lastChange: Int64?) {
        self.key = SubjectKey(subject)
        self.subject = subject
        self.state = state
        self.lastChange = lastChange
    }
}

/// Everything that a store knows about one subject now.
public struct SubjectDetails: Sendable, Hashable {
    /// The subject and its permissions.
    public let stored: StoredSubject
    /// Its records, ordered by adapter and regulation.
    public let records: [StoredRecord]

    /// Details from their parts.
    public init(stored: StoredSubject, records: [StoredRecord]) {
        self.stored = stored
        self.records = records
    }
}
