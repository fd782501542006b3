public import OptIn

/// What all records of one subject come to.
public struct SubjectOutcome: Sendable, Hashable {
    /// The permissions.
    public let permissions: Permissions
    /// The approved categories that rest on no explicit choice.
    public let implicit: CategorySet
    /// The latest decision time among the records.
    public let decidedAt: Instant?
    /// The next time at which the outcome changes by age alone.
    public let expiresAt: Instant?

    /// Merges the outcomes of a subject's records, whatever their order.
    ///
    /// Under one law the latest decision wins category by category, an explicit one before an implicit one; of equal
    /// times a denial wins. Between laws a denial wins too: a grant under one never overrules a refusal under another.
    /// A global opt-out beats every other record as long as the one that carries it is the CMP's latest.
    public init(merging outcomes: [RecordOutcome]) {
        self = outcomes.count == 1 ? SubjectOutcome(of: outcomes[0]) : SubjectOutcome(mergingAll: outcomes)
    }

    private init(mergingAll outcomes: [RecordOutcome]) {
        var permissions = Permissions.undecided
        var implicit: CategorySet = []
        let byRegulation = Dictionary(grouping: outcomes, by: \.regulation).values
        for category in Category.allCases {
            let votes = byRegulation.compactMap { records in
                records.filter { $0.permissions[category] != .undecided }.max { $0.isWeaker(than: $1, for: category) }
            }
            guard !votes.isEmpty else { continue }
            let isDenied =
                votes.contains { $0.permissions[category] == .denied }
                || outcomes.contains { $0.optedOut.contains(category) }
            permissions[category] = isDenied ? .denied : .approved
            if !isDenied, votes.contains(where: { $0.implicit.contains(category) }) {
                implicit.insert(CategorySet(category))
            }
        }
        self.permissions = permissions
        self.implicit = implicit
        decidedAt = outcomes.compactMap(\.decidedAt).max()
        expiresAt = outcomes.compactMap(\.expiresAt).min()
    }

    /// What one record comes to by itself, which is what nearly every subject has.
    package init(of outcome: RecordOutcome) {
        let decided = outcome.permissions.decided
        permissions = Permissions(
            approved: outcome.permissions.approved.subtracting(outcome.optedOut),
            decided: decided
        )
        implicit = outcome.implicit.intersection(permissions.approved)
        decidedAt = outcome.decidedAt
        expiresAt = outcome.expiresAt
    }
}

extension RecordOutcome {
    /// Whether the other outcome's say about a category goes before this one's.
    fileprivate func isWeaker(than other: RecordOutcome, for category: Category) -> Bool {
        if isImplicit != other.isImplicit { return isImplicit }
        if decidedAt != other.decidedAt {
            guard let decidedAt else { return true }
            return other.decidedAt.map { decidedAt < $0 } ?? false
        }
        return permissions[category] == .approved && other.permissions[category] == .denied
    }
}
