import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Synchronization
import Testing

@Suite("How much a job asks of its account")
struct AccountLimitsTests {
    @Test(
        "limits are read from the connection",
        arguments: [
            ("{}", AccountLimits()),
            ("{ concurrent: 4 }", AccountLimits(concurrent: 4)),
            ("{ rate: { requests: 10, per: 1s } }", AccountLimits(rates: [.init(requests: 10, milliseconds: 1_000)])),
            (
                "{ concurrent: 16, rate: [{ requests: 10, per: 1s }, { requests: 100, per: 1h }] }",
                AccountLimits(
                    concurrent: 16,
                    rates: [.init(requests: 10, milliseconds: 1_000), .init(requests: 100, milliseconds: 3_600_000)]
                )
            ),
        ]
    )
    func read(_ text: String, _ limits: AccountLimits) throws {
        let connection = try #require(try jobFile("limits: \(text)").jobs.first).connection
        #expect(connection.limits == limits)
        #expect(connection.secrets.keys.sorted() == ["host"], "they are no parameter of the adapter")
        #expect(try jobFile("purposes: {}").jobs.first?.connection.limits == AccountLimits())
    }

    @Test(
        "a mistake is told with its place and a cure",
        arguments: [
            ("{ concurrent: 0 }", 41, "a whole number from 1 to 16"),
            ("{ concurrent: 17 }", 41, "a whole number from 1 to 16"),
            ("{ concurent: 4 }", 29, "Did you mean concurrent?"),
            ("{ rate: 10 }", 35, "a rate must be a mapping of requests, per"),
            ("{ rate: { requests: 10 } }", 35, "a rate needs the key per"),
            ("{ rate: { requests: 0, per: 1s } }", 47, "requests must be a whole number from 1"),
            ("{ rate: { requests: 1, per: 0s } }", 55, "per is no time; write one such as 1s"),
            ("{ rate: [{ requests: 1, per: second }] }", 56, "per must be a length of time such as"),
            ("4", 27, "limits must be a mapping of concurrent, rate"),
        ]
    )
    func mistakes(_ text: String, _ column: Int, _ words: String) throws {
        let error = #expect(throws: DiagnosticsError.self) { try jobFile("limits: \(text)") }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(error?.diagnostics.count == 1)
        #expect(diagnostic.line == 5 && diagnostic.message.contains(words), "\(diagnostic)")
        #expect(diagnostic.column == column, "\(diagnostic)")
    }

    @Test("with one at a time, there never are two; without a limit there are", arguments: [1, 2, nil])
    func concurrent(_ limit: Int?) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let account = try #require(VendorAccount.all.first { $0.adapter == "transcend-preferences" })
        let limited = account.limited(limit.map { "{ concurrent: \($0) }" } ?? "{}")
        let watch = RequestsUnderWay()
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let file = try limited.jobFile(in: bench, port: server.port)
            var surroundings = Surroundings()
            surroundings.sender = { WatchingSender(sender: $0, watch: watch) }
            let engine = engine(file, surroundings)
            let ids = (1...200).map { "p\($0)@example.com" }
            let report = await engine.run(try #require(file.jobs.first), scope: .subjects(ids))
            #expect(report.failure == nil && report.outcome.added == 200, "\(report.failure?.message ?? "")")
        }
        #expect(limit.map { watch.most == $0 } ?? (watch.most > 2), "\(watch.most) at a time")
    }

    @Test("a rate makes the job wait, in the time of the clock, and changes nothing else")
    func rate() async throws {
        let account = try #require(VendorAccount.all.first { $0.adapter == "iubenda-consent" })
        let (free, freeTime, requests) = try await pulled(account)
        let (slow, slowTime, slowRequests) = try await pulled(account.limited("{ rate: { requests: 1, per: 10s } }"))
        #expect(slow == free && slowRequests == requests && requests > 5)
        let least = Duration.seconds(10) * (requests - 1)
        #expect(freeTime < least / 4)
        #expect(slowTime >= least, "\(requests) requests in \(slowTime)")
        // The adapter's own rate is the lower one and holds as before.
        let (loose, looseTime, _) = try await pulled(account.limited("{ rate: { requests: 1000000, per: 1s } }"))
        #expect(loose == free && looseTime == freeTime)
    }

    /// Pulls an account without faults in virtual time: what is stored, the time that passed, and the requests.
    private func pulled(_ account: VendorAccount) async throws -> (StoreContent, Duration, Int) {
        let bench = try SyncBench()
        defer { bench.remove() }
        let clock = VirtualClock()
        let network = ScriptedNetwork(
            try SyncBench.scenario(account.scenario).calm,
            clock: clock,
            random: RepeatableGenerator(seed: 7)
        )
        var surroundings = Surroundings(clock: clock)
        surroundings.sender = { _ in network }
        let file = try account.jobFile(in: bench, port: 1)
        let store = MemoryStore()
        let start = clock.elapsed
        let report = await engine(file, surroundings, store).run(try #require(file.jobs.first))
        #expect(report.failure == nil, "\(report.failure?.message ?? "")")
        return (try await StoreContent(of: store), clock.elapsed - start, network.log.requestCount)
    }

    private func engine(
        _ file: JobFile,
        _ surroundings: Surroundings,
        _ store: any JobStore = MemoryStore()
    ) -> SyncEngine {
        SyncEngine(
            store: store,
            registry: SyncBench.registry,
            file: file,
            now: SyncBench.now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            surroundings: surroundings
        )
    }

    /// A job file whose fifth line is a key of the connection.
    private func jobFile(_ line: String) throws -> JobFile {
        let folder = try TemporaryFolder()
        let path = folder.file("bridge.yaml")
        try "store: x\njobs:\n  - name: a\n    adapter: b\n    connection: { \(line), host: h }\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        return try JobFile(contentsOf: path, environment: [:])
    }
}

extension VendorAccount {
    /// The same account with limits in its connection.
    fileprivate func limited(_ limits: String) -> VendorAccount {
        VendorAccount(
            adapter: adapter,
            scenario: scenario,
            connection: connection + ", limits: \(limits)",
            people: people,
            known: known
        )
    }
}

/// Counts how many requests are under way.
private final class RequestsUnderWay: Sendable {
    private let state = Mutex((now: 0, most: 0))

    /// The most at a time.
    var most: Int { state.withLock { $0.most } }

    func begin() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func end() { state.withLock { $0.now -= 1 } }
}

/// Tells of each request that begins and ends.
private struct WatchingSender: HTTPSender {
    let sender: any HTTPSender
    let watch: RequestsUnderWay

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        watch.begin()
        defer { watch.end() }
        return try await sender.send(request)
    }
}
