public import ConsentAdapters
public import ConsentTranslation
public import ConsentTransport
public import Logging

/// Runs jobs: pulls pages, translates their items, and keeps records, permissions and position together.
///
/// The loop is: fetch a page, read it, and when enough rows have come together write them with the position behind
/// the last page in one transaction. Killed anywhere, it starts again at the last durable position and ends alike,
/// since applying a record twice changes nothing.
public struct SyncEngine: Sendable {
    let store: any JobStore
    let registry: AdapterRegistry
    private let file: JobFile
    let now: Instant
    private let network: NetworkSettings
    private let logger: Logger
    private let metrics: SyncMetrics
    private let surroundings: Surroundings
    /// Whether files that were read are moved, where their job says so; not in a dry run.
    let movesFiles: Bool
    private let observe: @Sendable (SyncEvent) -> Void

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - store: where everything is kept.
    ///   - registry: the adapters.
    ///   - file: the jobs and the policy.
    ///   - now: the time up to which changes are asked for, and at which ages are judged.
    ///   - network: how this machine reaches the outside.
    ///   - movesFiles: whether files that were read are moved, where their job says so; false for a dry run.
    ///   - metrics: where numbers go.
    ///   - surroundings: time, chance and the way to the network.
    ///   - observe: told what happens; must return at once.
    public init(
        store: any JobStore,
        registry: AdapterRegistry,
        file: JobFile,
        now: Instant,
        network: NetworkSettings = NetworkSettings(),
        movesFiles: Bool = true,
        logger: Logger,
        metrics: SyncMetrics = SyncMetrics(),
        surroundings: Surroundings = Surroundings(),
        observe: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) {
        self.store = store
        self.registry = registry
        self.file = file
        self.now = now
        self.network = network
        self.movesFiles = movesFiles
        self.logger = logger
        self.metrics = metrics
        self.surroundings = surroundings
        self.observe = observe
    }

    /// What to pull.
    public enum Scope: Sendable {
        /// What changed since the last run, or since the job's start.
        case changes
        /// Everything since the job's start, whatever was read before.
        case full
        /// What changed since this time, whatever was read before; at least what changed since the last run, so that no
        /// gap is left.
        case since(Instant)
        /// These subjects, one by one.
        case subjects([String])
    }

    /// Runs one job.
    ///
    /// - Returns: what it came to; a job that ended early tells why in ``JobReport/failure``.
    public func run(_ job: JobFile.Job, scope: Scope = .changes) async -> JobReport {
        var report = JobReport(job: job.name)
        let start = surroundings.clock.elapsed
        defer { metrics.finished(report, duration: surroundings.clock.elapsed - start, at: now) }
        do {
            let run = try await store.beginRun(job: job.name, at: now)
            do {
                if let files = job.files {
                    try await read(files, of: job, scope, into: &report)
                } else {
                    try await pull(job, scope, into: &report)
                }
            } catch {
                report.failure = SyncFailure(error)
            }
            let (outcome, counts) = (report.runOutcome, report.counts)
            let end = now.adding(milliseconds: Int64((surroundings.clock.elapsed - start) / .milliseconds(1)))
            // A run that was stopped is still told to have been.
            try await Task { try await store.finishRun(run, at: end, outcome: outcome, counts: counts) }.value
        } catch {
            report.failure = report.failure ?? SyncFailure(error)
        }
        return report
    }

    private func pull(_ job: JobFile.Job, _ scope: Scope, into report: inout JobReport) async throws {
        let adapter = try registry.adapter(job.adapter)
        guard let source = adapter.source else {
            throw AdapterError(
                .unknownStream,
                "The adapter \(job.adapter) only reads payloads; it has nothing to pull."
            )
        }
        let connection = try source.checked(job.connection)
        var network = network
        network.allowPrivateAddresses = network.allowPrivateAddresses || connection.allowsPrivateAddresses
        let account = try CMPAccount(
            source: source,
            connection: connection,
            network: network,
            retry: job.retry,
            logger: logger,
            surroundings: counting(surroundings, job.name)
        ) { [observe, metrics] notice in
            metrics.waited(job.name, notice)
            observe(.waiting(job: job.name, reason: notice.reason.rawValue, seconds: notice.duration / .seconds(1)))
        }
        try await remember(adapter)
        var writer = batch(of: job)
        let intake = RecordIntake(
            adapter: adapter,
            job: job.name,
            stream: job.stream,
            now: now,
            decider: writer.decider,
            keepsPayloads: job.keepsPayloads
        )
        let puller = StreamPuller(
            job: job,
            adapter: adapter,
            connection: connection,
            account: account,
            intake: intake
        )
        do {
            switch scope {
            case .changes, .full, .since:
                try await pullChanges(puller, source, scope, &writer, &report)
            case .subjects(let ids):
                try await pullSubjects(ids, puller, source, &writer, &report)
            }
            try await writer.finish()
            report.outcome = writer.total
        } catch {
            let failure = error
            do {
                try await keep(writer, job, in: &report)
            } catch {
                await account.close()
                throw error
            }
            await account.close()
            throw failure
        }
        await account.close()
    }

    /// Writes what was read before a failure: whole pages with their position, even where the run is stopped.
    func keep(_ writer: PageBatch, _ job: JobFile.Job, in report: inout JobReport) async throws {
        report.outcome = try await Task { [writer] in
            var writer = writer
            try await writer.finish()
            return writer.total
        }.value
    }

    func batch(of job: JobFile.Job) -> PageBatch {
        PageBatch(
            store: store,
            decider: PolicyDecider(
                policy: file.policy.policy,
                mappings: Self.mappings(registry, file.jobs),
                now: now
            ),
            limits: job.batch,
            policyHash: file.policy.fingerprint,
            now: now,
            clock: surroundings.clock,
            onCommit: { [observe] outcome in observe(.committed(job: job.name, outcome: outcome)) }
        )
    }

    /// The surroundings, with each request counted.
    private func counting(_ surroundings: Surroundings, _ job: String) -> Surroundings {
        var counting = surroundings
        counting.sender = { [metrics] in
            CountingSender(sender: surroundings.sender($0), job: job, metrics: metrics)
        }
        return counting
    }

    private func pullChanges(
        _ puller: StreamPuller,
        _ source: ConsentSource,
        _ scope: Scope,
        _ writer: inout PageBatch,
        _ report: inout JobReport
    ) async throws {
        let job = puller.job
        let stream = try source.stream(named: job.stream).reading(only: puller.adapter.itemNames)
        let key = StreamKey(job: job.name, stream: stream.name)
        var since = job.since ?? now.subtracting(months: 12)
        let kept = try await self.kept(for: key, in: scope)
        let stored = kept.flatMap { Self.position($0, in: scope) }
        if case .since(let start) = scope { since = start }
        var position = stream.start(from: stored, since: since, now: now)
        let start = position.page?.window?.lowerBound ?? since
        let readFrom = if let stored { stored.readFrom } else { Self.readFrom(kept, position, scope) }
        guard var read = try await readFirst(of: stream, at: &position, puller) else { return }
        while true {
            try Task.checkCancellation()
            read.next.readFrom = readFrom
            position = read.next
            if position.page == nil, let end = position.readUpTo, end < now {
                // The run went on where another was killed and has come to where that one was going; go on to now.
                position = stream.start(from: position, since: since, now: now)
            }
            // The next page is on its way while this one is worked on: one page, so that memory stays bounded.
            let page = position.page
            async let following = puller.read(page, of: stream)
            report.pages += 1
            let taken = await puller.intake.take(read.items, page: report.pages)
            try puller.take(taken, page: report.pages, into: &writer, &report)
            writer.position = CheckpointUpdate(key: key, cursor: read.next.cursor)
            tell(job, report, fraction: fraction(position, start))
            if writer.isFull { try await writer.flush() }
            guard let next = try await following else { break }
            read = next
        }
        report.readUpTo = position.readUpTo
    }

    /// The first page of a run; nil where there is none.
    private func readFirst(
        of stream: ConsentStream,
        at position: inout StreamPosition,
        _ puller: StreamPuller
    ) async throws -> StreamPuller.Page? {
        let isResumed = position.page?.continuation != nil
        do {
            return try await puller.read(position.page, of: stream)
        } catch let error as TransportError where isResumed && error.failureClass == .contract {
            // The CMP has forgotten where we were; the window is read anew, which changes nothing twice.
            logger.info("the stored continuation is no longer valid; reading its window again")
            position.page?.restart()
            return try await puller.read(position.page, of: stream)
        }
    }

    /// Where a run goes on; nil where it starts anew.
    private static func position(_ stored: StreamPosition, in scope: Scope) -> StreamPosition? {
        switch scope {
        case .changes: return stored
        case .full, .subjects: return nil
        case .since(let start):
            // Starting later than what was read would leave a gap behind the new position.
            let reached = stored.page.map { $0.window?.lowerBound ?? Instant(milliseconds: .min) } ?? stored.readUpTo
            return reached.map { $0 < start } ?? false ? stored : nil
        }
    }

    /// The position that is stored. Whoever reads everything needs none, and gets past one that cannot be read.
    private func kept(for key: StreamKey, in scope: Scope) async throws -> StreamPosition? {
        if case .full = scope { return nil }
        return try await store.checkpoint(for: key).map { try StreamPosition(cursor: $0.cursor) }
    }

    /// From when on everything has been read once a run is through that starts anew.
    private static func readFrom(_ kept: StreamPosition?, _ position: StreamPosition, _ scope: Scope) -> Instant? {
        guard let start = position.page?.window?.lowerBound, let kept, case .since = scope else {
            return position.page?.window?.lowerBound
        }
        // What was read before reaches at least to here.
        return kept.readFrom.map { min($0, start) }
    }

    private func pullSubjects(
        _ ids: [String],
        _ puller: StreamPuller,
        _ source: ConsentSource,
        _ writer: inout PageBatch,
        _ report: inout JobReport
    ) async throws {
        guard let shipped = source.streams.first(where: { $0.kind == .subject }) else {
            throw AdapterError(.unknownStream, "The adapter \(puller.job.adapter) cannot be asked for one subject.")
        }
        let stream = shipped.reading(only: puller.adapter.itemNames)
        let executor = puller.account.executor
        let size = stream.subjectsPerRequest
        let chunks = stride(from: 0, to: ids.count, by: size).map { start in
            (number: start / size + 1, ids: ids[start..<min(start + size, ids.count)])
        }
        try await inOrder(chunks, width: puller.account.width, executor: executor) { chunk in
            try await puller.read(subjects: chunk.ids, number: chunk.number, of: stream)
        } take: { index, read in
            report.unknownSubjects += read.unknown
            report.pages += 1
            try puller.take(read.taken, page: report.pages, into: &writer, &report)
            tell(puller.job, report, fraction: Double(index + 1) / Double(chunks.count))
            if writer.isFull { try await writer.flush() }
        }
    }

    /// Tells how far a job is.
    func tell(_ job: JobFile.Job, _ report: JobReport, fraction: Double) {
        observe(.page(job: job.name, pages: report.pages, records: report.records, fraction: fraction))
    }

    /// Keeps manifest and policy by their hashes, so that every change can be explained later.
    func remember(_ adapter: any ConsentAdapter) async throws {
        try await store.remember(policy: file.policy.fingerprint, text: file.policy.text)
        try await store.remember(manifest: adapter.fingerprint, id: adapter.descriptor.id, text: adapter.definition)
    }

    private func fraction(_ position: StreamPosition, _ start: Instant) -> Double {
        guard let page = position.page, let window = page.window else { return 1 }
        let whole = Double(page.until.milliseconds - start.milliseconds)
        guard whole > 0 else { return 0 }
        return Double(window.lowerBound.milliseconds - start.milliseconds) / whole
    }
}
