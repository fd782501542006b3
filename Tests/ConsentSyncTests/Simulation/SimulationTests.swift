import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Testing

/// What a seed does is repeated by `SIMULATION_SEED=…`. `SIMULATION_SEEDS` asks for more of them, see `make torture`.
@Suite("Simulation: crashes, storms, duplicates, skewed clocks and full disks, from one seed")
struct SimulationTests {
    /// Seeds of an ordinary test run.
    private static let usual = 100
    /// As long as seeds are left after the usual ones, so much time may be spent on them.
    private static let budget = Duration.seconds(10)

    private static func environment(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test("nothing is lost, nothing applied twice, everything told, no grant from nowhere", .timeLimit(.minutes(30)))
    func seeds() async throws {
        if let seed = Self.environment("SIMULATION_SEED") {
            try await Self.check(seed)
            return
        }
        let wanted = Self.environment("SIMULATION_SEEDS").map { Int($0) }
        let first = UInt64.random(in: 0..<1 << 32)
        let start = ContinuousClock.now
        var totals = Simulation.Outcome()
        var count = 0
        while count < wanted ?? Self.usual || (wanted == nil && ContinuousClock.now - start < Self.budget) {
            let outcome = try await Self.check(first &+ UInt64(count))
            totals.requests += outcome.requests
            totals.crashes += outcome.crashes
            totals.failures += outcome.failures
            count += 1
        }
        print(
            "simulation: \(count) seeds from \(first), \(totals.requests) requests, \(totals.crashes) crashes, "
                + "\(totals.failures) failed jobs, in \(ContinuousClock.now - start)"
        )
        #expect(totals.crashes > count / 4 && totals.failures > count / 4, "too fair a world")
    }

    @discardableResult
    private static func check(_ seed: UInt64) async throws -> Simulation.Outcome {
        let replay = "replay: SIMULATION_SEED=\(seed) swift test --filter SimulationTests/seeds"
        do {
            let outcome = try await Simulation(seed: seed).run()
            #expect(outcome.breaches.isEmpty, "\(replay)")
            return outcome
        } catch {
            Issue.record(error, "\(replay)")
            return Simulation.Outcome()
        }
    }

    @Test("the same seed does the same")
    func repeatable() async throws {
        let seed = UInt64.random(in: 0..<1 << 32)
        let (one, other) = (try await Simulation(seed: seed).run(), try await Simulation(seed: seed).run())
        #expect(one.trail == other.trail, "seed \(seed)")
        #expect(one.crashes == other.crashes && one.failures == other.failures, "seed \(seed)")
    }
}

@Suite("Every call that leaves the engine, failing once")
struct EveryCallTests {
    private static let policy = SimulatedSettings.policies[0]

    /// A small job whose every call is counted.
    private struct Bench {
        let bench: SyncBench
        let account: SimulatedAccount
        let file: JobFile
        let clock = VirtualClock(at: UnixTime(seconds: Simulation.end.milliseconds / 1_000))
        let storeCalls = Tripwire()
        let networkCalls = Tripwire()

        init(_ account: SimulatedAccount) throws {
            bench = try SyncBench()
            self.account = account
            file = try SimulatedSettings(rows: 20).file([account], in: bench.folder)
        }

        /// One process: the job, and a sink.
        func run(in store: any ConsentStore, telling sink: SimulatedSink) async throws -> SyncFailure? {
            let network = ScriptedNetwork(account.scenario.calm, clock: clock, random: RepeatableGenerator(seed: 1))
            let watched = WatchedStore(store: store, calls: storeCalls)
            let engine = SyncBench.simulatedEngine(
                file,
                store: watched,
                sender: WatchedSender(sender: network, calls: networkCalls, process: storeCalls),
                clock: clock,
                random: RepeatableGenerator(seed: 2),
                now: Simulation.end
            )
            let report = await engine.run(try #require(file.jobs.first))
            _ = await Deliverer(store: watched, now: Simulation.end).deliver(to: sink)
            return report.failure
        }
    }

    @Test(
        "the n-th call of the store or of the network fails, or is the last of the process: the next run makes it good",
        arguments: ["onetrust-universal", "iubenda-consent"],
        Tripwire.Fault.allCases
    )
    func everyCall(_ adapter: String, _ fault: Tripwire.Fault) async throws {
        let account = try #require(SimulatedAccount.all.first { $0.adapter == adapter })
        let bench = try Bench(account)
        defer { bench.bench.remove() }
        let (quiet, sink) = (MemoryStore(), SimulatedSink(RepeatableGenerator(seed: 3)))
        sink.calmDown()
        #expect(try await bench.run(in: quiet, telling: sink) == nil)
        let quietRun = try await QuietRun(of: quiet)
        let counts = [bench.storeCalls.calls, bench.networkCalls.calls]
        #expect(counts[0] > 10 && counts[1] > 3)
        for (wire, count) in zip([bench.storeCalls, bench.networkCalls], counts) {
            for call in 1...count {
                let (store, sink) = (MemoryStore(), SimulatedSink(RepeatableGenerator(seed: 3)))
                sink.calmDown()
                [bench.storeCalls, bench.networkCalls].forEach { $0.arm(nil, at: 0) }
                wire.arm(fault, at: call)
                let failure = try await bench.run(in: store, telling: sink)
                #expect(wire.calls >= call)
                if fault != .refuses { #expect(bench.storeCalls.isDead) }
                if wire === bench.networkCalls, fault == .refuses { #expect(failure == nil, "asked again") }
                [bench.storeCalls, bench.networkCalls].forEach { $0.arm(nil, at: 0) }
                #expect(try await bench.run(in: store, telling: sink) == nil)
                let laws = SimulationLaws(
                    store: store,
                    quiet: quietRun,
                    decider: PolicyDecider(
                        policy: bench.file.policy.policy,
                        mappings: SyncEngine.mappings(SyncBench.registry, bench.file.jobs),
                        now: Simulation.end
                    ),
                    taken: sink.taken
                )
                #expect(try await laws.breaches().isEmpty, "call \(call)")
                #expect(try await StoreContent(of: store) == quietRun.content, "call \(call)")
            }
        }
    }
}
