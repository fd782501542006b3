import ConsentTranslation
import ConsentTransport

/// Collects whole pages and writes them with the position behind the last one.
struct PageBatch {
    let store: any JobStore
    let decider: PolicyDecider
    let limits: BatchLimits
    let policyHash: [UInt8]
    let now: Instant
    let clock: any TransportClock

    /// The position behind the last page that was taken; nil where the stream has none.
    var position: CheckpointUpdate?
    /// What all batches so far came to.
    private(set) var total = BatchOutcome()
    private var records: [StoredRecord] = []
    private var quarantined: [QuarantinedItem] = []
    private var lastFlush: Duration

    init(
        store: any JobStore,
        decider: PolicyDecider,
        limits: BatchLimits,
        policyHash: [UInt8],
        now: Instant,
        clock: any TransportClock
    ) {
        self.store = store
        self.decider = decider
        self.limits = limits
        self.policyHash = policyHash
        self.now = now
        self.clock = clock
        lastFlush = clock.elapsed
    }

    /// Pages with fewer items are no sign of anything.
    private static let smallPage = 10

    /// Takes what the items of a page came to.
    ///
    /// - Returns: whether it was taken. A page of some size of which nothing can be read is not: then the source has
    ///   changed, and going on would put everybody into quarantine.
    mutating func take(_ outcomes: [RecordIntake.Outcome], _ report: inout JobReport) -> Bool {
        var (read, refused) = ([StoredRecord](), [QuarantinedItem]())
        for outcome in outcomes {
            switch outcome {
            case .records(let records): read += records
            case .quarantined(let item): refused.append(item)
            }
        }
        if refused.count == outcomes.count, outcomes.count >= Self.smallPage { return false }
        records += read
        quarantined += refused
        report.records += read.count
        report.quarantined += refused.count
        return true
    }

    /// Whether the batch has enough rows, or has waited long enough.
    var isFull: Bool {
        records.count + quarantined.count >= limits.rows
            || clock.elapsed - lastFlush >= .milliseconds(limits.milliseconds)
    }

    /// Writes what has come together in one transaction.
    ///
    /// - Returns: what it came to; nil if there was nothing to write.
    mutating func flush() async throws -> BatchOutcome? {
        lastFlush = clock.elapsed
        guard !records.isEmpty || !quarantined.isEmpty || position != nil else { return nil }
        let batch = Batch(
            records: records,
            quarantined: quarantined,
            checkpoint: position,
            policyHash: policyHash,
            now: now
        )
        let outcome = try await store.apply(batch, deciding: decider)
        records.removeAll(keepingCapacity: true)
        quarantined.removeAll(keepingCapacity: true)
        position = nil
        total += outcome
        return outcome
    }
}
