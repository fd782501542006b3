import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import Testing

@Suite("From when on a job has read, which is kept beside its position")
struct ReadFromTests {
    private static let key = StreamKey(job: "onetrust", stream: "changes")

    private func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("it is where reading began, goes back with whoever reads from earlier on, and never forward by going on")
    func begins() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = MemoryStore()
        let begin = try at("2026-10-30")
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            let steps: [(SyncEngine.Scope, Instant)] = [
                (.since(try at("2026-11-16")), try at("2026-11-16")), (.changes, try at("2026-11-16")),
                (.since(try at("2026-11-20")), try at("2026-11-16")),
                (.since(try at("2026-11-10")), try at("2026-11-10")), (.changes, try at("2026-11-10")),
                (.full, begin), (.changes, begin),
            ]
            for (number, (scope, expected)) in steps.enumerated() {
                let report = try await bench.run(file, in: store, scope: scope)
                #expect(report.failure == nil)
                let position = try #require(try await position(store))
                #expect(position.readFrom == expected, "step \(number)")
                #expect(position.readUpTo == SyncBench.now)
            }
        }
    }

    @Test("a position that cannot be read stops the job with the cure, which works")
    func damaged() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = MemoryStore()
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            try await keep("no cursor", in: store, file)
            let refused = try await bench.run(file, in: store, scope: .changes)
            #expect(refused.failure.map { "\($0)" }?.contains("run with --full") == true)
            #expect(try await bench.run(file, in: store, scope: .full).failure == nil)
            #expect(try await position(store)?.readUpTo == SyncBench.now)
        }
    }

    @Test("a position that was kept without it goes on without it, until everything is read again")
    func unknown() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = MemoryStore()
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            try await keep(StreamPosition(cursor: #"{"readUpTo":1795392000000}"#).cursor, in: store, file)
            for scope in [SyncEngine.Scope.changes, .since(try at("2026-11-16"))] {
                _ = try await bench.run(file, in: store, scope: scope)
                let position = try #require(try await position(store))
                #expect(position.readUpTo == SyncBench.now && position.readFrom == nil)
            }
            _ = try await bench.run(file, in: store, scope: .full)
            #expect(try await position(store)?.readFrom == at("2026-10-30"))
        }
    }

    private func keep(_ cursor: String, in store: MemoryStore, _ file: JobFile) async throws {
        let batch = Batch(
            checkpoint: CheckpointUpdate(key: Self.key, cursor: cursor),
            policyHash: file.policy.fingerprint,
            now: SyncBench.now
        )
        try await store.apply(batch, deciding: PolicyDecider(policy: Policy(), mappings: [:], now: SyncBench.now))
    }

    private func position(_ store: any ConsentStore) async throws -> StreamPosition? {
        try await store.checkpoint(for: Self.key).map { try StreamPosition(cursor: $0.cursor) }
    }
}
