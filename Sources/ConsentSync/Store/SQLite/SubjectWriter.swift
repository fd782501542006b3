import ConsentTranslation
import GRDB

/// Writes subjects inside a transaction: reads them, numbers their changes in order of arrival, and writes both.
struct SubjectWriter {
    /// A subject that is to be written.
    fileprivate struct Pending {
        let subject: SubjectID
        let update: SubjectUpdate
        /// The subject's number in the store.
        let number: Int64
        let isNew: Bool
        let identity: SubjectTable.Identity
        var lastChange: Int64?
    }

    private let db: Database
    private var subjects: SubjectTable
    private var records: RecordTable
    private var pending: [Pending] = []
    private var salts = SaltGenerator()
    /// The number of the next new subject.
    private var nextNumber: Int64

    init(_ db: Database) throws {
        self.db = db
        subjects = try SubjectTable(db)
        records = try RecordTable(db)
        nextNumber = try SubjectTable.nextNumber(in: db)
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

    /// Takes a subject to be written, in the order of keys, which is also that of the numbers of new ones.
    ///
    /// - Parameter stored: what is there of it; nil where it is new.
    mutating func add(_ update: SubjectUpdate, of subject: SubjectID, key: SubjectKey, stored: SubjectTable.StoredRow?)
    {
        pending.append(
            Pending(
                subject: subject,
                update: update,
                number: stored?.number ?? nextNumber,
                isNew: stored == nil,
                identity: stored?.identity ?? SubjectTable.Identity(newFor: key, salt: salts.next()),
                lastChange: stored?.lastChange
            )
        )
        if stored == nil { nextNumber += 1 }
    }

    /// Writes all changes and all subjects.
    mutating func write(policyHash: [UInt8], at now: Instant) throws {
        try appendChanges(policyHash: policyHash, at: now)
        try writeSubjects()
    }

    private mutating func appendChanges(policyHash: [UInt8], at now: Instant) throws {
        // Places of the drafts, not the drafts: sorting moves three integers each.
        var drafts: [(arrival: Int, owner: Int, place: Int)] = []
        drafts.reserveCapacity(pending.count)
        for owner in pending.indices {
            for place in pending[owner].update.drafts.indices {
                drafts.append((pending[owner].update.drafts[place].arrival, owner, place))
            }
        }
        guard !drafts.isEmpty else { return }
        drafts.sort { $0.arrival < $1.arrival }
        var head = try LedgerHead.required(in: db)
        var table = try ChangeTable(db)
        for (_, owner, place) in drafts {
            let change = try head.append(
                pending[owner].update.drafts[place],
                link: pending[owner].identity.link,
                policyHash: policyHash,
                at: now
            )
            try table.insert(change, earlier: pending[owner].lastChange, owner: pending[owner].number)
            pending[owner].lastChange = change.number
        }
        try head.record(in: db)
    }

    private mutating func writeSubjects() throws {
        var namespaces: Set<String> = []
        var lastNamespace: String?
        for subject in pending {
            if !subject.isNew {
                try subjects.update(subject.number, state: subject.update.state, lastChange: subject.lastChange)
            } else {
                try subjects.insert(subject)
                let namespace = subject.subject.namespace
                if namespace != lastNamespace, namespaces.insert(namespace).inserted {
                    try MetaTable.set("namespace", namespace, to: "", in: db)
                }
                lastNamespace = namespace
            }
            for slot in subject.update.slots where slot.isDirty {
                try records.write(slot, subject: subject.number)
            }
        }
    }
}

extension SubjectTable {
    fileprivate mutating func insert(_ subject: SubjectWriter.Pending) throws {
        try insert(
            subject.subject,
            number: subject.number,
            subject.identity,
            state: subject.update.state,
            lastChange: subject.lastChange
        )
    }
}
