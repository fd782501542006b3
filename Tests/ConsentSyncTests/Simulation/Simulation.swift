import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Synchronization

/// A few weeks of a bridge in a hostile world, all of it following from one seed: the real engine, adapters and stores
/// on a clock and a network that are not real.
///
/// Each round is the life of one process, which may crash at any call that leaves the engine. Afterwards the world
/// calms down, and the laws are checked.
struct Simulation {
    /// What came out.
    struct Outcome {
        var breaches: [String] = []
        /// Requests, crashes and failed jobs on the way, to see that something happened.
        var requests = 0
        var crashes = 0
        var failures = 0
        /// What was asked, to see that the same seed does the same.
        var trail: [RequestLog.Entry] = []
    }

    let seed: UInt64
    static let start = Instant(milliseconds: 1_793_318_400_000)
    static let end = SyncBench.now

    /// Plays it.
    func run() async throws -> Outcome {
        let bench = try SyncBench()
        defer { bench.remove() }
        var world = try SimulatedWorld(bench, seed: seed)
        let rounds = world.random.number(in: 3..<8)
        let span = Self.end.milliseconds - Self.start.milliseconds
        for round in 1...rounds {
            let time = Self.start.adding(milliseconds: span * round / (rounds + 1))
            try await world.live(at: time)
        }
        return try await world.settle(at: Self.end)
    }
}

/// Everything that a simulation holds between its rounds.
struct SimulatedWorld {
    var random: RepeatableGenerator
    private let bench: SyncBench
    private let accounts: [SimulatedAccount]
    private let clock: VirtualClock
    private let networks: [ScriptedNetwork]
    private let sink: SimulatedSink
    private let storeCalls = Tripwire()
    private let networkCalls = Tripwire()
    private var settings = SimulatedSettings()
    private var store: any ConsentStore
    /// The file of the store; nil for one in memory.
    private var path: String?
    private var outcome = Simulation.Outcome()

    init(_ bench: SyncBench, seed: UInt64) throws {
        self.bench = bench
        random = RepeatableGenerator(seed: seed)
        var accounts = SimulatedAccount.all.shuffled(using: &random)
        accounts.removeLast(accounts.count - (random.chance(1, in: 4) ? 2 : 1))
        self.accounts = accounts
        let clock = VirtualClock(at: UnixTime(seconds: Simulation.start.milliseconds / 1_000))
        self.clock = clock
        networks = accounts.enumerated().map { index, account in
            let own = RepeatableGenerator(seed: seed, stream: UInt64(index + 1))
            return ScriptedNetwork(account.scenario.calm, clock: clock, random: own)
        }
        sink = SimulatedSink(RepeatableGenerator(seed: seed, stream: 99))
        settings.rows = random.element(of: [1, 7, 50, 100_000]) ?? 1
        settings.milliseconds = random.element(of: [1, 500, 60_000]) ?? 1
        settings.attempts = random.element(of: [1, 2, 5]) ?? 5
        settings.policy = random.element(of: SimulatedSettings.policies) ?? settings.policy
        if random.chance(1, in: 2) {
            path = bench.storePath
            store = try SQLiteStore(path: bench.storePath)
        } else {
            store = MemoryStore()
        }
    }

    /// One round: the life of a process at a time, in bad weather.
    mutating func live(at time: Instant) async throws {
        for (account, network) in zip(accounts, networks) {
            let weather = account.scenario.asOf(milliseconds: time.milliseconds).weathered(by: &random)
            network.play(weather, stirring: random.chance(1, in: 2))
        }
        let fault = random.element(of: Tripwire.Fault.allCases)
        let kind = random.number(in: 0..<3)
        storeCalls.arm(kind == 1 ? fault : nil, at: Int(random.number(in: 1..<40)))
        networkCalls.arm(kind == 2 ? fault : nil, at: Int(random.number(in: 1..<30)))
        try await process(at: time.adding(milliseconds: skew()))
        if storeCalls.isDead { try restart() }
        clock.advance(by: .seconds(random.number(in: 60..<100_000)))
    }

    /// How far our clock is from the CMP's: behind by anything, ahead by less than what a sweep reaches back.
    private mutating func skew() -> Int64 {
        switch random.number(in: 0..<6) {
        case 0 where accounts.allSatisfy(\.looksBack): return random.number(in: 0..<9 * 60_000)
        case 1: return -random.number(in: 0..<3_600_000)
        case 2: return -random.number(in: 0..<2 * 86_400_000)
        default: return 0
        }
    }

    private mutating func process(at now: Instant) async throws {
        let watched = WatchedStore(store: store, calls: storeCalls)
        let file = try settings.file(accounts, in: bench.folder)
        let redecider = Redecider(store: watched, registry: SyncBench.registry, file: file, now: now)
        do {
            try await redecider.begin()
            _ = try await redecider.sweep()
            if random.chance(1, in: 5) { _ = try await redecider.run() }
        } catch is Crash {
        } catch is StoreError {
        }
        let stopsAfter = random.chance(1, in: 5) ? Int(random.number(in: 1..<5)) : nil
        for (job, network) in zip(file.jobs, networks) {
            // On a first run --since is where the job begins, and what was before is not asked for.
            let isFirst = try await store.checkpoint(for: StreamKey(job: job.name, stream: job.stream)) == nil
            let scope = isFirst ? .changes : scope()
            let sender = WatchedSender(sender: network, calls: networkCalls, process: storeCalls)
            let report = await run(job, file, watched, sender, scope, now: now, stopsAfter: stopsAfter)
            if report.failure != nil { outcome.failures += 1 }
        }
        if random.chance(1, in: 4) { try await forgetSomebody(watched, at: now) }
        _ = await Deliverer(store: watched, now: now).deliver(to: sink)
        if random.chance(1, in: 4) { _ = await Deliverer(store: watched, now: now).retryParked(in: sink) }
    }

    private mutating func scope() -> SyncEngine.Scope {
        switch random.number(in: 0..<8) {
        case 0: .full
        case 1: .since(Simulation.start.adding(milliseconds: random.number(in: 0..<25 * 86_400_000)))
        default: .changes
        }
    }

    private mutating func run(
        _ job: JobFile.Job,
        _ file: JobFile,
        _ store: any JobStore,
        _ sender: any HTTPSender,
        _ scope: SyncEngine.Scope,
        now: Instant,
        stopsAfter: Int? = nil
    ) async -> JobReport {
        let jitter = RepeatableGenerator(seed: random.next())
        let clock = clock
        return await Task {
            await SyncBench.simulatedEngine(
                file,
                store: store,
                sender: sender,
                clock: clock,
                random: jitter,
                now: now
            ) { event in
                guard case .page(_, let pages, _, _) = event, pages == stopsAfter else { return }
                withUnsafeCurrentTask { $0?.cancel() }
            }.run(job, scope: scope)
        }.value
    }

    private mutating func forgetSomebody(_ store: any ConsentStore, at now: Instant) async throws {
        do {
            let subjects = try await store.subjects(approving: [], after: nil, limit: 100)
            guard let somebody = random.element(of: subjects) else { return }
            _ = try await store.forget(somebody.subject, at: now)
        } catch is Crash {
        } catch is StoreError {
        }
    }

    /// A new process over what the last one left on the disk.
    private mutating func restart() throws {
        outcome.crashes += 1
        guard let path else { return }
        // A copy, as the disk was at that moment: the old process does not get to tidy up.
        let fresh = bench.folder + "/after-crash-\(outcome.crashes).db"
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: fresh + suffix)
        }
        store = try SQLiteStore(path: fresh)
        self.path = fresh
    }

    /// Lets the world calm down, and checks the laws.
    mutating func settle(at end: Instant) async throws -> Simulation.Outcome {
        storeCalls.arm(nil, at: 0)
        networkCalls.arm(nil, at: 0)
        sink.calmDown()
        if random.chance(1, in: 4) { settings.policy = random.element(of: SimulatedSettings.policies) ?? "" }
        for (account, network) in zip(accounts, networks) { network.play(account.scenario.calm, stirring: false) }
        let file = try settings.file(accounts, in: bench.folder)
        try await pullAll(file, into: store, at: end, .changes)
        // Whoever was forgotten comes again, since the CMP has not forgotten them.
        if !(try await store.tombstones()).isEmpty { try await pullAll(file, into: store, at: end, .full) }
        let redecider = Redecider(store: store, registry: SyncBench.registry, file: file, now: end)
        _ = try await redecider.run()
        _ = try await redecider.sweep()
        let deliverer = Deliverer(store: store, now: end)
        for report in [await deliverer.deliver(to: sink), await deliverer.retryParked(in: sink)] {
            if let problem = report.problem { outcome.breaches.append("the sink: \(problem)") }
        }
        outcome.trail = networks.flatMap(\.log.entries)
        outcome.requests = outcome.trail.count
        let quiet = try await quietRun(file, at: end)
        outcome.breaches += try await SimulationLaws(
            store: store,
            quiet: quiet,
            decider: PolicyDecider(
                policy: file.policy.policy,
                mappings: SyncEngine.mappings(SyncBench.registry, file.jobs),
                now: end
            ),
            taken: sink.taken
        ).breaches()
        let again = try await pullAll(file, into: store, at: end, .full)
        if again.added + again.replaced + again.changes > 0 { outcome.breaches.append("a run without news changes") }
        return outcome
    }

    /// What the same accounts come to under the same policy in a calm world; it is worked out once.
    private mutating func quietRun(_ file: JobFile, at end: Instant) async throws -> QuietRun {
        let key = accounts.map(\.adapter).joined(separator: " ") + settings.policy
        if let known = Self.quietRuns.withLock({ $0[key] }) { return known }
        let store = MemoryStore()
        try await pullAll(file, into: store, at: end, .changes)
        let run = try await QuietRun(of: store)
        Self.quietRuns.withLock { $0[key] = run }
        return run
    }

    private static let quietRuns = Mutex<[String: QuietRun]>([:])

    /// Runs every job to its end, which in fair weather the first attempt must reach.
    @discardableResult
    private mutating func pullAll(
        _ file: JobFile,
        into store: any ConsentStore,
        at now: Instant,
        _ scope: SyncEngine.Scope
    ) async throws -> BatchOutcome {
        var total = BatchOutcome()
        for (job, network) in zip(file.jobs, networks) {
            let report = await run(job, file, store, network, scope, now: now)
            if let failure = report.failure { outcome.breaches.append("in fair weather: \(failure.message)") }
            total += report.outcome
        }
        return total
    }
}
