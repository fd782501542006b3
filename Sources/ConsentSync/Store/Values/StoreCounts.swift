public import OptIn

/// How many rows a store holds.
public struct StoreTotals: Sendable, Hashable {
    /// Subjects.
    public let subjects: Int
    /// Records.
    public let records: Int
    /// Changes in the ledger.
    public let changes: Int
    /// Entries in quarantine.
    public let quarantined: Int

    /// Totals from their parts.
    public init(subjects: Int, records: Int, changes: Int, quarantined: Int) {
        self.subjects = subjects
        self.records = records
        self.changes = changes
        self.quarantined = quarantined
    }
}

/// How many subjects have each state in each category.
public struct PermissionCounts: Sendable, Hashable {
    /// The numbers of one category; together they are all subjects.
    public struct Count: Sendable, Hashable {
        /// Subjects who approved.
        public internal(set) var approved = 0
        /// Subjects who denied.
        public internal(set) var denied = 0
        /// Subjects without a choice that counts.
        public internal(set) var undecided = 0
    }

    /// All subjects.
    public private(set) var subjects = 0
    private var counts: [Category: Count]

    /// No subjects.
    public init() {
        counts = Dictionary(uniqueKeysWithValues: Category.allCases.map { ($0, Count()) })
    }

    /// The numbers of a category.
    public subscript(category: Category) -> Count { counts[category] ?? Count() }

    /// Counts subjects with these permissions.
    public mutating func add(_ permissions: Permissions, subjects number: Int = 1) {
        subjects += number
        for category in Category.allCases {
            switch permissions[category] {
            case .approved: counts[category]?.approved += number
            case .denied: counts[category]?.denied += number
            case .undecided: counts[category]?.undecided += number
            }
        }
    }
}
