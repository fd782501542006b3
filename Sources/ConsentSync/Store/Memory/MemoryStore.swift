import ConsentTranslation

/// A store that lives as long as the process: for tests, for simulation, and for whoever embeds the engine and keeps
/// permissions elsewhere.
///
/// It obeys the laws of every store but one: nothing of it survives the process.
public actor MemoryStore {
    /// What is stored of a subject.
    struct SubjectRow {
        let subject: SubjectID
        let link: [UInt8]
        var state = SubjectState.unknown
        var lastChange: Int64?
        /// Ordered by adapter and regulation.
        var records: [StoredRecord] = []
        /// The numbers of the subject's changes, ascending.
        var trail: [Int64] = []

        var value: StoredSubject { StoredSubject(subject: subject, state: state, lastChange: lastChange) }
    }

    /// What names a quarantined item.
    struct ItemKey: Hashable {
        let job: String
        let stream: String
        let payloadHash: [UInt8]

        init(_ item: QuarantinedItem) {
            (job, stream, payloadHash) = (item.job, item.stream, item.payloadHash)
        }
    }

    var subjectRows: [SubjectKey: SubjectRow] = [:]
    /// The keys of all subjects, ascending; nil when they have to be sorted anew.
    var sortedKeys: [SubjectKey]?
    /// Whom a link in the ledger names, as long as that is known.
    var owners: [[UInt8]: SubjectID] = [:]
    /// Each namespace that a subject was ever in, in UTF-8.
    var namespaces: Set<[UInt8]> = []

    /// The ledger, without the subjects; change number n is at place n − 1.
    var ledger: [Change] = []
    var head = LedgerHead.empty
    var tombstoneList: [Tombstone] = []

    var positions: [StreamKey: Checkpoint] = [:]
    var quarantineEntries: [QuarantineEntry] = []
    var lastQuarantineNumber: Int64 = 0
    var sinkStates: [String: SinkState] = [:]
    var parkedChanges: [String: [Int64: ParkedChange]] = [:]
    var jobRuns: [JobRun] = []
    var manifests: [[UInt8]: (id: String, text: String)] = [:]
    var policies: [[UInt8]: String] = [:]

    /// An empty store.
    public init() {}

    /// The keys of all subjects, ascending.
    func keysInOrder() -> [SubjectKey] {
        let keys = sortedKeys ?? subjectRows.keys.sorted()
        sortedKeys = keys
        return keys
    }

    /// The keys above a key, ascending.
    func keys(above key: SubjectKey?) -> ArraySlice<SubjectKey> {
        let keys = keysInOrder()
        guard let key else { return keys[...] }
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = low + (high - low) / 2
            if keys[middle] > key { high = middle } else { low = middle + 1 }
        }
        return keys[low...]
    }

    /// A change with the subject that its link names now.
    func withSubject(_ change: Change) -> Change {
        var change = change
        change.subject = owners[change.link]
        return change
    }
}
