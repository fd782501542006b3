import ConsentTranslation
import OptIn
import Testing

@testable import ConsentSync

@Suite("Limits of the store: taken at the limit, refused one above")
struct StoreLimitsTests {
    /// One bounded field of a batch.
    struct Field: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let limit: Int
        /// Puts a value of so many bytes into the field.
        let fill: @Sendable (inout Batch, Int) -> Void

        static let all = [
            Field("namespace", StoreLimits.maxNameBytes) { batch, size in
                let id = batch.records[0].subject.id
                batch.records[0].subject = SubjectID(namespace: text(size), id: id)
            },
            Field("subject id", StoreLimits.maxSubjectIDBytes) { batch, size in
                let namespace = batch.records[0].subject.namespace
                batch.records[0].subject = SubjectID(namespace: namespace, id: text(size))
            },
            Field("adapter", StoreLimits.maxNameBytes) { $0.records[0].adapter = text($1) },
            Field("regulation", StoreLimits.maxNameBytes) { $0.records[0].regulation = text($1) },
            Field("record id", StoreLimits.maxRecordIDBytes) { $0.records[0].recordID = text($1) },
            Field("content", StoreLimits.maxContentBytes) { batch, size in
                batch.records[0].content = [1, 1] + [UInt8](repeating: 0, count: size - 2)
            },
            Field("cursor", StoreLimits.maxCursorBytes) { batch, size in
                batch.checkpoint = CheckpointUpdate(key: Samples.stream, cursor: text(size))
            },
            Field("job", StoreLimits.maxNameBytes) { batch, size in
                batch.checkpoint = CheckpointUpdate(key: StreamKey(job: text(size), stream: "s"), cursor: "c")
            },
            Field("message", StoreLimits.maxMessageBytes) { $0.quarantined[0].message = text($1) },
            Field("position", StoreLimits.maxMessageBytes) { $0.quarantined[0].recordHint = text($1) },
            Field("payload", StoreLimits.maxPayloadBytes) { batch, size in
                batch.quarantined[0].payload = [UInt8](repeating: 7, count: size)
            },
        ]

        init(_ name: String, _ limit: Int, fill: @escaping @Sendable (inout Batch, Int) -> Void) {
            testDescription = name
            self.limit = limit
            self.fill = fill
        }

        private static func text(_ size: Int) -> String { String(repeating: "x", count: size) }
    }

    private func batch() -> Batch {
        var batch = Samples.batch([Samples.record(1, approving: [.aa])], cursor: "c")
        batch.quarantined = [Samples.quarantined()]
        return batch
    }

    @Test(
        "a field at its limit is kept whole; one byte more is refused and nothing is written",
        arguments: Field.all,
        StoreFactory.all
    )
    func field(_ field: Field, _ factory: StoreFactory) async throws {
        let store = try await factory.make(TemporaryFolder())
        var tooLong = batch()
        field.fill(&tooLong, field.limit + 1)
        let refused = tooLong
        let error = await #expect(throws: StoreError.self) { try await store.apply(refused, deciding: LatestWins()) }
        #expect(error?.code == .invalidInput)
        #expect(try await store.totals() == StoreTotals(subjects: 0, records: 0, changes: 0, quarantined: 0))

        var longest = batch()
        field.fill(&longest, field.limit)
        try await store.apply(longest, deciding: LatestWins())
        let contents = try await StoreContents(of: store)
        #expect(contents.records[longest.records[0].subject] == longest.records)
        #expect(contents.quarantine.map(\.item) == longest.quarantined)
        #expect(contents.checkpoints.keys.first == longest.checkpoint?.key)
        #expect(contents.checkpoints.values.first?.cursor == longest.checkpoint?.cursor)
    }

    @Test("the number of records and of quarantined items in a batch is bounded")
    func counts() throws {
        for limit in [StoreLimits.maxBatchRecords, StoreLimits.maxBatchQuarantined] {
            try FieldRule.count("rows", limit, atMost: limit)
            #expect(throws: StoreError.self) { try FieldRule.count("rows", limit + 1, atMost: limit) }
        }
        let many = [QuarantinedItem](repeating: Samples.quarantined(), count: StoreLimits.maxBatchQuarantined + 1)
        var batch = Samples.batch([])
        batch.quarantined = many
        #expect(throws: StoreError.self) { try batch.validate() }
    }

    @Test("a page has at most the limit's rows")
    func pages() {
        #expect(pageRows(StoreLimits.maxPageRows) == StoreLimits.maxPageRows)
        #expect(pageRows(StoreLimits.maxPageRows + 1) == StoreLimits.maxPageRows)
        #expect(pageRows(-1) == 0)
    }

    @Test("what no store can keep is refused: empty names, zero bytes, hashes of another length")
    func impossibleValues() {
        let changes: [(inout StoredRecord) -> Void] = [
            { $0.subject = SubjectID(namespace: "", id: "x") },
            { $0.subject = SubjectID(namespace: "email", id: "") },
            { $0.subject = SubjectID(namespace: "em\0ail", id: "x") },
            { $0.subject = SubjectID(namespace: "email", id: "x\0y") },
            { $0.adapter = "" },
            { $0.adapter = "a\0" },
            { $0.regulation = "\0" },
            { $0.recordID = "" },
            { $0.recordID = "r\0" },
            { $0.manifestHash = [1, 2, 3] },
            { $0.manifestHash.append(0) },
        ]
        for change in changes {
            var record = Samples.record(1)
            change(&record)
            let error = #expect(throws: StoreError.self) { try record.validate() }
            #expect(error?.code == .invalidInput)
        }
        #expect(throws: StoreError.self) { try Batch(policyHash: [], now: Samples.instant(0)).validate() }
    }

    @Test("errors name the field, never its value")
    func discretion() async throws {
        let canary = "canary-4711"
        let store = try SQLiteStore.temporary()
        var record = Samples.record(1)
        record.subject = SubjectID(namespace: "email", id: canary + "\0")
        var cursor = Samples.batch([])
        cursor.checkpoint = CheckpointUpdate(key: Samples.stream, cursor: canary + "\0")
        for batch in [Samples.batch([record]), cursor] {
            let error = await #expect(throws: StoreError.self) { try await store.apply(batch, deciding: LatestWins()) }
            #expect(error.map { "\($0)" }?.contains(canary) == false)
        }
    }
}
