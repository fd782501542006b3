import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import OptIn
import Testing

@Suite("The sync engine against a scripted CMP, over real libcurl and SQLite")
struct SyncEngineTests {
    @Test("a bad day of the CMP ends in the same store as a quiet one, and a second run changes nothing")
    func badDayEqualsQuietDay() async throws {
        let quiet = try await content(after: "onetrust-v4-quiet")
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4")) { server in
            let file = try bench.jobFile(port: server.port, rows: 1)
            let first = try await bench.run(file, in: store)
            #expect(first.failure == nil)
            #expect(first.pages >= 40)
            #expect(first.outcome.added == 2_000)
            #expect(first.outcome.quarantinedNew == 5)
            #expect(server.log.faults.count == 5)
            #expect(server.log.unmatched.isEmpty)
            let second = try await bench.run(file, in: store)
            #expect(second.failure == nil)
            #expect(second.outcome.changes == 0)
            #expect(second.outcome.added == 0 && second.outcome.replaced == 0)
        }
        #expect(try await StoreContent(of: store) == quiet)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("the size of a batch leaves no trace")
    func batchSizeLeavesNoTrace() async throws {
        #expect(try await content(after: "onetrust-v4-quiet", rows: 1) == content(after: "onetrust-v4-quiet"))
    }

    @Test("permissions follow the latest decision of each subject, and what cannot be read counts for nobody")
    func permissionsFollowRecords() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            _ = try await bench.run(try bench.jobFile(port: server.port), in: store)
        }
        let items = try await store.quarantine(after: 0, limit: 100)
        #expect(items.count == 5)
        for entry in items {
            #expect(entry.item.payload == nil)
            #expect(!entry.item.message.contains("@"))
        }
        let counts = try await store.permissionCounts()
        #expect(counts.subjects == 2_000)
        // No rule for livefyre in the demo's policy: it is left alone for everybody.
        #expect(counts[.livefyre].undecided == 2_000)
        #expect(counts[.aa].approved > 500 && counts[.aa].denied > 100 && counts[.aa].undecided > 100)
    }

    @Test("wrong credentials end the job at once, and nothing storms the CMP")
    func wrongCredentials() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let report = try await bench.run(try bench.jobFile(port: server.port, secret: "wrong"), in: store)
            #expect(report.failure?.kind == .source)
            #expect(server.log.requestCount <= 2)
        }
        #expect(try await store.totals().subjects == 0)
    }

    @Test("an answer for people instead of data ends the job with a sentence, and nothing of it is taken")
    func answersHTML() async throws {
        let report = try await failedRun("onetrust-v4-html")
        #expect(report.failure?.kind == .source)
        #expect(report.failure?.message.contains("HTML") == true)
    }

    @Test("nobody listening is told by the host, without waiting for ever")
    func nobodyListening() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        let port = try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { $0.port }
        let report = try await bench.run(try bench.jobFile(port: port, attempts: 2), in: store)
        #expect(report.failure?.kind == .source)
        #expect(report.failure?.message.contains("127.0.0.1") == true)
    }

    @Test("answers that end in the middle, again and again, end the job; no part of one is taken")
    func halfPages() async throws {
        let report = try await failedRun("onetrust-v4-half-page", attempts: 2)
        #expect(report.failure?.kind == .source)
    }

    @Test("a subject can be asked for by its id; one that nobody knows is counted")
    func subjectStream() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            _ = try await bench.run(file, in: store)
            let known = try #require(try await store.subjects(approving: [], after: nil, limit: 1).first).subject.id
            let other = MemoryStore()
            let report = try await bench.run(file, in: other, scope: .subjects([known, "nobody@example.com"]))
            #expect(report.failure == nil)
            #expect(report.outcome.added == 1)
            #expect(report.unknownSubjects == 1)
        }
    }

    @Test("a continuation that the CMP has forgotten lets the window be read anew")
    func forgottenContinuation() async throws {
        let quiet = try await content(after: "onetrust-v4-quiet")
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            let stream = try #require(SyncBench.registry.adapters.compactMap(\.source).first).stream(named: "changes")
            var position = stream.start(from: nil, since: try #require(file.jobs.first?.since), now: SyncBench.now)
            position.page?.continuation = #"{"compositeToken":"forgotten"}"#
            position.page?.number = 3
            try await store.apply(
                Batch(
                    checkpoint: CheckpointUpdate(
                        key: StreamKey(job: "onetrust", stream: "changes"),
                        cursor: position.cursor
                    ),
                    policyHash: file.policy.fingerprint,
                    now: SyncBench.now
                ),
                deciding: PolicyDecider(policy: Policy(), mappings: [:], now: SyncBench.now)
            )
            let report = try await bench.run(file, in: store)
            #expect(report.failure == nil)
        }
        #expect(try await StoreContent(of: store) == quiet)
    }

    private func failedRun(_ scenario: String, attempts: Int = 5) async throws -> JobReport {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        let report = try await ScriptedCMP.run(try SyncBench.scenario(scenario)) { server in
            try await bench.run(try bench.jobFile(port: server.port, attempts: attempts), in: store)
        }
        #expect(try await store.totals().records == 0)
        return report
    }

    private func content(after scenario: String, rows: Int = 100_000) async throws -> StoreContent {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario(scenario)) { server in
            let report = try await bench.run(try bench.jobFile(port: server.port, rows: rows), in: store)
            #expect(report.failure == nil)
        }
        return try await StoreContent(of: store)
    }
}
