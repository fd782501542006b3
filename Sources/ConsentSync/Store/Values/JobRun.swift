public import ConsentTranslation

/// How a run of a job ended.
public enum RunOutcome: String, Sendable, Hashable, CaseIterable {
    /// Everything was read.
    case completed
    /// Everything was read but for the items in quarantine.
    case completedWithFailures = "completed-with-failures"
    /// It was asked to stop, and did so between two batches.
    case stopped
    /// It gave up.
    case failed
}

/// What a run did.
public struct RunCounts: Sendable, Hashable {
    /// Pages read.
    public var pages: Int
    /// Records seen.
    public var records: Int
    /// Changes appended to the ledger.
    public var changes: Int
    /// Records older than what was there.
    public var stale: Int
    /// Items put into quarantine.
    public var quarantined: Int

    /// Counts, zero unless given.
    public init(pages: Int = 0, records: Int = 0, changes: Int = 0, stale: Int = 0, quarantined: Int = 0) {
        self.pages = pages
        self.records = records
        self.changes = changes
        self.stale = stale
        self.quarantined = quarantined
    }
}

/// A run of a job as a store keeps it.
public struct JobRun: Sendable, Hashable {
    /// The run's number, in order of starting.
    public let number: Int64
    /// The job.
    public let job: String
    /// When it started.
    public let startedAt: Instant
    /// When it ended; nil while it runs, and for ever if it was killed.
    public let finishedAt: Instant?
    /// How it ended; nil as above.
    public let outcome: RunOutcome?
    /// What it did; zero until it ends.
    public let counts: RunCounts

    /// A run from its parts.
    public init(
        number: Int64,
        job: String,
        startedAt: Instant,
        finishedAt: Instant?,
        outcome: RunOutcome?,
        counts: RunCounts
    ) {
        self.number = number
        self.job = job
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.counts = counts
    }
}
