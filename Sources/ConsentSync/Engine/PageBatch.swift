import ConsentTranslation

/// Collects whole pages and writes them with the position behind the last one.
///
/// While one batch is being written the next one comes together; never are two on their way, so that they become durable
/// in their order.
struct PageBatch {
    let store: any ConsentStore
    let decider: PolicyDecider
    let limits: BatchLimits
    let policyHash: [UInt8]
    let now: Instant
    /// Told what each batch came to, once it is durable.
    let onCommit: @Sendable (BatchOutcome) -> Void

    /// The position behind the last page that was taken; nil where the stream has none.
    var position: CheckpointUpdate?
    /// What all batches so far came to.
    private(set) var total = BatchOutcome()
    private var records: [StoredRecord] = []
    private var quarantined: [QuarantinedItem] = []
    private var lastFlush = ContinuousClock.now
    private var inFlight: Task<BatchOutcome, any Error>?

    init(
        store: any ConsentStore,
        decider: PolicyDecider,
        limits: BatchLimits,
        policyHash: [UInt8],
        now: Instant,
        onCommit: @escaping @Sendable (BatchOutcome) -> Void
    ) {
        self.store = store
        self.decider = decider
        self.limits = limits
        self.policyHash = policyHash
        self.now = now
        self.onCommit = onCommit
    }

    mutating func add(_ record: StoredRecord) { records.append(record) }

    mutating func add(_ item: QuarantinedItem) { quarantined.append(item) }

    /// Whether the batch has enough rows, or has waited long enough.
    var isFull: Bool {
        records.count + quarantined.count >= limits.rows
            || ContinuousClock.now - lastFlush >= .milliseconds(limits.milliseconds)
    }

    /// Begins to write what has come together, in one transaction, once the batch before it is durable.
    ///
    /// - Throws: why the batch before it could not be written; what has come together since is let go of then, and is
    ///   pulled again by the next run.
    mutating func flush() async throws {
        lastFlush = .now
        try await settle()
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
        let outcome = try await task.value
        total += outcome
        onCommit(outcome)
    }
}
