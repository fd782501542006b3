import BoundedJSON
import ConsentSync
import ConsentTranslation
import OptIn
import Testing

@Suite("Which of two records is the current one")
struct PolicyDeciderTests {
    private let decider = PolicyDecider(policy: Policy(), mappings: [:], now: SyncBench.now)

    private func stored(_ state: Decision.State, id: String, at milliseconds: Int64 = 5) -> StoredRecord {
        let subject = SubjectID(namespace: "email", id: "x")
        var record = ConsentRecord(adapter: "cmp", subjects: [subject])
        record.decisions = [Decision(kind: .purpose, key: "ads", state: state)]
        record.decidedAt = Instant(milliseconds: milliseconds)
        record.recordID = id
        return StoredRecord(
            subject: subject,
            adapter: "cmp",
            regulation: "",
            recordID: id,
            decidedAt: Instant(milliseconds: milliseconds),
            content: record.canonicalBytes,
            manifestHash: Samples.manifestHash
        )
    }

    /// What is stored after records came in that order.
    private func current(_ records: [StoredRecord]) throws -> StoredRecord {
        try records.dropFirst().reduce(records[0]) { existing, incoming in
            if case .replace(let record) = try decider.resolve(existing: existing, incoming: incoming) {
                record
            } else {
                existing
            }
        }
    }

    @Test("the later decision, whenever it arrives")
    func later() throws {
        let (early, late) = (stored(.denied, id: "a", at: 1), stored(.granted, id: "b", at: 2))
        #expect(try current([early, late]) == late)
        #expect(try current([late, early]) == late)
        #expect(try decider.resolve(existing: late, incoming: late) == .identical)
        #expect(try decider.resolve(existing: late, incoming: early) == .older)
    }

    @Test("the same record in the form that an earlier program stored")
    func earlierForm() throws {
        let now = stored(.granted, id: "a")
        var earlier = now
        var json = JSONWriter()
        try ConsentRecord(canonical: now.content).write(into: &json)
        earlier.content = json.bytes
        #expect(earlier.content != now.content)
        #expect(try decider.resolve(existing: earlier, incoming: now) == .identical)
        #expect(
            try decider.state(of: now.subject, records: [earlier]) == decider.state(of: now.subject, records: [now])
        )
    }

    @Test("of equal times the denials of all, and the same record whatever came first or came again")
    func ties() throws {
        let records = [
            stored(.granted, id: "b"), stored(.denied, id: "a"), stored(.none, id: "c"), stored(.denied, id: "0"),
        ]
        let expected = try current(records)
        #expect(try ConsentRecord(canonical: expected.content).decisions.map(\.state) == [.denied])
        for order in [
            [0, 2, 1, 3], [3, 1, 0, 2], [1, 3, 2, 0], [2, 0, 3, 1], [3, 2, 1, 0], [0, 1, 2, 3, 0, 1, 2, 3],
        ] {
            #expect(try current(order.map { records[$0] }) == expected, "\(order)")
        }
    }
}
