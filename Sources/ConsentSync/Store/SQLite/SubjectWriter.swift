import ConsentTranslation
import GRDB

/// Writes subjects inside a transaction: reads them, writes their records, numbers their changes in order of arrival, and
/// writes those and then the subjects.
///
/// Records go first, while they are at hand: nothing in them depends on the number of a change. So of a large batch only
/// little is kept of each subject.
struct SubjectWriter: ~Copyable {
    /// A subject that is to be written.
    private struct Pending {
        /// The subject's number in the store.
        let number: Int64
        let link: ShortHash
        // What a change needs stands together: changes are taken in another order than subjects.
        var lastChange: Int64?
        let state: SubjectState
        /// What only a new row takes; nil for whoever is stored.
        var newcomer: Newcomer?
    }

    /// Somebody new.
    private struct Newcomer {
        /// One of the subject's records, which says who it is.
        let record: StoredRecord
        let salt: ShortHash
    }

    /// Subjects as they are stored.
    struct Found {
        /// Ascending by key.
        let rows: [SubjectTable.StoredRow]
        /// The records of each.
        fileprivate var slots: [[SubjectUpdate.Slot]]

        /// Hands over the records of one, so that they can be altered without being copied.
        mutating func takeSlots(_ index: Int) -> [SubjectUpdate.Slot] {
            var taken: [SubjectUpdate.Slot] = []
            swap(&taken, &slots[index])
            return taken
        }
    }

    private let db: Database
    private var subjects: SubjectTable
    private var records: RecordTable
    private var pending: [Pending] = []
    private var salts = SaltGenerator()
    private var ahead = LookAhead()
    /// The number of the next new subject.
    private var nextNumber: Int64
    /// The changes of the subjects that are to be written, without numbers.
    var drafts: [ChangeDraft] = []

    /// - Parameter capacity: How many subjects there may be.
    init(_ db: Database, capacity: Int) throws {
        let subjects = try SubjectTable(db)
        let records = try RecordTable(db)
        nextNumber = try SubjectTable.nextNumber(in: db)
        // Last, since a value that cannot be copied is made as a whole.
        self.db = db
        self.subjects = subjects
        self.records = records
        pending.reserveCapacity(capacity)
        drafts.reserveCapacity(capacity)
    }

    /// The number of subjects that are to be written.
    var count: Int { pending.count }

    /// Reads those of the subjects that are stored.
    mutating func read(_ keys: KeyChunk) throws -> Found {
        let rows = try subjects.find(keys)
        // A subject without a row has no records either.
        return Found(rows: rows, slots: try records.find(of: rows))
    }

    /// Writes the records of somebody stored, and takes the subject to be written.
    mutating func add(_ update: SubjectUpdate, of stored: SubjectTable.StoredRow) throws {
        try writeRecords(update, subject: stored.number)
        pending.append(
            Pending(
                number: stored.number,
                link: stored.link,
                lastChange: stored.lastChange,
                state: update.state,
                newcomer: nil
            )
        )
    }

    /// Writes the records of somebody new, and takes the subject to be written. Numbers are given in the order of keys.
    mutating func add(_ update: SubjectUpdate, ofNewIn record: StoredRecord) throws {
        try writeRecords(update, subject: nextNumber)
        let name = SubjectLink(of: record.key, salt: salts.next())
        pending.append(
            Pending(
                number: nextNumber,
                link: name.link,
                lastChange: nil,
                state: update.state,
                newcomer: Newcomer(record: record, salt: name.salt)
            )
        )
        nextNumber += 1
    }

    private mutating func writeRecords(_ update: SubjectUpdate, subject: Int64) throws {
        for slot in update.slots where slot.isDirty { try records.write(slot, subject: subject) }
    }

    /// Writes all changes and all subjects.
    mutating func write(policyHash: [UInt8], at now: Instant) throws {
        try records.finish()
        try appendChanges(policyHash: policyHash, at: now)
        drafts = []
        try writeSubjects()
    }

    private mutating func appendChanges(policyHash: [UInt8], at now: Instant) throws {
        let drafts = drafts
        guard let last = drafts.lazy.map({ $0.arrival }).max() else { return }
        // Where the draft of each arrival is, of which each makes one at most.
        var places = [Int](repeating: -1, count: last + 1)
        for place in drafts.indices { places[drafts[place].arrival] = place }
        places.removeAll { $0 < 0 }
        var chain = LedgerChain(after: try LedgerHead.required(in: db))
        var table = try ChangeTable(db)
        for start in stride(from: 0, to: places.count, by: LookAhead.count) {
            let block = places[start..<min(start + LookAhead.count, places.count)]
            for place in block { look(at: drafts[place]) }
            for place in block {
                let draft = drafts[place]
                let owner = draft.owner
                try chain.append(draft, link: pending[owner].link, policyHash: policyHash, at: now)
                try table.add(
                    draft,
                    to: chain,
                    link: pending[owner].link,
                    earlier: pending[owner].lastChange,
                    owner: pending[owner].number,
                    policyHash: policyHash,
                    at: now
                )
                pending[owner].lastChange = chain.number
            }
        }
        try table.finish()
        try chain.head.record(in: db)
    }

    private mutating func look(at draft: ChangeDraft) {
        ahead.look(at: pending[draft.owner].link)
        ahead.look(at: draft.recordID)
    }

    private mutating func writeSubjects() throws {
        var namespaces: Set<String> = []
        var lastNamespace: String?
        for index in pending.indices {
            if index.isMultiple(of: LookAhead.count) { lookAtNewcomers(from: index) }
            // Taken out, so that nobody has to come back to let it go.
            guard let newcomer = pending[index].newcomer.take() else {
                let known = pending[index]
                try subjects.update(known.number, state: known.state, lastChange: known.lastChange)
                continue
            }
            let subject = newcomer.record.subject
            try subjects.insert(
                subject,
                number: pending[index].number,
                key: newcomer.record.key,
                link: pending[index].link,
                salt: newcomer.salt,
                state: pending[index].state,
                lastChange: pending[index].lastChange
            )
            let namespace = subject.namespace
            if namespace != lastNamespace, namespaces.insert(namespace).inserted {
                try MetaTable.set("namespace", namespace, to: "", in: db)
            }
            lastNamespace = namespace
        }
        try subjects.finish()
    }

    private mutating func lookAtNewcomers(from start: Int) {
        for index in start..<min(start + LookAhead.count, pending.count) {
            if let newcomer = pending[index].newcomer { ahead.look(at: newcomer.record.subject.id) }
        }
    }
}
