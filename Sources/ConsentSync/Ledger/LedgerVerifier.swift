import ConsentTranslation

/// Where a ledger's chain breaks.
public struct LedgerBreak: Sendable, Hashable {
    /// What is wrong.
    public enum Fault: String, Sendable, Hashable, CaseIterable {
        /// The row's fields and the hash of the row before do not give the row's hash: the row was altered or moved, or the
        /// row before was replaced.
        case altered
        /// The row comes after one of the same or a greater number, or names another hash than that of the row before it: a
        /// row was added or moved.
        case unchained
        /// A row with the expected number is not there.
        case missing
        /// The row holds a value that no change can have.
        case unreadable
        /// The ledger ends before its recorded head: the tail was removed.
        case tailMissing = "tail-missing"
        /// The ledger goes on after its recorded head, or ends in another row than the head: rows were added or replaced.
        case headMismatch = "head-mismatch"
    }

    /// The number of the first row that does not fit, or that is missing.
    public let number: Int64
    /// What is wrong with it.
    public let fault: Fault

    /// A break from its parts.
    public init(number: Int64, fault: Fault) {
        self.number = number
        self.fault = fault
    }

    /// The finding in a sentence, for the operator.
    public var message: String {
        switch fault {
        case .altered:
            "Change \(number) does not give its hash: it was altered or moved, or the change before it was replaced"
        case .unchained: "Change \(number) does not follow the change before it: a row was added or moved"
        case .missing: "Change \(number) is missing"
        case .unreadable: "Change \(number) holds a value that no change can have"
        case .tailMissing: "Change \(number) and all after it are missing: the end of the ledger was removed"
        case .headMismatch:
            "Change \(number) is not what the ledger's head says: rows were added or replaced at the end"
        }
    }
}

/// What verifying a ledger found.
public struct LedgerReport: Sendable, Hashable {
    /// The rows that fit, from the first on.
    public let verified: Int64
    /// The head up to which the chain holds; write it down elsewhere to prove later that nothing before was altered.
    public let head: LedgerHead
    /// The first fault; nil where the whole chain holds.
    public let firstBreak: LedgerBreak?

    /// Whether the whole chain holds.
    public var isSound: Bool { firstBreak == nil }

    /// A report from its parts.
    public init(verified: Int64, head: LedgerHead, firstBreak: LedgerBreak?) {
        self.verified = verified
        self.head = head
        self.firstBreak = firstBreak
    }
}

/// A row of a ledger as it was read.
public enum LedgerRow: Sendable, Hashable {
    /// A change.
    case change(Change)
    /// A row with a value that no change can have.
    case unreadable(number: Int64)

    /// The row's number.
    public var number: Int64 {
        switch self {
        case .change(let change): change.number
        case .unreadable(let number): number
        }
    }
}

/// Checks a ledger row by row in constant memory.
///
/// Give it every row in order of number, then ``finish(recordedHead:)``. It stops at the first fault, since after one
/// nothing can be said of the rest. It notices rows that were altered, removed, moved or inserted, and a removed tail
/// as long as the recorded head is not altered to match; against somebody who rewrites the whole chain and the head,
/// only a copy of an earlier head helps.
public struct LedgerVerifier: Sendable {
    private var head = LedgerHead.empty
    private var firstBreak: LedgerBreak?

    /// A verifier before the first row.
    public init() {}

    /// Whether a fault was found, after which further rows are not looked at.
    public var isBroken: Bool { firstBreak != nil }

    /// Checks the next row.
    public mutating func check(_ row: LedgerRow) {
        guard firstBreak == nil else { return }
        switch row {
        case .change(let change): check(change)
        case .unreadable(let number): firstBreak = LedgerBreak(number: number, fault: .unreadable)
        }
    }

    private mutating func check(_ change: Change) {
        let (expected, overflows) = head.number.addingReportingOverflow(1)
        if overflows || change.number < expected {
            firstBreak = LedgerBreak(number: change.number, fault: .unchained)
        } else if change.number > expected {
            firstBreak = LedgerBreak(number: expected, fault: .missing)
        } else if change.previousHash != head.hash {
            firstBreak = LedgerBreak(number: change.number, fault: .unchained)
        } else if change.hash != ChangeHash.hash(of: change) {
            firstBreak = LedgerBreak(number: change.number, fault: .altered)
        } else {
            head = LedgerHead(number: change.number, hash: change.hash)
        }
    }

    /// Compares the last row with the head that the store recorded, and reports.
    ///
    /// - Parameter recordedHead: Nil where the store has none that can be read, which is a fault in itself.
    public func finish(recordedHead: LedgerHead?) -> LedgerReport {
        LedgerReport(
            verified: head.number,
            head: head,
            firstBreak: firstBreak ?? endBreak(recordedHead: recordedHead)
        )
    }

    private func endBreak(recordedHead: LedgerHead?) -> LedgerBreak? {
        guard let recordedHead, recordedHead != head else {
            return recordedHead == nil ? LedgerBreak(number: head.number, fault: .headMismatch) : nil
        }
        if recordedHead.number > head.number {
            return LedgerBreak(number: head.number &+ 1, fault: .tailMissing)
        }
        if recordedHead.number < head.number {
            return LedgerBreak(number: recordedHead.number &+ 1, fault: .headMismatch)
        }
        return LedgerBreak(number: head.number, fault: .headMismatch)
    }
}
