import ConsentTranslation
import OptIn
import Testing

@testable import ConsentSync

@Suite("Verifying a ledger")
struct LedgerVerifierTests {
    /// A sound ledger of so many changes, and its head.
    static func ledger(_ count: Int) throws -> (changes: [Change], head: LedgerHead) {
        var head = LedgerHead.empty
        let changes = try (0..<count).map { index in
            let draft = ChangeDraft(
                arrival: index,
                before: .undecided,
                after: Permissions(approved: CategorySet([.aa]), decided: .all),
                record: Samples.record(index)
            )
            return try head.append(
                draft,
                link: [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 16),
                policyHash: Samples.policyHash,
                at: Samples.instant(9)
            )
        }
        return (changes, head)
    }

    static func verify(_ rows: [LedgerRow], head: LedgerHead?) -> LedgerReport {
        var verifier = LedgerVerifier()
        rows.forEach { verifier.check($0) }
        return verifier.finish(recordedHead: head)
    }

    @Test("a sound ledger verifies up to its head", arguments: [0, 1, 2, 50])
    func sound(_ count: Int) throws {
        let (changes, head) = try Self.ledger(count)
        let report = Self.verify(changes.map(LedgerRow.change), head: head)
        #expect(report == LedgerReport(verified: Int64(count), head: head, firstBreak: nil))
        #expect(report.isSound)
    }

    @Test("every row can be the one that is removed")
    func removed() throws {
        let (changes, head) = try Self.ledger(6)
        for index in changes.indices {
            var rows = changes.map(LedgerRow.change)
            rows.remove(at: index)
            let fault: LedgerBreak.Fault = index == 5 ? .tailMissing : .missing
            let report = Self.verify(rows, head: head)
            #expect(report.firstBreak == LedgerBreak(number: Int64(index + 1), fault: fault))
            #expect(report.verified == Int64(index))
        }
    }

    @Test("rows that changed places are named")
    func reordered() throws {
        let (changes, head) = try Self.ledger(6)
        var rows = changes.map(LedgerRow.change)
        rows.swapAt(2, 3)
        #expect(Self.verify(rows, head: head).firstBreak == LedgerBreak(number: 3, fault: .missing))
    }

    @Test("a row that comes twice is named")
    func repeated() throws {
        let (changes, head) = try Self.ledger(3)
        let rows = (changes[0...1] + changes[1...2]).map(LedgerRow.change)
        #expect(Self.verify(rows, head: head).firstBreak == LedgerBreak(number: 2, fault: .unchained))
    }

    @Test("an unreadable row is named, and nothing after it is judged")
    func unreadable() throws {
        let (changes, head) = try Self.ledger(3)
        let rows: [LedgerRow] = [.change(changes[0]), .unreadable(number: 2), .change(changes[2])]
        #expect(Self.verify(rows, head: head).firstBreak == LedgerBreak(number: 2, fault: .unreadable))
    }

    @Test("another ledger's row with a hash of its own does not chain")
    func foreign() throws {
        let (changes, head) = try Self.ledger(3)
        var other = LedgerHead(number: 1, hash: [UInt8](repeating: 7, count: 32))
        let draft = ChangeDraft(arrival: 0, before: .undecided, after: .undecided, record: Samples.record(9))
        let foreign = try other.append(draft, link: [], policyHash: [], at: Samples.instant(0))
        let rows = [changes[0], foreign, changes[2]].map(LedgerRow.change)
        #expect(Self.verify(rows, head: head).firstBreak == LedgerBreak(number: 2, fault: .unchained))
    }

    @Test("the recorded head must be the last row")
    func heads() throws {
        let (changes, head) = try Self.ledger(3)
        let rows = changes.map(LedgerRow.change)
        let cases: [(LedgerHead?, LedgerBreak)] = [
            (nil, LedgerBreak(number: 3, fault: .headMismatch)),
            (LedgerHead(number: 5, hash: head.hash), LedgerBreak(number: 4, fault: .tailMissing)),
            (LedgerHead(number: 2, hash: changes[1].hash), LedgerBreak(number: 3, fault: .headMismatch)),
            (LedgerHead(number: 3, hash: changes[1].hash), LedgerBreak(number: 3, fault: .headMismatch)),
        ]
        for (recorded, expected) in cases {
            #expect(Self.verify(rows, head: recorded).firstBreak == expected)
        }
        #expect(Self.verify([], head: nil).firstBreak?.fault == .headMismatch)
    }

    @Test("numbers never run over")
    func lastNumber() throws {
        var head = LedgerHead(number: .max, hash: ChangeHash.origin)
        let draft = ChangeDraft(arrival: 0, before: .undecided, after: .undecided, record: Samples.record(1))
        let error = #expect(throws: StoreError.self) {
            try head.append(draft, link: [], policyHash: [], at: Samples.instant(0))
        }
        #expect(error?.code == .ledgerBroken)
    }

    @Test("every finding names its row in a sentence", arguments: LedgerBreak.Fault.allCases)
    func sentences(_ fault: LedgerBreak.Fault) {
        #expect(LedgerBreak(number: 4_711, fault: fault).message.contains("Change 4711"))
    }
}
