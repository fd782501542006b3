import ConsentSync
import ConsentTesting
import ConsentTranslation
import OptIn
import Testing

@Suite("Every store: questions about subjects and changes")
struct QuestionLaws {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("an empty store answers every question", arguments: StoreFactory.all)
    func emptyStore(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        #expect(try await store.subject(Samples.subject(1)) == nil)
        #expect(try await store.subjects(withID: "nobody").isEmpty)
        #expect(try await store.subjects(approving: [], after: nil, limit: 10).isEmpty)
        #expect(try await store.permissionCounts() == PermissionCounts())
        #expect(try await store.changes(after: 0, limit: 10).isEmpty)
        #expect(try await store.changes(after: 0, limit: 10, of: Samples.subject(1)).isEmpty)
        #expect(try await store.totals() == StoreTotals(subjects: 0, records: 0, changes: 0, quarantined: 0))
        #expect(try await store.verifyLedger() == LedgerReport(verified: 0, head: .empty, firstBreak: nil))
        #expect(try await store.integrityCheck().isEmpty)
    }

    @Test("a subject comes back with its state and its records, ordered by adapter", arguments: StoreFactory.all)
    func oneSubject(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = [
            Samples.record(1, at: 20, approving: [.aa, .ecid]),
            Samples.record(1, at: 30, denying: [.aam], adapter: "banner"),
            Samples.record(1, at: -10, denying: [.ecid], regulation: ""),
        ]
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let details = try #require(try await store.subject(Samples.subject(1)))
        #expect(details.records == [records[1], records[2], records[0]])
        #expect(details.stored.state == (try LatestWins().state(of: Samples.subject(1), records: records)))
        #expect(details.stored.key == SubjectKey(Samples.subject(1)))
    }

    @Test("an id is found in every namespace that has it", arguments: StoreFactory.all)
    func lookupWithoutNamespace(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        let records = ["email", "ecid", "crm"].map { namespace in
            var record = Samples.record(1, approving: [.aa])
            record.subject = SubjectID(namespace: namespace, id: namespace == "crm" ? "y" : "x")
            return record
        }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        #expect(try await store.subjects(withID: "x").map(\.subject.namespace) == ["ecid", "email"])
        #expect(try await store.subjects(withID: "y").map(\.subject.namespace) == ["crm"])
        #expect(try await store.subjects(withID: "z").isEmpty)
    }

    @Test("pages of subjects are ascending, complete, and filtered by all categories", arguments: StoreFactory.all)
    func subjectPages(_ factory: StoreFactory) async throws {
        var generator = RepeatableGenerator.announced()
        let store = try await factory.make(folder)
        let records = Samples.history(300, subjects: 80, using: &generator)
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let everybody = try await store.subjects(approving: [], after: nil, limit: 1_000)
        #expect(everybody.map(\.key) == everybody.map(\.key).sorted())
        #expect(Set(everybody.map(\.subject)) == Set(records.map(\.subject)))

        for wanted in [CategorySet(), CategorySet([.aa]), CategorySet([.aa, .target])] {
            var pages: [StoredSubject] = []
            while true {
                let page = try await store.subjects(approving: wanted, after: pages.last?.key, limit: 7)
                #expect(page.count <= 7)
                guard !page.isEmpty else { break }
                pages += page
            }
            #expect(pages == everybody.filter { wanted.isSubset(of: $0.state.permissions.approved) })
        }
        #expect(try await store.subjects(approving: [], after: nil, limit: 0).isEmpty)
        #expect(try await store.subjects(approving: [], after: nil, limit: -1).isEmpty)
    }

    @Test("permissions are counted over all subjects, each in one state a category", arguments: StoreFactory.all)
    func counts(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(
            Samples.batch([
                Samples.record(1, approving: [.aa, .target]),
                Samples.record(2, approving: [.aa], denying: [.target]),
                Samples.record(3, denying: [.aa]),
                Samples.record(4),
            ]),
            deciding: LatestWins()
        )
        let counts = try await store.permissionCounts()
        #expect(counts.subjects == 4)
        #expect((counts[.aa].approved, counts[.aa].denied, counts[.aa].undecided) == (2, 1, 1))
        #expect((counts[.target].approved, counts[.target].denied, counts[.target].undecided) == (1, 1, 2))
        #expect((counts[.livefyre].approved, counts[.livefyre].denied, counts[.livefyre].undecided) == (0, 0, 4))
    }

    @Test("pages of changes are complete, of all subjects and of one", arguments: StoreFactory.all)
    func changePages(_ factory: StoreFactory) async throws {
        var generator = RepeatableGenerator.announced()
        let store = try await factory.make(folder)
        for _ in 0..<6 {
            let records = Samples.history(40, subjects: 9, using: &generator)
            try await store.apply(Samples.batch(records), deciding: LatestWins())
        }
        let all = try await store.changes(after: 0, limit: 1_000)
        #expect(all.map(\.number) == Array(1...Int64(all.count)))
        #expect(try await pagedChanges(of: nil, in: store, limit: 7) == all)
        for subject in Set(all.compactMap(\.subject)) {
            let expected = all.filter { $0.subject == subject }
            #expect(try await pagedChanges(of: subject, in: store, limit: 2) == expected)
            #expect(try await store.subject(subject)?.stored.lastChange == expected.last?.number)
        }
    }

    private func pagedChanges(of subject: SubjectID?, in store: any ConsentStore, limit: Int) async throws -> [Change] {
        var changes: [Change] = []
        while true {
            let page = try await store.changes(after: changes.last?.number ?? 0, limit: limit, of: subject)
            #expect(page.count <= limit)
            guard !page.isEmpty else { return changes }
            changes += page
        }
    }

    @Test("verifying reports progress up to the last change", arguments: StoreFactory.all)
    func verifyingProgress(_ factory: StoreFactory) async throws {
        let store = try await factory.make(folder)
        try await store.apply(
            Samples.batch((0..<30).map { Samples.record($0, denying: [.aa]) }),
            deciding: LatestWins()
        )
        let report = try await store.verifyLedger { checked, total in
            #expect(checked == 30 && total == 30)
        }
        #expect(report.verified == 30 && report.isSound && report.head.number == 30)
        #expect(try await store.changes(after: 29, limit: 1).first?.hash == report.head.hash)
    }
}
