public import ConsentTranslation
import Foundation
import GRDB

/// What a run would make of a store: reads the store, and keeps beside it whatever would be written.
///
/// Only subjects that a record or a revision names are copied, into a ``SQLiteStore/temporary()`` store, where they are
/// written by the same code as in the store itself. So memory is constant, nothing of the store is locked or written,
/// and what is left out is only what nobody asks of a dry run. What a running job writes to the store meanwhile may be
/// seen or not.
public struct DryRunStore: JobStore {
    /// The store itself; nil where there is none yet.
    private let base: SQLiteStore?
    /// What would be written.
    private let scratch: SQLiteStore
    /// The store's last change, which the first that would be made follows.
    private let head: LedgerHead

    /// A dry run over the store at a path, or over an empty one where there is no file.
    ///
    /// - Throws: ``StoreError``, as opening the store to read it does.
    public init(overStoreAt path: String) async throws {
        let file = StorePath(path)
        try file.checkFolder()
        try await self.init(over: file.exists ? SQLiteStore(path: path, mode: .readOnly) : nil)
    }

    /// A dry run over a store that is open.
    public init(over base: SQLiteStore?) async throws {
        self.base = base
        scratch = try SQLiteStore.temporary()
        // The changes of the dry run are numbered and chained as those of the run would be.
        head = try await base?.read { try LedgerHead.recorded(in: $0) } ?? .empty
        let head = head
        if head != .empty { try await scratch.write { try head.record(in: $0) } }
    }

    /// Implements ``JobStore/apply(_:deciding:)``.
    @discardableResult
    public func apply(_ batch: Batch, deciding decider: any RecordDecider) async throws -> BatchOutcome {
        try batch.validate()
        let base = base
        return try await scratch.write { db in
            try base?.copy(batch.records.map(\.key), into: db)
            try base?.copy(batch.quarantined, into: db)
            var writer = try BatchWriter(db, batch: batch)
            return try writer.write(deciding: decider)
        }
    }

    /// Implements ``JobStore/revise(_:deciding:)``.
    @discardableResult
    public func revise(_ revision: Revision, deciding decider: any RecordDecider) async throws -> RevisionOutcome {
        try revision.validate()
        let base = base
        return try await scratch.write { db in
            try base?.copy(revision.keys, into: db)
            var writer = try RevisionWriter(db, revision: revision)
            return try writer.write(deciding: decider)
        }
    }

    /// Implements ``JobStore/subjects(expiredBy:limit:)``.
    public func subjects(expiredBy time: Instant, limit: Int) async throws -> [SubjectKey] {
        let copied = try await scratch.subjects(expiredBy: time, limit: limit)
        guard copied.isEmpty, let base else { return copied }
        // Whoever was copied is looked at there; the rest of the store is read on until there is somebody else.
        let scratch = scratch
        return try await base.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT key FROM subjects WHERE expires_at <= ? ORDER BY expires_at"
            )
            let rows = try Row.fetchCursor(statement, arguments: [time.milliseconds])
            var keys: [SubjectKey] = []
            while keys.count < pageRows(limit) {
                let page = try rows.keys(KeyChunk.size)
                guard !page.isEmpty else { break }
                keys += try scratch.missing(page)
            }
            return Array(keys.prefix(pageRows(limit)))
        }
    }

    /// Implements ``JobStore/checkpoint(for:)``.
    public func checkpoint(for key: StreamKey) async throws -> Checkpoint? {
        if let written = try await scratch.checkpoint(for: key) { return written }
        return try await base?.checkpoint(for: key)
    }

    /// Implements ``JobStore/subjectKeys(after:limit:)``.
    public func subjectKeys(after key: SubjectKey?, limit: Int) async throws -> [SubjectKey] {
        let stored = try await base?.subjectKeys(after: key, limit: limit) ?? []
        let copied = try await scratch.subjectKeys(after: key, limit: limit)
        return Array(Set(stored + copied).sorted().prefix(pageRows(limit)))
    }

    /// Implements ``JobStore/subject(_:)``.
    public func subject(_ subject: SubjectID) async throws -> SubjectDetails? {
        if let copied = try await scratch.subject(subject) { return copied }
        return try await base?.subject(subject)
    }

    /// A page of the changes that would be made, with numbers above `number`, ascending. An empty page is the end.
    public func changes(after number: Int64, limit: Int) async throws -> [Change] {
        var changes = try await scratch.changes(after: number, limit: limit)
        if changes.first?.number == head.number &+ 1 { changes[0].previousHash = head.hash }
        return changes
    }

    /// Implements ``JobStore/beginRun(job:at:)``.
    public func beginRun(job: String, at start: Instant) async throws -> Int64 {
        try await scratch.beginRun(job: job, at: start)
    }

    /// Implements ``JobStore/finishRun(_:at:outcome:counts:)``.
    public func finishRun(_ number: Int64, at end: Instant, outcome: RunOutcome, counts: RunCounts) async throws {
        try await scratch.finishRun(number, at: end, outcome: outcome, counts: counts)
    }

    /// Implements ``JobStore/remember(manifest:id:text:)``.
    public func remember(manifest hash: [UInt8], id: String, text: String) async throws {
        try await scratch.remember(manifest: hash, id: id, text: text)
    }

    /// Implements ``JobStore/remember(policy:text:)``.
    public func remember(policy hash: [UInt8], text: String) async throws {
        try await scratch.remember(policy: hash, text: text)
    }
}

extension SQLiteStore {
    /// Copies those of the subjects that are here and not yet in another store.
    fileprivate func copy(_ keys: [SubjectKey], into target: Database) throws {
        var subjects = try SubjectTable(target)
        var records = try RecordTable(target)
        var number = try SubjectTable.nextNumber(in: target)
        for chunk in KeyChunk.chunks(keys) {
            let there = Set(try subjects.find(chunk).map(\.key))
            let found = try database.read { db in
                let rows = try SubjectTable(db).find(chunk).filter { !there.contains($0.key) }
                var table = try RecordTable(db)
                return try Array(zip(rows, table.find(of: rows)))
            }
            for (row, kept) in found {
                try subjects.insert(
                    row.subject,
                    number: number,
                    key: row.key,
                    link: row.link,
                    salt: nil,
                    state: row.state,
                    lastChange: row.lastChange
                )
                for slot in kept {
                    let copy = SubjectUpdate.Slot(number: nil, record: slot.record, isDirty: true)
                    try records.write(copy, subject: number)
                }
                number += 1
            }
            try subjects.finish()
            try records.finish()
        }
    }

    /// Copies those entries of quarantine that are items met again.
    fileprivate func copy(_ items: [QuarantinedItem], into target: Database) throws {
        for item in items {
            guard try QuarantineTable.find(item, in: target) == nil,
                let entry = try database.read({ try QuarantineTable.find(item, in: $0) })
            else { continue }
            _ = try QuarantineTable.add(entry, in: target)
        }
    }

    /// Those of the keys of whom nothing is stored.
    fileprivate func missing(_ keys: [SubjectKey]) throws -> [SubjectKey] {
        guard let chunk = KeyChunk(keys) else { return [] }
        let there = Set(try database.read { try SubjectTable($0).find(chunk).map(\.key) })
        return keys.filter { !there.contains($0) }
    }
}

extension RowCursor {
    /// The keys of the next rows.
    fileprivate func keys(_ limit: Int) throws -> [SubjectKey] {
        var keys: [SubjectKey] = []
        while keys.count < limit, let row = try next() {
            var columns = ColumnReader(row)
            keys.append(try columns.key())
        }
        return keys
    }
}
