import ConsentSync
import ConsentTranslation
import OptIn
import Testing

@Suite("Every store: forgetting a subject")
struct ErasureLaws {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let now = Samples.instant(9_000)

    private func filled(_ factory: StoreFactory) async throws -> any ConsentStore {
        let store = try await factory.make(folder)
        let records = [
            Samples.record(1, at: 1_000, approving: [.aa]), Samples.record(2, at: 1_000, approving: [.aa]),
            Samples.record(1, at: 2_000, denying: [.aa]), Samples.record(1, at: 1_500, adapter: "banner"),
        ]
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        return store
    }

    @Test("a last change tells it, what is known is deleted, and the ledger holds", arguments: StoreFactory.all)
    func forget(_ factory: StoreFactory) async throws {
        let store = try await filled(factory)
        let subject = Samples.subject(1)
        let before = try await store.changes(after: 0, limit: 10)
        let erasure = try #require(try await store.forget(subject, at: Self.now))
        #expect(erasure.records == 2 && erasure.changes == 3 && erasure.tombstone == 4)
        #expect(erasure.link == before[0].link)
        #expect(try await store.subject(subject) == nil)
        #expect(try await store.subjects(withID: subject.id).isEmpty)
        #expect(try await store.changes(after: 0, limit: 10, of: subject).isEmpty)
        #expect(try await store.totals().records == 1)
        #expect(try await store.forget(subject, at: Self.now) == nil, "nobody is forgotten twice")

        // Until the tombstone goes, whoever is to be told can still learn whom it is about.
        let changes = try await store.changes(after: 0, limit: 10)
        #expect(changes.filter { $0.subject == subject }.map(\.number) == [1, 3, 4])
        let last = try #require(changes.last)
        #expect(last.kind == .forgotten && last.after == .undecided && last.before == before[2].after)
        #expect(last.decidedAt == Self.now && last.recordID.isEmpty && last.policyHash.isEmpty)
        #expect(try await store.tombstones() == [Tombstone(number: 4, link: erasure.link)])

        try await store.removeTombstones([4])
        #expect(try await store.tombstones().isEmpty)
        let unlinked = try await store.changes(after: 0, limit: 10)
        #expect(unlinked.map(\.subject) == [nil, Samples.subject(2), nil, nil])
        #expect(unlinked.map(\.hash) == changes.map(\.hash))
        #expect(try await store.verifyLedger().verified == 4)
    }

    @Test("who comes again while sinks are still to be told is somebody new", arguments: StoreFactory.all)
    func again(_ factory: StoreFactory) async throws {
        let store = try await filled(factory)
        let subject = Samples.subject(1)
        let erasure = try #require(try await store.forget(subject, at: Self.now))
        try await store.apply(
            Samples.batch([Samples.record(1, at: 9_500, approving: [.target])], now: 9_600),
            deciding: LatestWins()
        )
        let renewed = try await store.changes(after: 0, limit: 10, of: subject)
        #expect(renewed.map(\.number) == [5])
        #expect(renewed.first?.link != erasure.link && renewed.first?.before == .undecided)
        try await store.removeTombstones([erasure.tombstone])
        #expect(try await store.subject(subject)?.records.count == 1)
        #expect(try await store.changes(after: 4, limit: 10).first?.subject == subject)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("nobody of that id is an answer, and writes nothing", arguments: StoreFactory.all)
    func unknown(_ factory: StoreFactory) async throws {
        let store = try await filled(factory)
        let contents = try await StoreContents(of: store)
        #expect(try await store.forget(Samples.subject(9), at: Self.now) == nil)
        #expect(try await StoreContents(of: store) == contents)
    }

    @Test("a kept payload with the subject's id goes; its entry stays", arguments: StoreFactory.all)
    func payloads(_ factory: StoreFactory) async throws {
        let store = try await filled(factory)
        var named = Samples.quarantined(payload: 1)
        named.payload = Array(#"{"id":"subject-1","damaged"#.utf8)
        var other = Samples.quarantined(payload: 2)
        other.payload = Array(#"{"id":"subject-2","damaged"#.utf8)
        var batch = Samples.batch([])
        batch.quarantined = [named, other]
        try await store.apply(batch, deciding: LatestWins())
        #expect(try await store.forget(Samples.subject(1), at: Self.now)?.payloads == 1)
        let entries = try await store.quarantine(after: 0, limit: 10)
        #expect(entries.map { $0.item.payload == nil } == [true, false])
    }

    @Test("entries leave the quarantine by number, or with the records read from them", arguments: StoreFactory.all)
    func releasing(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        var batch = Samples.batch([])
        batch.quarantined = (1...4).map { Samples.quarantined(payload: $0) }
        try await store.apply(batch, deciding: LatestWins())
        let numbers = try await store.quarantine(after: 0, limit: 10).map(\.number)
        #expect(try await store.dropQuarantined([numbers[1], 999, numbers[1]]) == 1)
        var release = Samples.batch([Samples.record(1, approving: [.aa])])
        release.released = [numbers[2]]
        try await store.apply(release, deciding: LatestWins())
        #expect(try await store.quarantine(after: 0, limit: 10).map(\.number) == [numbers[0], numbers[3]])
        #expect(try await store.totals().subjects == 1)
    }

    @Test(
        "a sink's position never goes back, its counts add up, its parked changes come and go",
        arguments: StoreFactory.all
    )
    func sinks(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        #expect(try await store.sinkState("crm") == nil)
        var note = DeliveryNote(sink: "crm", position: 5, now: Samples.instant(1))
        note.done = 3
        note.skipped = 1
        note.parked = [4: "no", 2: "never"]
        try await store.note(note)
        var second = DeliveryNote(sink: "crm", position: 3, now: Samples.instant(2))
        second.done = 2
        second.released = [2]
        second.parked = [4: "still no"]
        try await store.note(second)
        try await store.note(DeliveryNote(sink: "other", position: 9, now: Samples.instant(3)))
        let expected = SinkState(position: 5, done: 5, skipped: 1, parked: 1, updatedAt: Samples.instant(2))
        #expect(try await store.sinkState("crm") == expected)
        let parked = ParkedChange(number: 4, reason: "still no", parkedAt: Samples.instant(2))
        #expect(try await store.parked(in: "crm", after: 0, limit: 10) == [parked])
        #expect(try await store.parked(in: "crm", after: 4, limit: 10).isEmpty)
        #expect(try await store.parked(in: "other", after: 0, limit: 10).isEmpty)
    }
}
