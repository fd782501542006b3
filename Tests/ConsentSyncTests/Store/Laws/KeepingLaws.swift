import ConsentSync
import ConsentTranslation
import OptIn
import Testing

@Suite("Every store: checkpoints, quarantine, runs, manifests")
struct KeepingLaws {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a checkpoint is kept for each job, stream and partition", arguments: StoreFactory.all)
    func checkpoints(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let keys = [
            StreamKey(job: "a", stream: "s"), StreamKey(job: "a", stream: "s", partition: "p"),
            StreamKey(job: "a", stream: "t"), StreamKey(job: "b", stream: "s"),
        ]
        for (index, key) in keys.enumerated() {
            var batch = Samples.batch([], now: Int64(index))
            batch.checkpoint = CheckpointUpdate(key: key, cursor: "cursor-\(index)")
            #expect(try await store.apply(batch, deciding: LatestWins()) == BatchOutcome())
        }
        let all = try await store.checkpoints()
        #expect(all.count == keys.count)
        for (index, key) in keys.enumerated() {
            let expected = Checkpoint(cursor: "cursor-\(index)", updatedAt: Samples.instant(Int64(index)))
            #expect(all[key] == expected)
            #expect(try await store.checkpoint(for: key) == expected)
        }
        #expect(try await store.checkpoint(for: StreamKey(job: "c", stream: "s")) == nil)
    }

    @Test("an empty batch with an equal checkpoint only confirms it", arguments: StoreFactory.all)
    func equalCheckpoint(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(Samples.batch([Samples.record(1)], cursor: "c"), deciding: LatestWins())
        let outcome = try await store.apply(Samples.batch([], cursor: "c", now: 9_000), deciding: LatestWins())
        #expect(outcome == BatchOutcome())
        let expected = Checkpoint(cursor: "c", updatedAt: Samples.instant(9_000))
        #expect(try await store.checkpoint(for: Samples.stream) == expected)
        #expect(try await store.totals().records == 1)
    }

    @Test("the same damaged item again is the same entry, seen once more", arguments: StoreFactory.all)
    func quarantine(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        func add(_ items: [QuarantinedItem]) async throws -> Int {
            var batch = Samples.batch([])
            batch.quarantined = items
            return try await store.apply(batch, deciding: LatestWins()).quarantinedNew
        }
        var again = Samples.quarantined(at: 7_000)
        again.code = "cut-off"
        again.payload = [1, 2, 3]
        let others = [
            Samples.quarantined(payload: 2), Samples.quarantined(job: "weekly"), Samples.quarantined(stream: "subject"),
        ]
        #expect(try await add([Samples.quarantined()]) == 1)
        #expect(try await add([again, Samples.quarantined(at: 5_000)]) == 0)
        #expect(try await add(others + [Samples.quarantined(payload: 2)]) == 3)

        let entries = try await store.quarantine(after: 0, limit: 100)
        #expect(entries.map(\.timesSeen) == [3, 2, 1, 1])
        let first = try #require(entries.first)
        #expect(first.item.at == Samples.instant(4_000) && first.lastSeen == Samples.instant(7_000))
        #expect(first.item.payload == [1, 2, 3], "a payload that was kept stays kept")
        #expect(first.item.code == "not-json", "the newest reason is kept")
        #expect(first.item.recordHint == "page 12 item 7")
        #expect(try await store.quarantine(after: first.number, limit: 2) == Array(entries[1...2]))
        #expect(try await store.quarantineCount() == 4)
        #expect(try await store.quarantineCount(job: "weekly") == 1)
        #expect(try await store.totals().subjects == 0, "what cannot be read is no consent")
    }

    @Test("the last run of a job tells how it ended, or that it never did", arguments: StoreFactory.all)
    func runs(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        #expect(try await store.lastRun(of: "nightly") == nil)
        let first = try await store.beginRun(job: "nightly", at: Samples.instant(1))
        let counts = RunCounts(pages: 1, records: 2, changes: 3, stale: 4, quarantined: 5)
        try await store.finishRun(first, at: Samples.instant(2), outcome: .completedWithFailures, counts: counts)
        let finished = try #require(try await store.lastRun(of: "nightly"))
        #expect(
            finished
                == JobRun(
                    number: first,
                    job: "nightly",
                    startedAt: Samples.instant(1),
                    finishedAt: Samples.instant(2),
                    outcome: .completedWithFailures,
                    counts: counts
                )
        )
        let second = try await store.beginRun(job: "nightly", at: Samples.instant(3))
        _ = try await store.beginRun(job: "weekly", at: Samples.instant(4))
        let running = try #require(try await store.lastRun(of: "nightly"))
        #expect(running.number == second && second > first)
        #expect(running.finishedAt == nil && running.outcome == nil && running.counts == RunCounts())
    }

    @Test("manifests and policies are known by their hashes", arguments: StoreFactory.all)
    func manifests(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let (one, two) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        for _ in 0..<2 {
            try await store.remember(manifest: one, id: "cmp", text: "id: cmp\n")
            try await store.remember(policy: one, text: "policy: {}\n")
        }
        let manifest = try #require(try await store.manifest(one))
        #expect(manifest.id == "cmp" && manifest.text == "id: cmp\n")
        #expect(try await store.policy(one) == "policy: {}\n")
        #expect(try await store.manifest(two) == nil)
        #expect(try await store.policy(two) == nil)
    }
}
