import ConsentTranslation
import GRDB
import OptIn

/// The ledger's table.
struct ChangeTable: ~Copyable {
    /// The columns of a change in the order that ``change(_:)`` reads them, for a join of `changes` and `subjects`.
    static let columns = """
        changes.number, changes.link, before_approved, before_decided, after_approved, after_decided,
        kind, changes.decided_at, recorded_at, record_id, policy_hash, manifest_hash, previous_hash, hash
        """

    private var insertStatement: RowStatement

    init(_ db: Database) throws {
        insertStatement = try RowStatement(
            db,
            sql: """
                INSERT INTO changes (number, link, earlier, owner, before_approved, before_decided, after_approved,
                    after_decided, kind, decided_at, recorded_at, record_id, policy_hash, manifest_hash, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
    }

    /// Appends a change.
    ///
    /// - Parameters:
    ///   - earlier: the number of the subject's change before.
    ///   - owner: the subject's number; nil for somebody who is forgotten.
    mutating func insert(_ change: Change, earlier: Int64?, owner: Int64?) throws {
        insertStatement.add(change.number)
        insertStatement.add(change.link)
        insertStatement.add(earlier)
        insertStatement.add(owner)
        insertStatement.add(change.before.approved.rawValue)
        insertStatement.add(change.before.decided.rawValue)
        insertStatement.add(change.after.approved.rawValue)
        insertStatement.add(change.after.decided.rawValue)
        insertStatement.add(change.kind.rawValue)
        insertStatement.add(change.decidedAt.milliseconds)
        insertStatement.add(change.recordedAt.milliseconds)
        insertStatement.add(change.recordID)
        insertStatement.add(change.policyHash)
        insertStatement.add(change.manifestHash)
        insertStatement.add(change.previousHash)
        insertStatement.add(change.hash)
        try insertStatement.run()
    }

    /// Reads a change from the ``columns``, and the subject from the two after them where the row has those.
    static func change(_ row: Row) throws -> Change {
        var columns = ColumnReader(row)
        let number = try columns.number()
        let link = try columns.bytes()
        let before = try columns.permissions()
        let after = try columns.permissions()
        let kind = try columns.kind()
        let decidedAt = try columns.instant()
        let recordedAt = try columns.instant()
        let recordID = try columns.text()
        let hashes = try (0..<4).map { _ in try columns.bytes() }
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
            policyHash: hashes[0],
            manifestHash: hashes[1],
            previousHash: hashes[2],
            hash: hashes[3]
        )
    }

    /// Reads a row for verification: one that no change can be is an answer, not an error.
    static func ledgerRow(_ row: Row) throws -> LedgerRow {
        let number = try row.decode(Int64.self, atIndex: 0)
        do {
            return .change(try change(row))
        } catch {
            return .unreadable(number: number)
        }
    }
}
