public import OptIn

/// What each rule makes of one record's TC string: the two that a policy may choose, and the edge's beside them.
public struct TCFComparison: Sendable, Hashable {
    /// A permission by one rule, with the reason.
    public struct Reading: Sendable, Hashable {
        /// What the rule comes to.
        public let permission: Permission
        /// The reason in words.
        public let because: String
    }

    /// A category that a gate or a gated category decides, by each rule.
    public struct CategoryReading: Sendable, Hashable {
        /// The category.
        public let category: Category
        /// What the policy comes to under each rule, everything else being equal.
        public let permissions: [Policy.TCFRule: Permission]

        /// Whether it depends on the rule.
        public var differs: Bool { Set(permissions.values).count > 1 }
    }

    /// The policy's rule, by which the record was decided.
    public let used: Policy.TCFRule
    /// Each rule's answer to the question of Adobe's plug-in: vendor 565, purposes 1 and 10.
    public let readings: [Policy.TCFRule: Reading]
    /// What the Edge Network makes of the string.
    public let edge: AdobeTCF.EdgeAnswer
    /// The categories with a gate, and those that come out otherwise because of one, in the library's order.
    public let categories: [CategoryReading]

    /// The categories that come out otherwise under the other rule.
    public var differing: [Category] { categories.filter(\.differs).map(\.category) }
}

extension Policy {
    /// Decides a record by both rules, and tells what each says; nil where no rule has a TC string to look at, neither
    /// because the record has one nor because a gate asks for one.
    public func comparingTCFRules(
        of record: ConsentRecord,
        mapping: AdapterMapping,
        now: Instant
    ) -> TCFComparison? {
        let outcomes = TCFRule.allCases.map { rule in
            var policy = self
            policy.tcfRule = rule
            return (rule: rule, explanations: policy.decide(record, mapping: mapping, now: now).explanations)
        }
        let categories = Category.allCases.enumerated().compactMap { index, category in
            let explanations = outcomes.map { (rule: $0.rule, explanation: $0.explanations[index]) }
            let permissions = Dictionary(uniqueKeysWithValues: explanations.map { ($0.rule, $0.explanation.decision) })
            let reading = TCFComparison.CategoryReading(category: category, permissions: permissions)
            let isGated = explanations.contains { $0.explanation.tcfRule != nil }
            return isGated || reading.differs ? reading : nil
        }
        guard record.strings.tcf != nil || !categories.isEmpty else { return nil }
        let evidence = TCFEvidence.of(record)
        let readings = TCFRule.allCases.map { rule in
            (
                rule,
                Finding.lowering(nil, by: Self.adobeGate.verdict(on: evidence, rule: rule, list: vendorList, now: now))
            )
        }
        return TCFComparison(
            used: tcfRule,
            readings: Dictionary(
                uniqueKeysWithValues: readings.map { rule, finding in
                    (rule, TCFComparison.Reading(permission: finding.permission, because: finding.because.text))
                }
            ),
            edge: AdobeTCF.edgeAnswer(to: record.strings.tcf, gdprApplies: record.gdprApplies),
            categories: categories
        )
    }

    /// The question that Adobe's plug-in asks.
    private static let adobeGate = CategoryRule.TCFGate(vendor: AdobeTCF.vendor, purposes: AdobeTCF.pluginPurposes)
}
