import OptIn

/// A policy for the records of one adapter, with the rule of each category looked up: what stays the same from record to
/// record, behind one reference.
package final class PreparedPolicy: Sendable {
    let policy: Policy
    let mapping: AdapterMapping
    /// The rules by the category's index; nil for a category that is left alone.
    let rules: [CategoryRule?]
    /// The categories that have a rule.
    private let ruled: [Category]
    /// Whether a rule asks for another category's outcome.
    let refersToCategories: Bool
    /// Whether a rule asks for a TC string.
    let hasGates: Bool

    /// Prepares a policy for an adapter.
    package init(_ policy: Policy, mapping: AdapterMapping) {
        self.policy = policy
        self.mapping = mapping
        let rules = Category.allCases.map { policy.rule(of: $0, mapping: mapping) }
        self.rules = rules
        ruled = Category.allCases.filter { rules[Int($0.index)] != nil }
        hasGates = rules.contains { $0?.tcf != nil }
        refersToCategories = rules.contains { rule in
            rule?.conditions.contains { if case .anyCategory = $0 { true } else { false } } ?? false
        }
    }

    /// Decides the permissions of one record, as ``Policy/decide(_:mapping:now:)`` does.
    ///
    /// - Parameter explaining: whether anybody will read why.
    package func outcome(of record: ConsentRecord, now: Instant, explaining: Bool = false) -> RecordOutcome {
        var evaluation = PolicyEvaluation.of(record, by: self, now: now)
        var explanations: [Explanation] = []
        var permissions = Permissions.undecided
        // The others are left alone, which goes without saying.
        for category in evaluation.isByRuleAlone && !explaining ? ruled : Category.allCases {
            let explanation = evaluation.explanation(of: category)
            permissions[category] = explanation.decision
            if explaining { explanations.append(explanation) }
        }
        return RecordOutcome(
            permissions: permissions,
            implicit: record.explicitness == .implicit ? permissions.approved : [],
            isImplicit: record.explicitness == .implicit,
            optedOut: record.gpc == true ? policy.gpcDenies : [],
            explanations: explanations,
            decidedAt: record.decidedAt,
            expiresAt: policy.nextExpiry(of: record, after: now),
            regulation: record.regulation
        )
    }
}
