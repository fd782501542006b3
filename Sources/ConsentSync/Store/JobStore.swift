public import ConsentTranslation

/// What running jobs and deciding again ask of a store: a part of ``ConsentStore`` that a ``DryRunStore`` keeps too.
///
/// Every function throws ``StoreError``, `CancellationError`, or what a decider threw.
public protocol JobStore: Sendable {
    /// Applies a batch in one transaction.
    ///
    /// Records are taken subject by subject in the order of the subjects' keys, and within a subject in order of
    /// arrival. The permissions are derived anew after *each* record that was added or replaced another, and each
    /// difference is one change in the ledger. Deriving them once a batch would be cheaper, but what the ledger says
    /// would then depend on where a batch happened to end; this way it is the same, whatever the batch size and
    /// wherever a run was interrupted. Changes are numbered in order of arrival for the same reason.
    @discardableResult
    func apply(_ batch: Batch, deciding decider: any RecordDecider) async throws -> BatchOutcome

    /// Derives the permissions of subjects anew from their records, in one transaction.
    ///
    /// Each difference is one change in the ledger; a subject of whom nothing differs is not written.
    @discardableResult
    func revise(_ revision: Revision, deciding decider: any RecordDecider) async throws -> RevisionOutcome

    /// Subjects whose ``SubjectState/expiresAt`` has come, the earliest first. None is the end.
    func subjects(expiredBy time: Instant, limit: Int) async throws -> [SubjectKey]

    /// The position of one listing; nil where none was written.
    func checkpoint(for key: StreamKey) async throws -> Checkpoint?

    /// A page of the keys of all subjects, ascending. An empty page is the end.
    ///
    /// At most ``StoreLimits/maxPageRows`` keys are returned.
    func subjectKeys(after key: SubjectKey?, limit: Int) async throws -> [SubjectKey]

    /// Everything known about a subject; nil where nothing is.
    func subject(_ subject: SubjectID) async throws -> SubjectDetails?

    /// A page of changes of all subjects with numbers above `number`, ascending. An empty page is the end.
    ///
    /// At most ``StoreLimits/maxPageRows`` rows are returned.
    func changes(after number: Int64, limit: Int) async throws -> [Change]

    /// Notes that a run of a job starts, and returns its number.
    func beginRun(job: String, at start: Instant) async throws -> Int64
    /// Notes how a run ended.
    func finishRun(_ number: Int64, at end: Instant, outcome: RunOutcome, counts: RunCounts) async throws

    /// Keeps a manifest's text under its hash, so that every manifest that ever decided something is known.
    func remember(manifest hash: [UInt8], id: String, text: String) async throws
    /// Keeps a policy's text under its hash.
    func remember(policy hash: [UInt8], text: String) async throws
}

extension ConsentStore {
    /// Implements ``JobStore/subjectKeys(after:limit:)``.
    public func subjectKeys(after key: SubjectKey?, limit: Int) async throws -> [SubjectKey] {
        try await subjects(approving: [], after: key, limit: limit).map(\.key)
    }
}
