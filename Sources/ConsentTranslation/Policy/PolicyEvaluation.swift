import OptIn

/// One run of a policy over one record: works out the categories, each once, whichever asks first.
struct PolicyEvaluation {
    private let prepared: PreparedPolicy
    private let decisions: [Decision]
    private let now: Instant
    /// Whether Opt-In applies to the record.
    private let applies: Bool
    /// Whether Global Privacy Control was on.
    private let isGPCOn: Bool
    /// Why none of the decisions counts; nil if they do.
    private let disregarded: String?
    /// What gates look at.
    private let evidence: TCFEvidence
    /// What was worked out so far, by the category's index; empty where no rule asks for another category's outcome.
    private var known: [Explanation?]
    /// Categories being worked out, so that rules that refer to each other in a circle end as undecided.
    private var open: CategorySet = []

    /// The run of a policy over a record. A function, since to an initializer the record would be copied.
    static func of(_ record: ConsentRecord, by prepared: PreparedPolicy, now: Instant) -> PolicyEvaluation {
        PolicyEvaluation(
            prepared: prepared,
            decisions: record.decisions,
            now: now,
            applies: prepared.policy.applies(to: record),
            isGPCOn: record.gpc == true,
            disregarded: prepared.policy.disregard(record, now: now),
            evidence: prepared.hasGates ? .of(record) : .none,
            known: prepared.refersToCategories ? Array(repeating: nil, count: Category.allCases.count) : []
        )
    }

    private var policy: Policy { prepared.policy }

    /// Whether only the categories that have a rule can come to anything.
    var isByRuleAlone: Bool { applies && !isGPCOn }

    mutating func explanation(of category: Category) -> Explanation {
        guard !known.isEmpty else { return optedOut(category) ?? applied(category) }
        let place = Int(category.index)
        if let explanation = known[place] { return explanation }
        let made = optedOut(category) ?? applied(category)
        known[place] = made
        return made
    }

    /// A global opt-out beats everything else, a missing choice included.
    private func optedOut(_ category: Category) -> Explanation? {
        guard isGPCOn, policy.gpcDenies.contains(category) else { return nil }
        return Explanation(
            category: category,
            rule: "gpc: deny",
            decision: .denied,
            gate: "gpc",
            because: "Global Privacy Control is on"
        )
    }

    private mutating func applied(_ category: Category) -> Explanation {
        guard applies else {
            return Explanation(
                category: category,
                rule: "applies",
                decision: .approved,
                gate: nil,
                because: "Opt-In does not apply to this record"
            )
        }
        guard let rule = prepared.rules[Int(category.index)] else {
            return Explanation(
                category: category,
                rule: "unmapped",
                decision: .undecided,
                gate: nil,
                because: "no rule covers it; it is left alone"
            )
        }
        if let disregarded {
            return Explanation(
                category: category,
                rule: rule.description,
                decision: .undecided,
                gate: nil,
                because: .words(disregarded)
            )
        }
        guard !open.contains(category) else {
            return Explanation(
                category: category,
                rule: rule.description,
                decision: .undecided,
                gate: nil,
                because: "its rule refers to itself"
            )
        }
        open.insert(CategorySet(category))
        defer { open.remove(CategorySet(category)) }
        return explanation(of: category, by: rule)
    }

    private mutating func explanation(of category: Category, by rule: CategoryRule) -> Explanation {
        let ungated = rule.conditions.isEmpty ? nil : Finding.all(rule.conditions.map { finding(of: $0) })
        var outcome = ungated
        var gate: String?
        if let tcf = rule.tcf {
            outcome = Finding.lowering(ungated, by: verdict(of: tcf))
            if let ungated, ungated.permission != outcome?.permission { gate = "tcf (\(policy.tcfRule.rawValue))" }
        }
        return Explanation(
            category: category,
            rule: rule.description,
            decision: outcome?.permission ?? .undecided,
            gate: gate,
            tcfRule: rule.tcf == nil ? nil : policy.tcfRule,
            because: outcome?.because ?? "the rule has no condition"
        )
    }

    private func verdict(of gate: CategoryRule.TCFGate) -> GateVerdict {
        gate.verdict(on: evidence, rule: policy.tcfRule, list: policy.vendorList, now: now)
    }

    private mutating func finding(of condition: CategoryRule.Condition) -> Finding {
        switch condition {
        case .any(let selectors): Finding.any(findings(of: selectors))
        case .all(let selectors): Finding.every(findings(of: selectors))
        case .denyWins(let selectors): Finding.denyWins(findings(of: selectors))
        case .anyCategory(let categories):
            Finding.any(
                categories.map { category in
                    let permission = explanation(of: category).decision
                    return Finding(permission, .category(category, permission))
                }
            )
        }
    }

    /// The findings of the decisions that the items of a condition mean. An item without any decision is one that the
    /// person has not decided.
    private func findings(of selectors: [Selector]) -> [Finding] {
        selectors.flatMap { selector in
            let found = decisions.filter { prepared.mapping.matches(selector, $0) }.map { finding(of: $0) }
            return found.isEmpty ? [Finding(.undecided, .silence(selector))] : found
        }
    }

    private func finding(of decision: Decision) -> Finding {
        switch policy.state(of: decision, now: now) {
        case .granted: return Finding(.approved, .decision(decision, "is granted"))
        case .denied: return Finding(.denied, .decision(decision, "is denied"))
        case .none:
            let hasExpired = decision.state != .none
            return Finding(.undecided, .decision(decision, hasExpired ? "has expired" : "is not decided"))
        }
    }
}

/// A permission with its reason, and the ways in which several become one (three-valued logic).
struct Finding: Sendable, Hashable {
    let permission: Permission
    let because: Reason

    init(_ permission: Permission, _ because: Reason) {
        self.permission = permission
        self.because = because
    }

    /// Granted if one is, denied if all are, else undecided.
    static func any(_ findings: [Finding]) -> Finding {
        if let granted = findings.first(where: { $0.permission == .approved }) { return granted }
        return allAgree(findings, on: .denied) ?? undecided(findings)
    }

    /// Denied if one is, granted if all are, else undecided.
    static func every(_ findings: [Finding]) -> Finding {
        if let denied = findings.first(where: { $0.permission == .denied }) { return denied }
        return allAgree(findings, on: .approved) ?? undecided(findings)
    }

    /// Denied if one is, else as ``any(_:)``.
    static func denyWins(_ findings: [Finding]) -> Finding {
        findings.first { $0.permission == .denied } ?? any(findings)
    }

    /// All conditions of a rule together; nil for a rule without conditions.
    static func all(_ findings: [Finding]) -> Finding? {
        findings.isEmpty ? nil : (findings.count == 1 ? findings[0] : every(findings))
    }

    /// A gate can only lower: it turns an approval into what it says itself and leaves the rest as it is. Where there
    /// is nothing to lower, the gate is the whole rule.
    static func lowering(_ finding: Finding?, by verdict: GateVerdict) -> Finding {
        if let finding, finding.permission != .approved { return finding }
        switch verdict {
        case .passes(let reason): return Finding(.approved, finding.map { .both($0.because, reason) } ?? reason)
        case .fails(let reason): return Finding(.denied, reason)
        case .unknown(let reason): return Finding(.undecided, reason)
        }
    }

    private static func allAgree(_ findings: [Finding], on permission: Permission) -> Finding? {
        guard !findings.isEmpty, findings.allSatisfy({ $0.permission == permission }) else { return nil }
        return findings.count == 1 ? findings[0] : Finding(permission, .all(findings.map(\.because)))
    }

    private static func undecided(_ findings: [Finding]) -> Finding {
        let open = findings.first { $0.permission == .undecided }
        return Finding(.undecided, open?.because ?? "the rule has no condition")
    }
}
