public import ConsentTranslation
public import OptIn

/// Keeps the latest records, the permissions derived from them, and the ledger of every change.
///
/// Every store passes the same law tests. The laws: a batch is applied wholly or not at all, together with its
/// checkpoint; once ``apply(_:deciding:)`` has returned, the batch survives a crash; applying a batch again changes
/// nothing; how records are cut into batches makes no difference to records, permissions and ledger; a change is
/// never altered or removed.
///
/// Every function throws ``StoreError``, `CancellationError`, or what a decider threw.
public protocol ConsentStore: JobStore, PermissionStore {
    /// All positions.
    func checkpoints() async throws -> [StreamKey: Checkpoint]

    /// The subjects with this id in any namespace, ordered by namespace.
    func subjects(withID id: String) async throws -> [StoredSubject]
    /// A page of the subjects who approved all of the given categories, ascending by key.
    ///
    /// An empty page is the end. At most ``StoreLimits/maxPageRows`` rows are returned.
    func subjects(approving categories: CategorySet, after key: SubjectKey?, limit: Int) async throws -> [StoredSubject]
    /// The number of subjects in each state of each category.
    func permissionCounts() async throws -> PermissionCounts

    /// A page of changes with numbers above `number`, ascending; of one subject where one is given.
    ///
    /// An empty page is the end. At most ``StoreLimits/maxPageRows`` rows are returned.
    func changes(after number: Int64, limit: Int, of subject: SubjectID?) async throws -> [Change]
    /// The number of the last change; 0 where there is none.
    func lastChange() async throws -> Int64
    /// Recomputes the ledger's chain in constant memory and names the first row that does not fit.
    ///
    /// - Parameter progress: Called now and then with the rows checked so far and the rows in all.
    func verifyLedger(progress: @Sendable (_ checked: Int64, _ total: Int64) -> Void) async throws -> LedgerReport

    /// Erases a subject in one transaction: a last change of the kind ``Change/Kind/forgotten`` is appended, and the
    /// subject's row with its salt, its records, and what quarantine keeps of payloads with its id go.
    ///
    /// A tombstone remembers whom the last change is about until ``removeTombstones(_:)``, so that sinks can be told.
    ///
    /// - Returns: what was erased; nil where nobody of that id is stored.
    func forget(_ subject: SubjectID, at now: Instant) async throws -> Erasure?
    /// The tombstones, ascending by number.
    func tombstones() async throws -> [Tombstone]
    /// Removes tombstones and every trace of them from the storage: from now on nothing tells whose their links were.
    func removeTombstones(_ numbers: [Int64]) async throws

    /// Where a sink stands; nil for one that was never written to.
    func sinkState(_ name: String) async throws -> SinkState?
    /// Makes durable what became of a sink's deliveries, in one transaction.
    func note(_ delivered: DeliveryNote) async throws
    /// A page of a sink's parked changes with numbers above `number`, ascending. An empty page is the end.
    func parked(in sink: String, after number: Int64, limit: Int) async throws -> [ParkedChange]

    /// A page of quarantine entries with numbers above `number`, ascending. An empty page is the end.
    func quarantine(after number: Int64, limit: Int) async throws -> [QuarantineEntry]
    /// The number of quarantine entries, of one job where one is given.
    func quarantineCount(job: String?) async throws -> Int

    /// Removes quarantine entries.
    ///
    /// - Returns: how many of the numbers there were.
    func dropQuarantined(_ numbers: [Int64]) async throws -> Int

    /// The last run of a job; nil where it never ran.
    func lastRun(of job: String) async throws -> JobRun?

    /// The id and the text of a manifest that was kept.
    func manifest(_ hash: [UInt8]) async throws -> (id: String, text: String)?
    /// The text of a policy that was kept.
    func policy(_ hash: [UInt8]) async throws -> String?

    /// How much the store holds.
    func totals() async throws -> StoreTotals
    /// Checks the storage itself; one sentence for each fault, none where it is sound.
    func integrityCheck() async throws -> [String]
}

extension ConsentStore {
    /// Implements ``JobStore/changes(after:limit:)``.
    public func changes(after number: Int64, limit: Int) async throws -> [Change] {
        try await changes(after: number, limit: limit, of: nil)
    }

    /// Recomputes the ledger's chain without reporting progress.
    public func verifyLedger() async throws -> LedgerReport {
        try await verifyLedger { _, _ in }
    }

    /// The number of quarantine entries of all jobs.
    public func quarantineCount() async throws -> Int {
        try await quarantineCount(job: nil)
    }
}
