import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import OptIn
import Testing

@Suite("Dry runs over a store")
struct DryRunStoreTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("the second half of any history: the same outcome and the same changes as in the store itself")
    func sameAsTheStore() async throws {
        var generator = RepeatableGenerator.announced()
        let records = Samples.history(300, subjects: 40, using: &generator)
        let store = try SQLiteStore(path: folder.file())
        try await store.apply(Samples.batch(Array(records.prefix(150)), cursor: "half"), deciding: LatestWins())
        let before = try await StoreContents(of: store)

        let dryRun = try await DryRunStore(over: store)
        #expect(try await dryRun.checkpoint(for: Samples.stream)?.cursor == "half")
        var planned = BatchOutcome()
        for start in stride(from: 150, to: 300, by: 25) {
            let part = Samples.batch(Array(records[start..<start + 25]), cursor: "at \(start)")
            planned += try await dryRun.apply(part, deciding: LatestWins())
        }
        let plannedChanges = try await dryRun.changes(after: 0, limit: 1_000)
        #expect(try await StoreContents(of: store) == before, "the store itself stays as it is")
        #expect(try await dryRun.checkpoint(for: Samples.stream)?.cursor == "at 275")

        let outcome = try await store.apply(Samples.batch(Array(records.suffix(150))), deciding: LatestWins())
        let changes = try await store.changes(after: Int64(before.steps.count), limit: 1_000)
        #expect(planned == outcome)
        #expect(plannedChanges.map(\.number) == changes.map(\.number))
        #expect(plannedChanges.map(\.subject) == changes.map(\.subject))
        #expect(plannedChanges.map(\.before) == changes.map(\.before))
        #expect(plannedChanges.first?.previousHash == changes.first?.previousHash, "chained to what the store holds")
        #expect(zip(plannedChanges, plannedChanges.dropFirst()).allSatisfy { $0.hash == $1.previousHash })
        #expect(plannedChanges.map(\.after) == changes.map(\.after))
        for number in 0..<40 {
            let subject = Samples.subject(number)
            let (there, here) = (try await dryRun.subject(subject), try await store.subject(subject))
            #expect(there?.records == here?.records && there?.stored.state == here?.stored.state)
        }
    }

    @Test("deciding again: pages of keys, expiries and revisions as in the store itself")
    func revisions() async throws {
        let store = try SQLiteStore(path: folder.file())
        let records = (0..<300).map { Samples.record($0, at: 1_000 + Int64($0), approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let dryRun = try await DryRunStore(over: store)
        try await dryRun.apply(
            Samples.batch([Samples.record(5, at: 900_000, denying: [.aa]), Samples.record(900, approving: [.aa])]),
            deciding: LatestWins()
        )
        var keys: [SubjectKey] = []
        while case let page = try await dryRun.subjectKeys(after: keys.last, limit: 70), !page.isEmpty { keys += page }
        #expect(keys == keys.sorted() && Set(keys).count == 301 && keys.count == 301)

        // Everybody expires whose record is older, but for the one who decided anew in the dry run.
        let time = Samples.instant(1_500_000)
        var expired: Set<SubjectKey> = []
        while case let page = try await dryRun.subjects(expiredBy: time, limit: 50), !page.isEmpty {
            #expect(page.count <= 50 && expired.isDisjoint(with: page))
            expired.formUnion(page)
            let revision = Revision(kind: .expired, keys: page, policyHash: Samples.policyHash, now: time)
            try await dryRun.revise(revision, deciding: Forgetful())
        }
        #expect(expired.count == 300 && !expired.contains(SubjectKey(Samples.subject(5))))
        #expect(try await dryRun.changes(after: 0, limit: 1_000).count { $0.kind == .expired } == 300)
        #expect(try await store.totals().changes == 300)
    }

    @Test("an item that quarantine knows already is not new")
    func quarantine() async throws {
        let store = try SQLiteStore(path: folder.file())
        var batch = Samples.batch([])
        batch.quarantined = [Samples.quarantined(payload: 1)]
        try await store.apply(batch, deciding: LatestWins())
        batch.quarantined.append(Samples.quarantined(payload: 2))
        let dryRun = try await DryRunStore(over: store)
        #expect(try await dryRun.apply(batch, deciding: LatestWins()).quarantinedNew == 1)
        #expect(try await store.quarantineCount() == 1)
    }

    @Test("beside a writer and after it nothing is written to the store's file")
    func writesNothing() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await store.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let dryRun = try await DryRunStore(overStoreAt: folder.file())
        try await dryRun.apply(
            Samples.batch([Samples.record(2, approving: [.aa]), Samples.record(1, at: 2_000, denying: [.aa])]),
            deciding: LatestWins()
        )
        #expect(try await dryRun.changes(after: 0, limit: 10).map(\.number) == [2, 3])
        #expect(try await store.totals().subjects == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == bytes)
    }

    @Test("where no store is, everything is new and no file is made")
    func overNothing() async throws {
        let dryRun = try await DryRunStore(overStoreAt: folder.file())
        try await dryRun.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        #expect(try await dryRun.changes(after: 0, limit: 10).map(\.number) == [1])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("it fails as opening the store does")
    func failures() async throws {
        let missing = await #expect(throws: StoreError.self) {
            try await DryRunStore(overStoreAt: folder.file("none/consent.db"))
        }
        #expect(missing?.code == .folderMissing)
        try "text".write(toFile: folder.file(), atomically: true, encoding: .utf8)
        let text = await #expect(throws: StoreError.self) { try await DryRunStore(overStoreAt: folder.file()) }
        #expect(text?.code == .notADatabase)
    }
}

/// Rules under which nothing is decided any more, and nothing expires.
private struct Forgetful: RecordDecider {
    func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution { .older }
    func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState { .unknown }
}
