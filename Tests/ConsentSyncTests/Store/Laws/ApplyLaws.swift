import ConsentSync
import ConsentTesting
import ConsentTranslation
import OptIn
import Testing

@Suite("Every store: applying batches")
struct ApplyLaws {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("the same batch twice: the second time nothing changes", arguments: StoreFactory.all)
    func idempotence(_ factory: StoreFactory) async throws {
        var generator = RepeatableGenerator.announced()
        let store = try await factory.make(folder)
        let batch = Samples.batch(Samples.history(200, subjects: 30, using: &generator), cursor: "c1")
        let first = try await store.apply(batch, deciding: LatestWins())
        let contents = try await StoreContents(of: store)
        let second = try await store.apply(batch, deciding: LatestWins())

        #expect(first.added > 0 && first.replaced > 0 && first.older > 0 && first.changes > 0)
        #expect(second.recordsSeen == 200)
        #expect(second.older + second.identical == 200)
        #expect(second.added == 0 && second.replaced == 0 && second.changes == 0)
        #expect(try await StoreContents(of: store) == contents)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("records in any order, some twice: the same subjects and records", arguments: StoreFactory.all)
    func orderIndependence(_ factory: StoreFactory) async throws {
        var generator = RepeatableGenerator.announced()
        let records = Samples.history(120, subjects: 10, using: &generator)
        let store = try await factory.make(folder)
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let expected = try await StoreContents(of: store).outcome
        for _ in 0..<5 {
            let shuffled = (records + records.shuffled(using: &generator).prefix(40)).shuffled(using: &generator)
            let other = try await factory.make(TemporaryFolder())
            try await other.apply(Samples.batch(shuffled), deciding: LatestWins())
            #expect(try await StoreContents(of: other).outcome == expected)
        }
    }

    @Test("however a history is cut into batches: the same store and the same ledger", arguments: StoreFactory.all)
    func batchIndependence(_ factory: StoreFactory) async throws {
        var generator = RepeatableGenerator.announced()
        let records = Samples.history(150, subjects: 12, using: &generator)
        let whole = try await factory.make(folder)
        let expectedOutcome = try await whole.apply(Samples.batch(records), deciding: LatestWins())
        let expected = try await StoreContents(of: whole)
        for largest in [1, 2, 17] {
            let store = try await factory.make(TemporaryFolder())
            var outcome = BatchOutcome()
            var rest = records[...]
            while !rest.isEmpty {
                let size = min(Int.random(in: 1...largest, using: &generator), rest.count)
                outcome += try await store.apply(Samples.batch(Array(rest.prefix(size))), deciding: LatestWins())
                rest = rest.dropFirst(size)
            }
            #expect(try await StoreContents(of: store) == expected)
            #expect(outcome == expectedOutcome)
            #expect(try await store.verifyLedger().isSound)
        }
        #expect(expected.steps.count == expectedOutcome.changes)
    }

    @Test("changes are numbered in order of arrival, not of keys", arguments: StoreFactory.all)
    func numbering(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = (0..<50).map { Samples.record($0, approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let changes = try await store.changes(after: 0, limit: 100)
        #expect(changes.map(\.number) == Array(1...50))
        #expect(changes.map(\.subject) == records.map(\.subject))
    }

    @Test("each record that changes the permissions is one change, also within a batch", arguments: StoreFactory.all)
    func severalRecordsOfOneSubject(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let outcome = try await store.apply(
            Samples.batch([
                Samples.record(1, at: 1, approving: [.aa]),
                Samples.record(1, at: 2, denying: [.aa]),
                Samples.record(1, at: 2, denying: [.aa], adapter: "banner"),
                Samples.record(1, at: 3, approving: [.aa, .target]),
            ]),
            deciding: LatestWins()
        )
        #expect(outcome.added == 2 && outcome.replaced == 2 && outcome.changes == 3)
        let changes = try await store.changes(after: 0, limit: 10)
        #expect(changes.map { $0.after[.aa] } == [.approved, .denied, .approved])
        #expect(changes.map(\.before) == [.undecided] + changes.dropLast().map(\.after))
        #expect(changes.map(\.decidedAt.milliseconds) == [1, 2, 3])
        #expect(changes.allSatisfy { $0.policyHash == Samples.policyHash && $0.manifestHash == Samples.manifestHash })
        #expect(try await store.subject(Samples.subject(1))?.stored.lastChange == 3)
    }

    @Test("a record that decides nothing makes a subject but no change", arguments: StoreFactory.all)
    func undecidedSubject(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let outcome = try await store.apply(Samples.batch([Samples.record(1)]), deciding: LatestWins())
        #expect(outcome.added == 1 && outcome.changes == 0)
        let details = try #require(try await store.subject(Samples.subject(1)))
        #expect(details.stored.state.permissions == .undecided)
        #expect(details.stored.lastChange == nil)
    }

    @Test("wherever the rules fail, nothing of the batch is written", arguments: StoreFactory.all)
    func atomicity(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(
            Samples.batch([Samples.record(1, approving: [.aa])], cursor: "c1"),
            deciding: LatestWins()
        )
        let contents = try await StoreContents(of: store)
        var batch = Samples.batch(
            (0..<6).map { Samples.record($0 / 2, at: Int64(2_000 + $0), denying: [.aa]) },
            cursor: "c2"
        )
        batch.quarantined = [Samples.quarantined()]
        var question = 1
        while true {
            let decider = FailingDecider(at: question)
            do {
                try await store.apply(batch, deciding: decider)
                break
            } catch is FailingDecider.Refusal {
                #expect(try await StoreContents(of: store) == contents)
            }
            question += 1
        }
        #expect(question > 6)
        #expect(try await store.checkpoint(for: Samples.stream)?.cursor == "c2")
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("an answer of the rules about another subject or adapter is refused", arguments: StoreFactory.all)
    func wrongAnswer(_ factory: StoreFactory) async throws {
        struct Confused: RecordDecider {
            let answer: StoredRecord
            func resolve(existing: StoredRecord, incoming: StoredRecord) -> RecordResolution { .replace(answer) }
            func state(of subject: SubjectID, records: [StoredRecord]) -> SubjectState { .unknown }
        }
        let store = try await factory.make(folder)
        let record = Samples.record(1, approving: [.aa])
        try await store.apply(Samples.batch([record]), deciding: LatestWins())
        let contents = try await StoreContents(of: store)
        for answer in [Samples.record(2), Samples.record(1, adapter: "other"), Samples.record(1, regulation: "ccpa")] {
            let error = await #expect(throws: StoreError.self) {
                try await store.apply(Samples.batch([record]), deciding: Confused(answer: answer))
            }
            #expect(error?.code == .invalidInput)
        }
        #expect(try await StoreContents(of: store) == contents)
    }

    @Test("ids that look alike but differ in bytes are different subjects", arguments: StoreFactory.all)
    func subjectsByBytes(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = ["caf\u{E9}", "cafe\u{301}", "CAF\u{C9}"].map { id in
            var record = Samples.record(1, approving: [.aa])
            record.subject = SubjectID(namespace: "email", id: id)
            return record
        }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        #expect(try await store.totals().subjects == 3)
        #expect(try await store.subjects(withID: "caf\u{E9}").map { Array($0.subject.id.utf8) } == [Array("café".utf8)])
    }
}
