import ConsentTranslation
import ConsentTransport

/// Collects whole pages and writes them with the position behind the last one.
///
/// While one batch is being written the next one comes together; never are two on their way, so that they become durable
/// in their order.
struct PageBatch {
    let store: any JobStore
    let decider: PolicyDecider
    let limits: BatchLimits
    let policyHash: [UInt8]
    let now: Instant
    /// Told what each batch came to, once it is durable.
    let onCommit: @Sendable (BatchOutcome) -> Void
    let clock: any TransportClock

    /// The position behind the last page that was taken; nil where the stream has none.
    var position: CheckpointUpdate?
    /// What all batches so far came to.
    private(set) var total = BatchOutcome()
    private var records: [StoredRecord] = []
    private var quarantined: [QuarantinedItem] = []
    private var lastFlush: Duration
    private var inFlight: Task<BatchOutcome, any Error>?
    /// Why a batch could not be written. Nothing is written after it: the position of a later batch would stand behind
    /// records that were never kept.
    private var failure: (any Error)?

    init(
        store: any JobStore,
        decider: PolicyDecider,
        limits: BatchLimits,
        policyHash: [UInt8],
        now: Instant,
        clock: any TransportClock,
        onCommit: @escaping @Sendable (BatchOutcome) -> Void
    ) {
        self.store = store
        self.decider = decider
        self.limits = limits
        self.policyHash = policyHash
        self.now = now
        self.clock = clock
        self.onCommit = onCommit
        lastFlush = clock.elapsed
    }

    /// Pages with fewer items are no sign of anything.
    private static let smallPage = 10

    /// Takes what the items of a page came to.
    ///
    /// - Returns: whether it was taken. A page of some size of which nothing can be read is not: then the source has
    ///   changed, and going on would put everybody into quarantine.
    mutating func take(_ taken: RecordIntake.Taken, _ report: inout JobReport) -> Bool {
        if taken.quarantined.count == taken.items, taken.items >= Self.smallPage { return false }
        records += taken.records
        quarantined += taken.quarantined
        report.records += taken.records.count
        report.quarantined += taken.quarantined.count
        return true
    }

    /// Whether the batch has enough rows, or has waited long enough.
    var isFull: Bool {
        records.count + quarantined.count >= limits.rows
            || clock.elapsed - lastFlush >= .milliseconds(limits.milliseconds)
    }

    /// Begins to write what has come together, in one transaction, once the batch before it is durable.
    ///
    /// - Throws: why a batch before it could not be written; what has come together since is let go of then, and is pulled
    ///   again by the next run.
    mutating func flush() async throws {
        lastFlush = clock.elapsed
        try await settle()
        if let failure { throw failure }
        guard !records.isEmpty || !quarantined.isEmpty || position != nil else { return }
        let batch = Batch(
            records: records,
            quarantined: quarantined,
            checkpoint: position,
            policyHash: policyHash,
            now: now
        )
        // A task of its own: whoever stops the run does not stop a transaction half way.
        inFlight = Task { [store, decider] in try await store.apply(batch, deciding: decider) }
        records = []
        quarantined = []
        position = nil
    }

    /// Writes everything and waits until it is durable.
    mutating func finish() async throws {
        try await flush()
        try await settle()
    }

    private mutating func settle() async throws {
        guard let task = inFlight else { return }
        inFlight = nil
        do {
            let outcome = try await task.value
            total += outcome
            onCommit(outcome)
        } catch {
            failure = error
            throw error
        }
    }
}
