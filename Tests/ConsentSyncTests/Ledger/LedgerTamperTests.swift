import ConsentTranslation
import Foundation
import GRDB
import OptIn
import Testing

@testable import ConsentSync

@Suite("Tampering with a SQLite store's ledger is noticed")
struct LedgerTamperTests {
    let store: SQLiteStore
    private static let rows = 40

    init() async throws {
        store = try SQLiteStore.temporary()
        let records = (0..<Self.rows).map { Samples.record($0, approving: [.aa], denying: [.target]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
    }

    /// The first break after the SQL was run on a copy.
    private func firstBreak(after sql: String) async throws -> LedgerBreak? {
        let copy = try store.scratchCopy()
        try await copy.database.write { try $0.execute(sql: sql) }
        return try await copy.verifyLedger().firstBreak
    }

    @Test(
        "a changed column of one row",
        arguments: [
            "link = zeroblob(16)", "before_decided = 1", "after_approved = 0", "after_decided = 255",
            "decided_at = decided_at + 1", "recorded_at = recorded_at - 1", "record_id = record_id || 'x'",
            "policy = manifest", "manifest = policy", "policy = NULL", "manifest = 99", "kind = 1", "record_id = 5",
            "hash = zeroblob(32)", "hash = x''",
        ]
    )
    func changedColumn(_ assignment: String) async throws {
        let sql = "UPDATE changes SET \(assignment) WHERE number = 17"
        #expect(try await firstBreak(after: sql) == LedgerBreak(number: 17, fault: .altered))
    }

    @Test(
        "a hash that many rows name: the first of them does not fit",
        arguments: [
            "UPDATE hashes SET hash = zeroblob(32) WHERE number = (SELECT policy FROM changes WHERE number = 17)",
            "DELETE FROM hashes",
        ]
    )
    func changedHashes(_ sql: String) async throws {
        #expect(try await firstBreak(after: sql) == LedgerBreak(number: 1, fault: .altered))
    }

    @Test("a column that no row of its kind can have", arguments: ["kind = 9", "record_id = x'01'"])
    func impossibleColumn(_ assignment: String) async throws {
        let sql = "UPDATE changes SET \(assignment) WHERE number = 17"
        #expect(try await firstBreak(after: sql) == LedgerBreak(number: 17, fault: .unreadable))
    }

    @Test(
        "masks that no permissions can have, also where cutting them to a byte would hide them",
        arguments: [
            "after_approved = after_approved + 256", "after_approved = after_approved | 1", "after_decided = -1",
        ]
    )
    func impossibleMask(_ assignment: String) async throws {
        let sql = "UPDATE changes SET \(assignment) WHERE number = 17"
        #expect(try await firstBreak(after: sql) == LedgerBreak(number: 17, fault: .unreadable))
    }

    @Test("a row whose hash was made to fit again: the next row does not fit")
    func rehashed() async throws {
        let copy = try store.scratchCopy()
        let change = try #require(try await copy.changes(after: 16, limit: 1).first)
        let forged = Change(
            number: change.number,
            link: change.link,
            subject: nil,
            before: change.before,
            after: Permissions(approved: .all, decided: .all),
            decidedAt: change.decidedAt,
            recordedAt: change.recordedAt,
            recordID: change.recordID,
            policyHash: change.policyHash,
            manifestHash: change.manifestHash,
            previousHash: change.previousHash,
            hash: []
        )
        let hash = Data(ChangeHash.hash(of: forged))
        try await copy.database.write { db in
            let sql = "UPDATE changes SET after_approved = 255, after_decided = 255, hash = ? WHERE number = 17"
            try db.execute(sql: sql, arguments: [hash])
        }
        #expect(try await copy.verifyLedger().firstBreak == LedgerBreak(number: 18, fault: .altered))
    }

    @Test("removed rows, reordered rows, inserted rows, a cut tail, a changed head")
    func rows() async throws {
        let cases: [(String, LedgerBreak)] = [
            ("DELETE FROM changes WHERE number = 17", LedgerBreak(number: 17, fault: .missing)),
            ("DELETE FROM changes WHERE number = 1", LedgerBreak(number: 1, fault: .missing)),
            ("DELETE FROM changes WHERE number > 30", LedgerBreak(number: 31, fault: .tailMissing)),
            ("DELETE FROM changes WHERE number = 40", LedgerBreak(number: 40, fault: .tailMissing)),
            ("DELETE FROM changes", LedgerBreak(number: 1, fault: .tailMissing)),
            (swap(17, 18), LedgerBreak(number: 17, fault: .altered)),
            (swap(39, 40), LedgerBreak(number: 39, fault: .altered)),
            (removeAndCloseGap(17), LedgerBreak(number: 17, fault: .altered)),
            (removeAndCloseGap(1), LedgerBreak(number: 1, fault: .altered)),
            (copyRow(17, to: 0), LedgerBreak(number: 0, fault: .unchained)),
            (copyRow(17, to: -5), LedgerBreak(number: -5, fault: .unchained)),
            (copyRow(40, to: 41), LedgerBreak(number: 41, fault: .altered)),
            (
                "DELETE FROM meta WHERE section = 'ledger' AND name = 'head-hash'",
                LedgerBreak(number: 40, fault: .headMismatch)
            ),
            (
                "UPDATE meta SET value = '39' WHERE section = 'ledger' AND name = 'head-number'",
                LedgerBreak(number: 40, fault: .headMismatch)
            ),
            (
                "UPDATE meta SET value = 'x' WHERE section = 'ledger' AND name = 'head-number'",
                LedgerBreak(number: 40, fault: .headMismatch)
            ),
        ]
        for (sql, expected) in cases {
            #expect(try await firstBreak(after: sql) == expected, "\(sql)")
        }
    }

    private func swap(_ left: Int, _ right: Int) -> String {
        """
        UPDATE changes SET number = -1 WHERE number = \(left);
        UPDATE changes SET number = \(left) WHERE number = \(right);
        UPDATE changes SET number = \(right) WHERE number = -1;
        """
    }

    /// Every row above goes down by one, so that no number is missing.
    private func removeAndCloseGap(_ number: Int) -> String {
        """
        DELETE FROM changes WHERE number = \(number);
        UPDATE changes SET number = -number WHERE number > \(number);
        UPDATE changes SET number = -number - 1 WHERE number < 0;
        """
    }

    private func copyRow(_ number: Int, to other: Int) -> String {
        let columns = """
            link, earlier, before_approved, before_decided, after_approved, after_decided, kind, decided_at, recorded_at, \
            record_id, policy, manifest, hash
            """
        return
            "INSERT INTO changes (number, \(columns)) SELECT \(other), \(columns) FROM changes WHERE number = \(number)"
    }

    @Test("a ledger without a readable head is not continued")
    func damagedHead() async throws {
        let copy = try store.scratchCopy()
        try await copy.database.write { try $0.execute(sql: "DELETE FROM meta WHERE section = 'ledger'") }
        let error = await #expect(throws: StoreError.self) {
            try await copy.apply(Samples.batch([Samples.record(99, approving: [.aa])]), deciding: LatestWins())
        }
        #expect(error?.code == .ledgerBroken)
        #expect(try await copy.totals().subjects == Self.rows)
    }

    @Test("a row that leads the walk over one subject's changes astray ends the walk")
    func looping() async throws {
        let copy = try store.scratchCopy()
        let subject = Samples.subject(16)
        for time in [2_000, 3_000] as [Int64] {
            let record = Samples.record(16, at: time, approving: time == 2_000 ? [.ecid] : [.aam])
            try await copy.apply(Samples.batch([record]), deciding: LatestWins())
        }
        let changes = try await copy.changes(after: 0, limit: 10, of: subject)
        #expect(changes.map(\.number) == [17, 41, 42])
        try await copy.database.write { try $0.execute(sql: "UPDATE changes SET earlier = 42 WHERE number = 17") }
        #expect(try await copy.changes(after: 0, limit: 10, of: subject) == changes)
    }

    @Test("more rows than a page are verified in pages")
    func manyRows() async throws {
        let count = StoreLimits.maxPageRows + 5
        let large = try SQLiteStore.temporary()
        try await large.apply(
            Samples.batch((0..<count).map { Samples.record($0, approving: [.aa]) }),
            deciding: LatestWins()
        )
        let report = try await large.verifyLedger()
        #expect(report.isSound && report.verified == Int64(count))
        try await large.database.write {
            try $0.execute(sql: "DELETE FROM changes WHERE number = ?", arguments: [StoreLimits.maxPageRows + 1])
        }
        let number = Int64(StoreLimits.maxPageRows + 1)
        #expect(try await large.verifyLedger().firstBreak == LedgerBreak(number: number, fault: .missing))
    }
}
