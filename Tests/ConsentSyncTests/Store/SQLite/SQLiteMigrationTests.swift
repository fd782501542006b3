import ConsentTranslation
import Foundation
import GRDB
import OptIn
import Testing

@testable import ConsentSync

@Suite("Bringing a SQLite store of an earlier schema up to date")
struct SQLiteMigrationTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let ids = ["0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "Łukasz", "7"]

    private static let first = (0..<50).map { number in
        Samples.record(
            number,
            approving: [.aa],
            adapter: number.isMultiple(of: 4) ? "banner" : "cmp",
            regulation: number.isMultiple(of: 5) ? "" : "gdpr",
            id: ids[number % ids.count]
        )
    }
    private static let second = (20..<30).map { Samples.record($0, at: 5_000, denying: [.aa], id: ids[$0 % 3]) }

    /// Makes a store of an earlier schema, and says what is in it.
    private func make(schema: Int) async throws -> (contents: StoreContents, changes: [Change], head: LedgerHead) {
        let store = try SQLiteStore(path: folder.file("now.db"))
        try await store.apply(Samples.batch(Self.first, cursor: "c"), deciding: LatestWins())
        try await store.apply(Samples.batch(Self.second, cursor: "d"), deciding: LatestWins())
        // The first schema knew neither erasure nor what is parked.
        if schema > 1 {
            let erased = try #require(try await store.forget(Samples.subject(7), at: Samples.instant(9_000)))
            try await store.removeTombstones([erased.tombstone])
            _ = try await store.forget(Samples.subject(8), at: Samples.instant(9_001))
            var note = DeliveryNote(sink: "hook", position: 12, now: Samples.instant(9_002))
            note.done = 10
            note.parked = [11: "refused"]
            try await store.note(note)
        }
        let contents = try await StoreContents(of: store)
        let changes = try await store.changes(after: 0, limit: 1_000)
        let head = try await store.verifyLedger().head
        try EarlierStore(schema: schema).write(to: folder.file(), contentsOf: folder.file("now.db"))
        return (contents, changes, head)
    }

    @Test("nothing in it changes, its ledger holds up to the same head, and it is written to as any", arguments: 1...3)
    func migration(schema: Int) async throws {
        let made = try await make(schema: schema)
        let reading = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file(), mode: .readOnly) }
        #expect(reading?.code == .olderSchema)
        let store = try SQLiteStore(path: folder.file())
        #expect(try await StoreContents(of: store) == made.contents)
        #expect(try await store.changes(after: 0, limit: 1_000) == made.changes)
        let report = try await store.verifyLedger()
        #expect(report.isSound && report.head == made.head)
        #expect(try await store.integrityCheck().isEmpty)
        let known = made.contents.states.count
        #expect(try await store.subjects(expiredBy: Samples.instant(.max), limit: 100).count == known)
        for subject in made.contents.states.keys {
            let expected = made.changes.filter { $0.subject == subject }
            #expect(try await store.changes(after: 0, limit: 100, of: subject) == expected)
        }
        if schema > 1 {
            #expect(try await store.sinkState("hook")?.parked == 1)
            #expect(try await store.parked(in: "hook", after: 0, limit: 9).map(\.number) == [11])
            #expect(try await store.tombstones().count == 1)
        }
        // The same again says nothing new; nobody who was forgotten is in it.
        let again = (Self.first + Self.second).filter { made.contents.states[$0.subject] != nil }
        #expect(try await store.apply(Samples.batch(again), deciding: LatestWins()).changes == 0)
        // It is written to as if it had always been of this schema.
        let more = again.prefix(30).map { record in
            var later = record
            (later.decidedAt, later.content) = (Samples.instant(10_000), [4, 255])
            return later
        }
        let outcome = try await store.apply(Samples.batch(more), deciding: LatestWins())
        #expect(outcome.replaced == more.count && outcome.added == 0)
        let last = Int64(made.changes.count)
        #expect(try await store.changes(after: last, limit: 100).map(\.subject) == more.map(\.subject))
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("a migration that breaks off leaves the store as it was, and is done the next time", arguments: 1...3)
    func interrupted(schema: Int) async throws {
        let made = try await make(schema: schema)
        let queue = try DatabaseQueue(path: folder.file())
        // The last table that the last step makes cannot be made.
        try await queue.write { try $0.execute(sql: "CREATE TABLE slim_changes (number INTEGER)") }
        #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file()) }
        let number = try await queue.read { try MetaTable.value("schema", "number", in: $0) }
        #expect(number == "3", "the steps before are done, each in a transaction of its own")
        try await queue.write { try $0.execute(sql: "DROP TABLE slim_changes") }
        let store = try SQLiteStore(path: folder.file())
        #expect(try await StoreContents(of: store) == made.contents)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("a row that was altered before is still named after", arguments: 1...3)
    func tampered(schema: Int) async throws {
        _ = try await make(schema: schema)
        let queue = try DatabaseQueue(path: folder.file())
        try await queue.write { try $0.execute(sql: "UPDATE changes SET policy_hash = zeroblob(32) WHERE number = 17") }
        let store = try SQLiteStore(path: folder.file())
        #expect(try await store.verifyLedger().firstBreak == LedgerBreak(number: 17, fault: .altered))
    }
}
