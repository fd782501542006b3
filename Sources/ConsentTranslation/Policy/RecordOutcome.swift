public import OptIn

/// Why one category came out as it did.
public struct Explanation: Sendable, Hashable {
    /// The category.
    public let category: Category
    /// The rule that was applied, as policies write it; `unmapped` where there is none.
    public let rule: String
    /// The outcome.
    public let decision: Permission
    /// The gate that lowered the outcome, if one did.
    public let gate: String?
    /// The rule by which the category's `tcf` gate was checked; nil where it has no gate.
    public let tcfRule: Policy.TCFRule?
    private let reason: Reason

    /// The reason in words.
    public var because: String { reason.text }

    init(
        category: Category,
        rule: String,
        decision: Permission,
        gate: String?,
        tcfRule: Policy.TCFRule? = nil,
        because reason: Reason
    ) {
        self.category = category
        self.rule = rule
        self.decision = decision
        self.gate = gate
        self.tcfRule = tcfRule
        self.reason = reason
    }
}

/// What a policy makes of one record.
public struct RecordOutcome: Sendable, Hashable {
    /// The permissions.
    public let permissions: Permissions
    /// The approved categories that rest on no explicit choice.
    public let implicit: CategorySet
    /// Whether the whole record rests on no explicit choice.
    public let isImplicit: Bool
    /// The categories denied by a global opt-out, which beats every other record.
    public let optedOut: CategorySet
    /// One entry a category, in the library's order; none where nobody asked for them.
    public let explanations: [Explanation]
    /// When the person decided.
    public let decidedAt: Instant?
    /// The next time at which the outcome changes by age alone.
    public let expiresAt: Instant?
    /// The law of the record.
    public let regulation: String?
}
