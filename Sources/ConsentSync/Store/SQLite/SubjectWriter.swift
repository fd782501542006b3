import ConsentTranslation
import GRDB

/// Writes subjects inside a transaction: reads them, numbers their changes in order of arrival, and writes both.
struct SubjectWriter {
    /// A subject that is to be written.
    private struct Pending {
        let subject: SubjectID
        let update: SubjectUpdate
        /// The subject's row; nil where it is new.
        let row: Int64?
        let identity: SubjectTable.Identity
        var lastChange: Int64?
    }

    private let db: Database
    private let subjects: SubjectTable
    private let records: RecordTable
    private var pending: [Pending] = []

    init(_ db: Database) throws {
        self.db = db
        subjects = try SubjectTable(db)
        records = try RecordTable(db)
    }

    /// The number of subjects that are to be written.
    var count: Int { pending.count }

    /// Reads those of the subjects that are stored, ascending by key, and says of each what is to become of it.
    func read(_ keys: KeyChunk) throws -> [(stored: SubjectTable.StoredRow, update: SubjectUpdate)] {
        let stored = try subjects.find(keys)
        // A subject without a row has no records either.
        let kept = try records.find(of: stored)
        return zip(stored, kept).map { ($0, SubjectUpdate(state: $0.state, stored: $1)) }
    }

    /// Takes a subject to be written.
    ///
    /// - Parameter stored: what is there of it; nil where it is new.
    mutating func add(_ update: SubjectUpdate, of subject: SubjectID, key: SubjectKey, stored: SubjectTable.StoredRow?)
    {
        pending.append(
            Pending(
                subject: subject,
                update: update,
                row: stored?.row,
                identity: stored?.identity ?? SubjectTable.Identity(newFor: key),
                lastChange: stored?.lastChange
            )
        )
    }

    /// Writes all changes and all subjects.
    mutating func write(policyHash: [UInt8], at now: Instant) throws {
        try appendChanges(policyHash: policyHash, at: now)
        try writeSubjects()
    }

    private mutating func appendChanges(policyHash: [UInt8], at now: Instant) throws {
        // Places of the drafts, not the drafts: sorting moves three integers each.
        let drafts = pending.indices.flatMap { owner in
            pending[owner].update.drafts.enumerated().map { (arrival: $1.arrival, owner: owner, place: $0) }
        }
        guard !drafts.isEmpty else { return }
        var head = try LedgerHead.required(in: db)
        let table = try ChangeTable(db)
        for (_, owner, place) in drafts.sorted(by: { $0.arrival < $1.arrival }) {
            let change = try head.append(
                pending[owner].update.drafts[place],
                link: pending[owner].identity.link,
                policyHash: policyHash,
                at: now
            )
            try table.insert(change, earlier: pending[owner].lastChange)
            pending[owner].lastChange = change.number
        }
        try head.record(in: db)
    }

    private func writeSubjects() throws {
        var namespaces: Set<String> = []
        for index in pending.indices {
            let (state, lastChange) = (pending[index].update.state, pending[index].lastChange)
            if let row = pending[index].row {
                try subjects.update(row, state: state, lastChange: lastChange)
            } else {
                let subject = pending[index].subject
                try subjects.insert(subject, pending[index].identity, state: state, lastChange: lastChange)
                if namespaces.insert(subject.namespace).inserted {
                    try MetaTable.set("namespace", subject.namespace, to: "", in: db)
                }
            }
            for slot in pending[index].update.slots where slot.isDirty {
                try records.write(slot, key: pending[index].identity.key)
            }
        }
    }
}
