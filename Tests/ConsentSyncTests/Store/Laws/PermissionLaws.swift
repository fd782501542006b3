@testable import ConsentSync
import ConsentTesting
import ConsentTranslation
import OptIn
import Testing

@Suite("Every store: the questions of whoever acts on permissions")
struct PermissionLaws {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Decisions of time 1,000 end at 1,001,000 in ``LatestWins``.
    private let fresh = Instant(milliseconds: 1_000_999)
    private let stale = Instant(milliseconds: 1_001_000)

    @Test("a category is approved, denied or undecided for a subject", arguments: StoreFactory.all)
    func permission(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(
            Samples.batch([Samples.record(1, approving: [.aa], denying: [.aam])]),
            deciding: LatestWins()
        )
        let subject = Samples.subject(1)
        #expect(try await store.permission(of: .aa, for: subject, at: fresh) == .approved)
        #expect(try await store.permission(of: .aam, for: subject, at: fresh) == .denied)
        #expect(try await store.permission(of: .ecid, for: subject, at: fresh) == .undecided)
        #expect(try await store.permission(of: .aa, for: Samples.subject(2), at: fresh) == .undecided)
    }

    @Test("an approval that has become too old is none, and a denial stands", arguments: StoreFactory.all)
    func expired(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(
            Samples.batch([Samples.record(1, approving: [.aa], denying: [.aam])]),
            deciding: LatestWins()
        )
        let permissions = try await store.permissions(of: Samples.subject(1), at: stale)
        #expect(permissions == Permissions(approved: [], decided: CategorySet([.aam])))
        #expect(try await all(store.subjects(approving: CategorySet([.aa]), after: nil, at: fresh)).count == 1)
        #expect(try await all(store.subjects(approving: CategorySet([.aa]), after: nil, at: stale)).isEmpty)
        #expect(try await all(store.subjects(approving: [], after: nil, at: stale)).count == 1)
    }

    @Test("changes come in order, once, and go on after any of them", arguments: StoreFactory.all)
    func changes(_ factory: StoreFactory) async throws {
        var generator = RepeatableGenerator.announced()
        let store = try await factory.make(folder)
        let records = Samples.history(2_500, subjects: 900, using: &generator)
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let changes = try await all(store.changes(after: 0))
        #expect(changes.count > 1_000, "more than one page")
        #expect(changes.map(\.number) == Array(1...Int64(changes.count)))
        for number in [1, 999, 1_000, 1_001, changes.count - 1, changes.count] {
            #expect(try await all(store.changes(after: Int64(number))) == Array(changes.dropFirst(number)))
        }
    }

    @Test("one element is one transaction: all categories of a decision together", arguments: StoreFactory.all)
    func together(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(
            Samples.batch([Samples.record(1, approving: [.aa, .ecid], denying: [.aam, .target])]),
            deciding: LatestWins()
        )
        let changes = try await all(store.changes(after: 0))
        #expect(changes.count == 1)
        #expect(changes.first?.after.decided.categories == [.aam, .aa, .ecid, .target])
    }

    @Test(
        "everybody who approved comes once, in an order that stays, and goes on after any key",
        arguments: StoreFactory.all
    )
    func everybody(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = (0..<1_300).map { number in
            number.isMultiple(of: 4)
                ? Samples.record(number, denying: [.aa]) : Samples.record(number, approving: [.aa])
        }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let wanted = CategorySet([.aa])
        let subjects = try await all(store.subjects(approving: wanted, after: nil, at: fresh))
        #expect(subjects.count == 975)
        #expect(subjects.map(\.key) == subjects.map(\.key).sorted())
        for index in [0, 500, 973, 974] {
            let cursor = try #require(SubjectKey(cursor: subjects[index].key.cursor))
            let rest = try await all(store.subjects(approving: wanted, after: cursor, at: fresh))
            #expect(rest == Array(subjects.dropFirst(index + 1)))
        }
        try await store.apply(
            Samples.batch((1_300..<1_400).map { Samples.record($0, approving: [.aa]) }),
            deciding: LatestWins()
        )
        let more = try await all(store.subjects(approving: wanted, after: nil, at: fresh))
        #expect(more.filter(Set(subjects).contains) == subjects, "who was there keeps the place")
    }

    @Test(
        "following waits for changes to come, longer each time in vain, and ends when it is cancelled",
        arguments: StoreFactory.all
    )
    func following(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        let clock = ScriptedPatience(store)
        let patience = ChangeSequence.Patience(
            shortest: .milliseconds(50),
            longest: .milliseconds(300),
            sleep: clock.sleep
        )
        let changes = try await all(store.changes(after: 0).following(patience))
        #expect(changes.map(\.number) == [1, 2, 3])
        let waits: [Duration] = await clock.waits
        #expect(waits == [50, 100, 200, 300, 300, 50, 50, 100].map { .milliseconds($0) })
    }

    @Test("an error of the store ends the sequence")
    func failure() async throws {
        let sequence = ChangeSequence(after: 0) { _, _ in throw StoreError(.io, "gone") }
        await #expect(throws: StoreError.self) { try await all(sequence) }
        await #expect(throws: StoreError.self) { try await all(sequence.following()) }
    }

    @Test(
        "a cursor is 32 hexadecimal digits",
        arguments: ["", "0", String(repeating: "g", count: 32), String(repeating: "0", count: 34)]
    )
    func cursors(text: String) {
        #expect(SubjectKey(cursor: text) == nil)
        let key = SubjectKey(Samples.subject(7))
        #expect(SubjectKey(cursor: key.cursor) == key)
        #expect(SubjectKey(cursor: key.cursor.uppercased()) == key)
    }
}

/// Lets time pass at once: after the fifth and the sixth wait something happens in the store, and the eighth is
/// cancelled.
private actor ScriptedPatience {
    private let store: any ConsentStore
    private(set) var waits: [Duration] = []

    init(_ store: any ConsentStore) {
        self.store = store
    }

    nonisolated var sleep: @Sendable (Duration) async throws -> Void {
        { try await self.wait($0) }
    }

    private func wait(_ duration: Duration) async throws {
        waits.append(duration)
        switch waits.count {
        case 5: try await store.apply(Samples.batch([Samples.record(2, approving: [.aa])]), deciding: LatestWins())
        case 6: try await store.apply(Samples.batch([Samples.record(3, approving: [.aa])]), deciding: LatestWins())
        case 8: throw CancellationError()
        default: break
        }
    }
}

/// All elements.
private func all<Sequence: AsyncSequence>(_ sequence: Sequence) async throws -> [Sequence.Element] {
    var elements: [Sequence.Element] = []
    for try await element in sequence { elements.append(element) }
    return elements
}
