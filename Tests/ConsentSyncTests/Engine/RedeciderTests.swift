import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import OptIn
import Testing

@Suite("Deciding again from what is stored")
struct RedeciderTests {
    @Test("another policy changes what it must, asks nobody, goes on where it was killed, and then changes nothing")
    func otherPolicy() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        let file = try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            _ = try await bench.run(file, in: store)
            return file
        }
        let old = redecider(file, store)
        #expect(try await old.run().changes == 0, "the same policy changes nothing")
        #expect(try await old.isCurrent())
        let path = bench.folder + "/bridge.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let job = try #require(text.range(of: "  - name: onetrust"))
        let further = text + text[job.lowerBound...].replacing("name: onetrust", with: "name: second")
        try further.write(toFile: path, atomically: true, encoding: .utf8)
        let twice = try JobFile(contentsOf: path, environment: ["DEMO_CMP": "127.0.0.1:1", "DEMO_SECRET": "s"])
        #expect(twice.jobs.count == 2)
        #expect(try await redecider(twice, store).isCurrent(), "a further job of the same kind decides nothing anew")
        try text.write(toFile: path, atomically: true, encoding: .utf8)

        let stricter = try bench.rewrite("policy: { categories: { aa: { all: [advertising] } } }")
        let counts = try await store.permissionCounts()
        let approved = counts[.target].approved
        #expect(approved > 0)
        let new = redecider(stricter, store)
        #expect(try await !new.isCurrent())
        let outcome = try await new.run()
        #expect(outcome.examined == 2_000 && outcome.changes > approved)
        #expect(try await store.permissionCounts()[.target].undecided == 2_000)
        #expect(try await new.isCurrent())
        #expect(try await redecider(stricter, store).run().changes == 0)
        #expect(try await store.verifyLedger().isSound)
        let last = try #require(
            try await store.changes(after: Int64(try await store.totals().changes) - 1, limit: 1).first
        )
        #expect(last.kind == .redecided && last.policyHash == stricter.policy.fingerprint)
        #expect(try await store.policy(last.policyHash)?.contains("advertising") == true)

        let half = try #require(try await store.subjects(approving: [], after: nil, limit: 1_500).last).key
        let done = try #require(try await store.checkpoints().first { $0.key.job == "(redecide)" })
        let position = CheckpointUpdate(
            key: done.key,
            cursor: done.value.cursor.replacing("done", with: half.cursor)
        )
        let interrupted = Revision(
            kind: .redecided,
            keys: [],
            checkpoint: position,
            policyHash: stricter.policy.fingerprint,
            now: SyncBench.now
        )
        try await store.revise(
            interrupted,
            deciding: PolicyDecider(policy: Policy(), mappings: [:], now: SyncBench.now)
        )
        #expect(try await redecider(stricter, store).run().examined == 500, "what was done is not done again")

        // And back: everything is as if the stricter policy had never been.
        _ = try await redecider(file, store).run()
        #expect(try await store.permissionCounts() == counts)
    }

    @Test("a decision that has become too old is told as a change once, and is undecided")
    func expiry() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        try await ScriptedCMP.run(try SyncBench.scenario("onetrust-v4-quiet")) { server in
            let file = try bench.jobFile(port: server.port)
            _ = try await bench.run(file, in: store)
        }
        let aging = try bench.rewrite("policy: { max_age: 30 days, categories: { aa: { any: [analytics] } } }")
        let first = redecider(aging, store)
        _ = try await first.sweep()
        _ = try await first.run()
        let fresh = try await store.permissionCounts()[.aa]
        #expect(fresh.approved > 0)

        let later = Instant(milliseconds: SyncBench.now.milliseconds + 400 * 86_400_000)
        let outcome = try await redecider(aging, store, at: later).sweep()
        #expect(outcome.changes == fresh.approved + fresh.denied)
        #expect(try await store.permissionCounts()[.aa].undecided == 2_000)
        let total = Int64(try await store.totals().changes)
        for change in try await store.changes(after: total - Int64(outcome.changes), limit: 3_000) {
            #expect(change.kind == .expired && change.after == .undecided)
            #expect(change.decidedAt > SyncBench.now && change.decidedAt <= later)
        }
        #expect(try await redecider(aging, store, at: later).sweep() == RevisionOutcome())
        #expect(try await store.verifyLedger().isSound)
    }

    private func redecider(_ file: JobFile, _ store: any ConsentStore, at now: Instant = SyncBench.now) -> Redecider {
        Redecider(store: store, registry: SyncBench.registry, file: file, now: now)
    }
}
