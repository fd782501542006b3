import ConsentSync
import ConsentTranslation
import OptIn
import Testing

@Suite("Every store: deriving permissions anew")
struct RevisionLaws {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let policyHash = [UInt8](repeating: 0xCC, count: 32)
    private static let manifestHash = [UInt8](repeating: 0xDD, count: 32)

    private func revision(_ kind: Change.Kind, _ keys: [SubjectKey], cursor: String? = nil) -> Revision {
        Revision(
            kind: kind,
            keys: keys,
            checkpoint: cursor.map { CheckpointUpdate(key: Samples.stream, cursor: $0) },
            policyHash: Self.policyHash,
            manifestHashes: ["cmp": Self.manifestHash],
            now: Samples.instant(9_000)
        )
    }

    @Test(
        "each difference is one change under the new hashes, and a second time nothing differs",
        arguments: StoreFactory.all
    )
    func differences(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = [
            Samples.record(1, at: 1_000, approving: [.aa, .aam]), Samples.record(2, at: 2_000, denying: [.aa]),
            Samples.record(3, at: 3_000, approving: [.aa], adapter: "banner"),
        ]
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let keys = (1...4).map { SubjectKey(Samples.subject($0)) }
        let outcome = try await store.revise(revision(.redecided, keys, cursor: "page 1"), deciding: Mute(.aa))
        #expect(outcome.examined == 3 && outcome.updated == 3 && outcome.changes == 3)
        #expect(try await store.checkpoint(for: Samples.stream)?.cursor == "page 1")

        let changes = try await store.changes(after: 3, limit: 10)
        #expect(changes.count == 3)
        for change in changes {
            #expect(change.kind == .redecided && change.policyHash == Self.policyHash)
            #expect(change.before[.aa] != .undecided && change.after[.aa] == .undecided)
            #expect(change.recordedAt == Samples.instant(9_000))
        }
        let first = try #require(changes.first { $0.subject == Samples.subject(1) })
        #expect(first.after[.aam] == .approved, "what the policy still grants stays")
        #expect(first.recordID == records[0].recordID && first.manifestHash == Self.manifestHash)
        #expect(first.decidedAt == records[0].decidedAt)
        let third = try #require(changes.first { $0.subject == Samples.subject(3) })
        #expect(third.manifestHash == Samples.manifestHash, "an adapter that is gone keeps the manifest of its record")
        #expect(try await store.subject(Samples.subject(1))?.stored.lastChange == first.number)

        let again = try await store.revise(revision(.redecided, keys), deciding: Mute(.aa))
        #expect(again.examined == 3 && again.updated == 0 && again.changes == 0)
        #expect(try await store.totals().changes == 6)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("nothing is written of a page whose decider fails", arguments: StoreFactory.all)
    func failing(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = (1...3).map { Samples.record($0, approving: [.aa]) }
        try await store.apply(Samples.batch(records, cursor: "before"), deciding: LatestWins())
        let contents = try await StoreContents(of: store)
        let keys = (1...3).map { SubjectKey(Samples.subject($0)) }
        await #expect(throws: FailingDecider.Refusal.self) {
            try await store.revise(revision(.redecided, keys, cursor: "after"), deciding: FailingDecider(at: 3))
        }
        #expect(try await StoreContents(of: store) == contents)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("what expires is found by its time, the earliest first", arguments: StoreFactory.all)
    func expiring(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        // The decider lets a decision count for a million milliseconds.
        let records = (1...5).map { Samples.record($0, at: Int64(6 - $0) * 1_000, approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        func expired(_ milliseconds: Int64, _ limit: Int = 10) async throws -> [SubjectKey] {
            try await store.subjects(expiredBy: Samples.instant(milliseconds), limit: limit)
        }
        #expect(try await expired(1_000_999).isEmpty)
        #expect(try await expired(1_001_000) == [SubjectKey(Samples.subject(5))])
        #expect(try await expired(1_003_500) == [5, 4, 3].map { SubjectKey(Samples.subject($0)) })
        #expect(try await expired(2_000_000, 2) == [5, 4].map { SubjectKey(Samples.subject($0)) })

        let keys = try await expired(1_001_000)
        var expiry = revision(.expired, keys)
        expiry.now = Samples.instant(1_002_500)
        let outcome = try await store.revise(expiry, deciding: Mute(.aa, expiresAt: nil))
        #expect(outcome.changes == 1)
        let change = try #require(try await store.changes(after: 5, limit: 1).first)
        #expect(change.kind == .expired && change.decidedAt == Samples.instant(1_001_000))
        #expect(try await expired(1_001_000).isEmpty)
        #expect(try await store.verifyLedger().isSound)
    }
}

/// The rules of ``LatestWins`` with one category left undecided.
private struct Mute: RecordDecider {
    let category: OptIn.Category
    let expiresAt: Instant?

    init(_ category: OptIn.Category, expiresAt: Instant? = Samples.instant(5_000_000)) {
        self.category = category
        self.expiresAt = expiresAt
    }

    func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution {
        try LatestWins().resolve(existing: existing, incoming: incoming)
    }

    func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState {
        var state = try LatestWins().state(of: subject, records: records)
        state.permissions[category] = .undecided
        state.expiresAt = expiresAt
        return state
    }
}
