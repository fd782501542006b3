import ConsentTranslation
import Foundation
import GRDB
import OptIn
import Testing

@testable import ConsentSync

@Suite("How a SQLite store keeps its rows")
struct SQLiteRowTests {
    @Test(
        "any record id comes back as it was",
        arguments: [
            "0123456789abcdef0123456789abcdef", "00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff",
            "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcde",
            "0123456789abcdef0123456789abcdef0", "42", "1e3", "é", "x'00'", "0123456789abcdef", " ",
        ]
    )
    func recordID(_ id: String) async throws {
        let store = try SQLiteStore.temporary()
        try await store.apply(Samples.batch([Samples.record(1, approving: [.aa], id: id)]), deciding: LatestWins())
        #expect(try await store.subject(Samples.subject(1))?.records.map(\.recordID) == [id])
        #expect(try await store.changes(after: 0, limit: 1).map(\.recordID) == [id])
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("an id of 32 hexadecimal digits takes 16 bytes, and other bytes than 16 are no id")
    func packedRecordID() async throws {
        let store = try SQLiteStore.temporary()
        let record = Samples.record(1, approving: [.aa], id: "0123456789abcdef0123456789abcdef")
        try await store.apply(Samples.batch([record]), deciding: LatestWins())
        let digits = try await store.database.read { db in
            try String.fetchAll(db, sql: "SELECT hex(record_id) FROM records UNION SELECT hex(record_id) FROM changes")
        }
        #expect(digits == ["0123456789ABCDEF0123456789ABCDEF"])
        try await store.database.write { try $0.execute(sql: "UPDATE records SET record_id = x'01'") }
        let error = await #expect(throws: StoreError.self) { try await store.subject(record.subject) }
        #expect(error?.code == .corrupt)
    }

    @Test("rows are written in blocks, and none is lost at the ends of them", arguments: [1, 31, 32, 33, 64, 100])
    func blocks(_ count: Int) async throws {
        let (store, expected) = (try SQLiteStore.temporary(), MemoryStore())
        for time in [1_000, 2_000] as [Int64] {
            let batch = Samples.batch(
                (0..<count).map { Samples.record($0, at: time, approving: time == 1_000 ? [.aa] : [.target]) }
            )
            try await store.apply(batch, deciding: LatestWins())
            try await expected.apply(batch, deciding: LatestWins())
        }
        #expect(try await StoreContents(of: store) == StoreContents(of: expected))
        #expect(try await store.totals().records == count)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("rows with large and with empty contents are written as they are")
    func contents() async throws {
        let store = try SQLiteStore.temporary()
        let records = (0..<40).map { number in
            var record = Samples.record(number, approving: [.aa])
            let count = number.isMultiple(of: 3) ? 0 : number.isMultiple(of: 4) ? 300_000 : 5
            record.content = [UInt8](repeating: UInt8(number), count: count)
            return record
        }
        try await store.apply(Samples.batch(records), deciding: Undecided())
        for record in records { #expect(try await store.subject(record.subject)?.records == [record]) }
    }

    @Test("adapters, regulations and hashes are kept once, and a change leads to the text of its policy and manifest")
    func numberedNames() async throws {
        let store = try SQLiteStore.temporary()
        try await store.remember(policy: Samples.policyHash, text: "the policy")
        try await store.remember(manifest: Samples.manifestHash, id: "cmp", text: "the manifest")
        let records = (0..<100).map { number in
            Samples.record(
                number / 4,
                approving: [.aa],
                adapter: number.isMultiple(of: 2) ? "cmp" : "banner",
                regulation: number % 4 < 2 ? "" : "gdpr"
            )
        }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let counts = try await store.database.read { db in
            try Int.fetchAll(db, sql: "SELECT count(*) FROM hashes UNION ALL SELECT count(*) FROM sources")
        }
        #expect(counts == [2, 4])
        let names = try await store.subject(Samples.subject(3))?.records.map { [$0.adapter, $0.regulation] }
        #expect(names == [["banner", ""], ["banner", "gdpr"], ["cmp", ""], ["cmp", "gdpr"]])
        let change = try #require(try await store.changes(after: 0, limit: 1).first)
        #expect(try await store.policy(change.policyHash) == "the policy")
        #expect(try await store.manifest(change.manifestHash)?.text == "the manifest")
        let texts = try await store.database.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT value FROM changes JOIN hashes ON hashes.number = policy
                        JOIN meta ON section = 'policy' AND name = lower(hex(hashes.hash))
                    WHERE changes.number = 1
                    """
            )
        }
        #expect(texts == ["the policy"])
    }

    @Test("more sources than a record's number has room for are refused, and nothing is written")
    func tooManySources() async throws {
        let store = try SQLiteStore.temporary()
        try await store.database.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?)
                    INSERT INTO sources SELECT number, 'adapter-' || number, '' FROM numbers
                    """,
                arguments: [StoreLimits.maxSources - 1]
            )
        }
        let last = Samples.record(1, approving: [.aa], adapter: "the last")
        try await store.apply(Samples.batch([last]), deciding: LatestWins())
        #expect(try await store.subject(last.subject)?.records == [last])
        let error = await #expect(throws: StoreError.self) {
            let more = Samples.record(2, approving: [.aa], adapter: "one more")
            try await store.apply(Samples.batch([more]), deciding: LatestWins())
        }
        #expect(error?.code == .invalidInput)
        #expect(try await store.totals().subjects == 1)
    }

    @Test("whoever looks into the file sees whose a record is and where it comes from")
    func legibleRecords() async throws {
        let store = try SQLiteStore.temporary()
        try await store.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        let rows = try await store.database.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT id || ' ' || adapter || ' ' || regulation FROM records
                        JOIN subjects ON subjects.number = subject JOIN sources ON sources.number = source
                    """
            )
        }
        #expect(rows == ["subject-1 cmp gdpr"])
    }

    @Test("no question about one subject, and nothing that applying a batch asks, goes through a whole table")
    func queryPlans() async throws {
        let store = try SQLiteStore.temporary()
        try await store.apply(Samples.batch([Samples.record(2, approving: [.aa])]), deciding: LatestWins())
        let asked = Asked()
        try await store.database.write { db in
            db.trace { event in
                if case .statement(let statement) = event { asked.note(statement.sql) }
            }
        }
        for time in [1_000, 2_000] as [Int64] {
            let record = Samples.record(1, at: time, approving: time == 1_000 ? [.aa] : [.ecid])
            try await store.apply(Samples.batch([record], cursor: "c"), deciding: LatestWins())
        }
        let subject = Samples.subject(1)
        _ = try await store.subject(subject)
        _ = try await store.subjects(withID: subject.id)
        #expect(try await store.changes(after: 0, limit: 10, of: subject).count == 2)
        _ = try await store.changes(after: 1, limit: 10)
        _ = try await store.forget(subject, at: Samples.instant(9_000))
        let statements = asked.statements.filter {
            $0.contains("subjects") || $0.contains("records") || $0.contains("changes")
        }
        #expect(statements.count > 8)
        try await store.database.write { db in
            db.trace(nil)
            for sql in statements {
                let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
                statement.setUncheckedArguments([])
                for step in try Row.fetchAll(statement).map({ $0["detail"] as String }) {
                    #expect(step.firstMatch(of: /SCAN (subjects|records|changes|previous)\b/) == nil, "\(step): \(sql)")
                }
            }
        }
    }
}

/// The statements that a database was asked to run.
private final class Asked: @unchecked Sendable {
    private let lock = NSLock()
    private var noted: [String] = []

    var statements: [String] { lock.withLock { Array(Set(noted)) } }

    func note(_ sql: String) { lock.withLock { noted.append(sql) } }
}

/// Rules under which nothing is decided, whatever a record says.
private struct Undecided: RecordDecider {
    func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution { .replace(incoming) }
    func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState { .unknown }
}
