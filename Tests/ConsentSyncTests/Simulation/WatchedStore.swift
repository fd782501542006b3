import ConsentSync
import ConsentTranslation
import OptIn

/// A store that a tripwire watches.
struct WatchedStore: ConsentStore {
    let store: any ConsentStore
    let calls: Tripwire

    /// What a disk says that is full, which is the commonest of its failures.
    static let full = StoreError(.full, "The simulated disk is full.")

    private func watched<Answer: Sendable>(_ call: () async throws -> Answer) async throws -> Answer {
        let fault = try calls.pass()
        if fault == .refuses { throw Self.full }
        let answer = try await call()
        if fault == .crashesAfter { throw Crash() }
        return answer
    }

    func lastChange() async throws -> Int64 {
        try await watched { try await store.lastChange() }
    }

    func verifyLedger(progress: @Sendable (_ checked: Int64, _ total: Int64) -> Void) async throws -> LedgerReport {
        try await watched { try await store.verifyLedger(progress: progress) }
    }

    @discardableResult
    func apply(_ batch: Batch, deciding decider: any RecordDecider) async throws -> BatchOutcome {
        try await watched { try await store.apply(batch, deciding: decider) }
    }

    @discardableResult
    func revise(_ revision: Revision, deciding decider: any RecordDecider) async throws -> RevisionOutcome {
        try await watched { try await store.revise(revision, deciding: decider) }
    }

    func subjects(expiredBy time: Instant, limit: Int) async throws -> [SubjectKey] {
        try await watched { try await store.subjects(expiredBy: time, limit: limit) }
    }

    func checkpoint(for key: StreamKey) async throws -> Checkpoint? {
        try await watched { try await store.checkpoint(for: key) }
    }

    func checkpoints() async throws -> [StreamKey: Checkpoint] {
        try await watched { try await store.checkpoints() }
    }

    func subject(_ subject: SubjectID) async throws -> SubjectDetails? {
        try await watched { try await store.subject(subject) }
    }

    func subjects(withID id: String) async throws -> [StoredSubject] {
        try await watched { try await store.subjects(withID: id) }
    }

    func subjects(
        approving categories: CategorySet,
        after key: SubjectKey?,
        limit: Int
    ) async throws -> [StoredSubject] {
        try await watched { try await store.subjects(approving: categories, after: key, limit: limit) }
    }

    func permissionCounts() async throws -> PermissionCounts {
        try await watched { try await store.permissionCounts() }
    }

    func changes(after number: Int64, limit: Int, of subject: SubjectID?) async throws -> [Change] {
        try await watched { try await store.changes(after: number, limit: limit, of: subject) }
    }

    func forget(_ subject: SubjectID, at now: Instant) async throws -> Erasure? {
        try await watched { try await store.forget(subject, at: now) }
    }

    func tombstones() async throws -> [Tombstone] {
        try await watched { try await store.tombstones() }
    }

    func removeTombstones(_ numbers: [Int64]) async throws {
        try await watched { try await store.removeTombstones(numbers) }
    }

    func sinkState(_ name: String) async throws -> SinkState? {
        try await watched { try await store.sinkState(name) }
    }

    func note(_ delivered: DeliveryNote) async throws {
        try await watched { try await store.note(delivered) }
    }

    func parked(in sink: String, after number: Int64, limit: Int) async throws -> [ParkedChange] {
        try await watched { try await store.parked(in: sink, after: number, limit: limit) }
    }

    func quarantine(after number: Int64, limit: Int) async throws -> [QuarantineEntry] {
        try await watched { try await store.quarantine(after: number, limit: limit) }
    }

    func quarantineCount(job: String?) async throws -> Int {
        try await watched { try await store.quarantineCount(job: job) }
    }

    func dropQuarantined(_ numbers: [Int64]) async throws -> Int {
        try await watched { try await store.dropQuarantined(numbers) }
    }

    func beginRun(job: String, at start: Instant) async throws -> Int64 {
        try await watched { try await store.beginRun(job: job, at: start) }
    }

    func finishRun(_ number: Int64, at end: Instant, outcome: RunOutcome, counts: RunCounts) async throws {
        try await watched { try await store.finishRun(number, at: end, outcome: outcome, counts: counts) }
    }

    func lastRun(of job: String) async throws -> JobRun? {
        try await watched { try await store.lastRun(of: job) }
    }

    func remember(manifest hash: [UInt8], id: String, text: String) async throws {
        try await watched { try await store.remember(manifest: hash, id: id, text: text) }
    }

    func remember(policy hash: [UInt8], text: String) async throws {
        try await watched { try await store.remember(policy: hash, text: text) }
    }

    func manifest(_ hash: [UInt8]) async throws -> (id: String, text: String)? {
        try await watched { try await store.manifest(hash) }
    }

    func policy(_ hash: [UInt8]) async throws -> String? {
        try await watched { try await store.policy(hash) }
    }

    func totals() async throws -> StoreTotals {
        try await watched { try await store.totals() }
    }

    func integrityCheck() async throws -> [String] {
        try await watched { try await store.integrityCheck() }
    }
}
