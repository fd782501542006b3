import ConsentTranslation
import GRDB
import OptIn

/// The ledger's table.
struct ChangeTable: ~Copyable {
    /// The columns of a change in the order that ``change(_:after:)`` reads them, of the rows of `changes`.
    static let columns = """
        changes.number, changes.link, before_approved, before_decided, after_approved, after_decided,
        kind, changes.decided_at, recorded_at, record_id,
        (SELECT hash FROM hashes WHERE hashes.number = changes.policy),
        (SELECT hash FROM hashes WHERE hashes.number = changes.manifest), changes.hash
        """
    /// The hash of the row before.
    static let previousHash =
        "(SELECT hash FROM changes AS previous WHERE previous.number = changes.number - 1)"

    private var insertStatement: RowStatement
    // One for each, since it remembers what was asked for last.
    private var policies: HashTable
    private var manifests: HashTable

    init(_ db: Database) throws {
        insertStatement = try RowStatement(
            db,
            addingTo: "changes",
            columns: [
                "number", "link", "earlier", "owner", "before_approved", "before_decided", "after_approved",
                "after_decided", "kind", "decided_at", "recorded_at", "record_id", "policy", "manifest", "hash",
            ]
        )
        policies = HashTable(db)
        manifests = HashTable(db)
    }

    /// Adds a change that has just been chained; it is written by ``finish()`` at the latest.
    ///
    /// - Parameters:
    ///   - chain: the chain, of which the change is the head.
    ///   - earlier: the number of the subject's change before.
    ///   - owner: the subject's number; nil for somebody who is forgotten.
    ///   - policyHash: empty for an erasure.
    mutating func add(
        _ draft: ChangeDraft,
        to chain: borrowing LedgerChain,
        link: ShortHash,
        earlier: Int64?,
        owner: Int64?,
        policyHash: [UInt8],
        at now: Instant
    ) throws {
        insertStatement.add(chain.number)
        insertStatement.add(link)
        insertStatement.add(earlier)
        insertStatement.add(owner)
        insertStatement.add(draft.before.approved.rawValue)
        insertStatement.add(draft.before.decided.rawValue)
        insertStatement.add(draft.after.approved.rawValue)
        insertStatement.add(draft.after.decided.rawValue)
        insertStatement.add(draft.kind.rawValue)
        insertStatement.add(draft.decidedAt.milliseconds)
        insertStatement.add(now.milliseconds)
        insertStatement.add(recordID: draft.recordID)
        insertStatement.add(policyHash.isEmpty ? nil : try policies.number(of: policyHash))
        let manifestHash = draft.manifestHash
        insertStatement.add(manifestHash.isEmpty ? nil : try manifests.number(of: manifestHash))
        insertStatement.add(chain.hash)
        try insertStatement.run()
    }

    /// Writes the changes that are not written yet.
    mutating func finish() throws { try insertStatement.finish() }

    /// Reads a change from the ``columns``, the ``previousHash``, and the subject where the row has one.
    static func change(_ row: Row) throws -> Change { try change(row, after: nil) }

    /// Reads a change from the ``columns``, and the hash before it and the subject where those are not given.
    private static func change(_ row: Row, after previousHash: [UInt8]?) throws -> Change {
        var columns = ColumnReader(row)
        let number = try columns.number()
        let link = try columns.bytes()
        let before = try columns.permissions()
        let after = try columns.permissions()
        let kind = try columns.kind()
        let decidedAt = try columns.instant()
        let recordedAt = try columns.instant()
        let recordID = try columns.recordID()
        let policyHash = try columns.optionalBytes() ?? []
        let manifestHash = try columns.optionalBytes() ?? []
        let hash = try columns.bytes()
        let previous = try previousHash ?? columns.optionalBytes()
        return Change(
            number: number,
            link: link,
            subject: row.count > columns.index ? try columns.optionalSubject() : nil,
            before: before,
            after: after,
            kind: kind,
            decidedAt: decidedAt,
            recordedAt: recordedAt,
            recordID: recordID,
            policyHash: policyHash,
            manifestHash: manifestHash,
            previousHash: previous ?? (number == 1 ? ChangeHash.origin : []),
            hash: hash
        )
    }

    /// Reads a row for verification: one that no change can be is an answer, not an error.
    static func ledgerRow(_ row: Row, after previousHash: [UInt8]) throws -> LedgerRow {
        let number = try row.decode(Int64.self, atIndex: 0)
        do {
            return .change(try change(row, after: previousHash))
        } catch {
            return .unreadable(number: number)
        }
    }
}
