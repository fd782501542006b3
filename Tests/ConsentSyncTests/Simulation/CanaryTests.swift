import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Synchronization
import Testing

/// Keeps everything that is logged, at every level.
private final class LogCatcher: LogHandler, Sendable {
    private let caught: Mutex<[String]>
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    init() { caught = Mutex([]) }

    var text: String { caught.withLock { $0.joined(separator: "\n") } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        caught.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}

@Suite("Nothing personal and nothing secret leaves a run but through the store and its sinks")
struct CanaryTests {
    /// Texts of the simulated accounts that no log, number or error may hold: how people are called, what they chose,
    /// tokens and secrets.
    private static let canaries = [
        "@example.com", "demo-secret", "demo-client", "demo-key", "demo-token", "scripted-token", "cust-", "u-7", "p-7",
        "C-7", "5b8c-", "ACTIVE", "WITHDRAWN", "legal_notices", "purposes\":", "granted\"", "compositeToken",
    ]

    @Test("logs, numbers and errors of whole runs in bad weather", arguments: SimulatedAccount.all)
    func wholeRuns(_ account: SimulatedAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let file = try SimulatedSettings(attempts: 2).file([account], in: bench.folder)
        let clock = VirtualClock(at: UnixTime(seconds: Simulation.end.milliseconds / 1_000))
        let (catcher, metrics) = (LogCatcher(), PrometheusMetrics(help: SyncMetrics.help))
        let (store, calls) = (MemoryStore(), Tripwire())
        var random = RepeatableGenerator(seed: 7)
        var said: [String] = []
        for round in 0..<12 {
            let network = ScriptedNetwork(
                account.scenario.weathered(by: &random),
                clock: clock,
                random: RepeatableGenerator(seed: random.next())
            )
            calls.arm(round.isMultiple(of: 3) ? .refuses : nil, at: Int(random.number(in: 1..<12)))
            var surroundings = Surroundings()
            surroundings.clock = clock
            surroundings.sender = { _ in network }
            let engine = SyncEngine(
                store: WatchedStore(store: store, calls: calls),
                registry: SyncBench.registry,
                file: file,
                now: Simulation.end,
                logger: Logger(label: "canary") { _ in catcher },
                metrics: SyncMetrics(factory: metrics),
                surroundings: surroundings
            )
            let report = await engine.run(try #require(file.jobs.first), scope: round == 11 ? .full : .changes)
            if let failure = report.failure { said.append(failure.message) }
        }
        for entry in try await store.quarantine(after: 0, limit: 100) {
            said += [entry.item.message, entry.item.recordHint ?? ""]
        }
        #expect(try await store.totals().subjects > 0, "somebody was there to be betrayed")
        #expect(catcher.text.contains("answered") && metrics.text.contains("requests_total"))
        for (place, text) in [
            ("log", catcher.text), ("numbers", metrics.text), ("errors", said.joined(separator: "\n")),
        ] {
            for canary in Self.canaries { #expect(!text.contains(canary), "\(canary) in the \(place)") }
        }
    }
}
