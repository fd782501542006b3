import ConsentTranslation
import Crypto
import Foundation
import GRDB
import OptIn
import Testing

@testable import ConsentSync

@Suite("Erasing a subject leaves a ledger that verifies")
struct LedgerErasureTests {
    @Test("a change names its subject by a salted hash, and by nothing once the subject's row is gone")
    func erasure() async throws {
        let store = try SQLiteStore.temporary()
        let subject = Samples.subject(1)
        let key = SubjectKey(subject)
        let records = [1, 2, 1].enumerated().map { index, number in
            Samples.record(number, at: Int64(index + 1), approving: index == 2 ? [.target] : [.aa], id: "r\(index)")
        }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let before = try await store.changes(after: 0, limit: 10)
        #expect(before.map(\.subject) == records.map(\.subject))
        let salt = try await store.database.read {
            try Data.fetchOne($0, sql: "SELECT salt FROM subjects WHERE key = ?", arguments: [Data(key.bytes)])
        }
        #expect(salt?.count == 16)
        #expect(before[0].link == Array(SHA256.hash(data: Array(salt ?? Data()) + key.bytes).prefix(16)))
        #expect(before[0].link == before[2].link && before[0].link != before[1].link)

        try await store.database.write { db in
            try db.execute(
                sql: "DELETE FROM records WHERE subject = (SELECT number FROM subjects WHERE key = ?)",
                arguments: [Data(key.bytes)]
            )
            try db.execute(sql: "DELETE FROM subjects WHERE key = ?", arguments: [Data(key.bytes)])
        }
        #expect(try await store.verifyLedger().isSound)
        #expect(try await store.subject(subject) == nil)
        #expect(try await store.changes(after: 0, limit: 10, of: subject).isEmpty)
        let after = try await store.changes(after: 0, limit: 10)
        #expect(after.map(\.subject) == [nil, Samples.subject(2), nil])
        #expect(after.map(\.hash) == before.map(\.hash))

        // When the subject comes again, nothing ties it to what was forgotten.
        try await store.apply(Samples.batch([Samples.record(1, at: 9, denying: [.aa])]), deciding: LatestWins())
        let renewed = try await store.changes(after: 0, limit: 10, of: subject)
        #expect(renewed.map(\.number) == [4])
        #expect(renewed.first?.link != before[0].link)
        #expect(renewed.first?.before == .undecided)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("the ledger's table has no column for a subject's key, namespace or id")
    func noSubjectInLedger() async throws {
        let store = try SQLiteStore.temporary()
        let columns = try await store.database.read { try $0.columns(in: "changes").map(\.name) }
        #expect(Set(columns).isDisjoint(with: ["key", "subject_key", "namespace", "id", "salt"]))
    }
}
