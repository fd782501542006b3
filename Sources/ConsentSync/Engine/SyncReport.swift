import ConsentAdapters
public import ConsentTranslation
import ConsentTransport

/// What happens during a run, for whoever watches.
public enum SyncEvent: Sendable {
    /// A page was read. `fraction` is the part of the time to be covered that is behind it, from 0 to 1.
    case page(job: String, pages: Int, records: Int, fraction: Double)
    /// A batch was made durable.
    case committed(job: String, outcome: BatchOutcome)
    /// The transport waits before it goes on.
    case waiting(job: String, reason: String, seconds: Double)
}

/// What one job came to.
public struct JobReport: Sendable {
    /// The job.
    public let job: String
    /// Pages read.
    public internal(set) var pages = 0
    /// Records that were read from them.
    public internal(set) var records = 0
    /// What applying them came to.
    public internal(set) var outcome = BatchOutcome()
    /// Items that could not be read, counted each time they came.
    public internal(set) var quarantined = 0
    /// Subjects of a list about whom the CMP knows nothing.
    public internal(set) var unknownSubjects = 0
    /// Up to when everything has been read; nil where that cannot be said.
    public internal(set) var readUpTo: Instant?
    /// Why the job ended early, if it did. What came before is durable.
    public internal(set) var failure: SyncFailure?
}

/// Why a job ended early.
public struct SyncFailure: Error, Sendable {
    /// Who has to act.
    public enum Kind: Sendable {
        /// The person who wrote the configuration.
        case configuration
        /// The CMP could not be reached, refused, or answered something else than data.
        case source
        /// The store could not be opened or written.
        case store
        /// The run was told to stop.
        case stopped
    }

    /// Who has to act.
    public let kind: Kind
    /// The operator's sentence.
    public let message: String

    /// Creates a failure.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension SyncFailure {
    private static let stopped = "The run was stopped; what was read so far is kept."

    /// Sorts an error by who has to act.
    init(_ error: any Error) {
        switch error {
        case let failure as SyncFailure:
            self = failure
        case is CancellationError:
            self.init(.stopped, Self.stopped)
        case let error as TransportError where error.code == .cancelled:
            self.init(.stopped, Self.stopped)
        case let error as TransportError:
            self.init(.source, error.message)
        case let error as AdapterError:
            self.init(error.code == .contract ? .source : .configuration, error.message)
        case let error as StoreError:
            self.init(.store, error.message)
        case let error as DiagnosticsError:
            self.init(.configuration, error.description)
        case let error as TranslationError:
            self.init(.store, error.description)
        default:
            self.init(.source, "The job failed: \(type(of: error)).")
        }
    }
}

extension JobReport {
    init(job: String) {
        self.job = job
    }

    /// The outcome as it is stored.
    var runOutcome: RunOutcome {
        guard let failure else { return quarantined > 0 ? .completedWithFailures : .completed }
        return failure.kind == .stopped ? .stopped : .failed
    }

    /// The numbers as they are stored.
    var counts: RunCounts {
        RunCounts(
            pages: pages,
            records: records,
            changes: outcome.changes,
            stale: outcome.older,
            quarantined: quarantined
        )
    }
}
