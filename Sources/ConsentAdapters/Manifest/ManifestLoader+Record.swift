import ConsentTranslation

/// The section `record`.
extension ManifestLoader {
    private static let recordKeys = [
        "identities", "record_id", "decisions", "undecided", "implicit_when", "explicit_when", "decided_at", "gpc",
        "region", "regulation", "strings",
    ]

    /// How records are made.
    func rules(in manifest: YAMLMapping) -> RecordRules {
        var rules = RecordRules()
        guard let node = manifest.required("record"),
            let record = YAMLMapping(node, "record", keys: Self.recordKeys, sink: sink)
        else { return rules }
        rules.identities = record.list("identities").compactMap(identity)
        rules.recordID = path(record.text("record_id"), at: record.node("record_id")?.position)
        rules.decisions = record.list("decisions").compactMap(decisions)
        if record.node("decisions") == nil || record.node("decisions")?.content == .list([]) {
            sink.report(
                .missingKey,
                at: record.position,
                "record needs decisions: without them nothing is ever granted."
            )
        }
        rules.undecided = record.list("undecided").compactMap(undecided)
        rules.implicitWhen = record.list("implicit_when").map(conditions)
        rules.explicitWhen = record.list("explicit_when").map(conditions)
        rules.decidedAt = record.list("decided_at").compactMap(time)
        rules.gpc = record.node("gpc").flatMap(flag)
        rules.region = record.mapping("region", keys: ["at", "separator"]).flatMap(region)
        rules.regulation = record.text("regulation")
        if let strings = record.mapping("strings", keys: ["tcf", "ac", "gpp", "usp"]) {
            rules.strings.tcf = path(strings.text("tcf"), at: strings.node("tcf")?.position)
            rules.strings.ac = path(strings.text("ac"), at: strings.node("ac")?.position)
            rules.strings.gpp = path(strings.text("gpp"), at: strings.node("gpp")?.position)
            rules.strings.usp = path(strings.text("usp"), at: strings.node("usp")?.position)
        }
        return rules
    }

    private func identity(_ node: YAMLNode) -> RecordRules.Identity? {
        guard let rule = YAMLMapping(node, "an identity", keys: ["at", "namespace", "required"], sink: sink) else {
            return nil
        }
        let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        let namespace = rule.requiredText("namespace")
        let isRequired = rule.flag("required") ?? false
        guard let at, let namespace else { return nil }
        return RecordRules.Identity(path: at, namespace: namespace, isRequired: isRequired)
    }

    private func time(_ node: YAMLNode) -> RecordRules.Time? {
        guard let rule = YAMLMapping(node, "a time", keys: ["at", "format"], sink: sink) else { return nil }
        let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        let format = rule.requiredWord("format", of: RecordRules.Time.Format.self)
        guard let at, let format else { return nil }
        return RecordRules.Time(path: at, format: format)
    }

    private func decisions(_ node: YAMLNode) -> RecordRules.Decisions? {
        let keys = ["each", "kind", "key", "label", "state", "states", "changed", "expires"]
        guard let rule = YAMLMapping(node, "decisions", keys: keys, sink: sink) else { return nil }
        let each = path(rule.requiredText("each"), at: rule.node("each")?.position)
        let kind = rule.requiredWord("kind", of: Decision.Kind.self)
        if (rule.node("key") == nil) != (rule.node("state") == nil) {
            sink.report(
                .missingKey,
                at: rule.position,
                "A list needs both key and state; an object, whose names are the keys, needs neither."
            )
        }
        let key = path(rule.text("key"), at: rule.node("key")?.position)
        let label = path(rule.text("label"), at: rule.node("label")?.position)
        let state = path(rule.text("state"), at: rule.node("state")?.position)
        let states = states(rule)
        let changed = rule.node("changed").flatMap(time)
        let expires = rule.node("expires").flatMap(time)
        guard let each, let kind else { return nil }
        return RecordRules.Decisions(
            each: each,
            kind: kind,
            key: key,
            label: label,
            state: state,
            states: states,
            changed: changed,
            expires: expires
        )
    }

    private func states(_ rule: YAMLMapping) -> [String: Decision.State] {
        if rule.required("states") == nil { return [:] }
        var states: [String: Decision.State] = [:]
        for entry in rule.free("states") {
            guard let text = rule.text(of: entry.value, entry.key) else { continue }
            states[entry.key] = rule.word(text, at: entry.value.position, entry.key, of: Decision.State.self)
        }
        return states
    }

    private func undecided(_ node: YAMLNode) -> RecordRules.Undecided? {
        guard let rule = YAMLMapping(node, "an undecided rule", keys: ["when", "because"], sink: sink) else {
            return nil
        }
        let when = rule.required("when").map(conditions)
        let because = rule.requiredText("because")
        guard let when, let because else { return nil }
        return RecordRules.Undecided(conditions: when, reason: because)
    }

    /// Conditions that must all hold.
    private func conditions(_ node: YAMLNode) -> [Condition] {
        guard case .list(let elements) = node.content, !elements.isEmpty else {
            sink.report(.wrongType, at: node.position, "Conditions are a list that is not empty.")
            return []
        }
        return elements.compactMap(condition)
    }

    private func condition(_ node: YAMLNode) -> Condition? {
        let keys = ["at", "is", "is_not", "present", "absent"]
        guard let rule = YAMLMapping(node, "a condition", keys: keys, sink: sink) else { return nil }
        let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        let tests: [Condition.Test] = [
            rule.node("is").map { _ in .oneOf(rule.texts("is")) },
            rule.node("is_not").map { _ in .noneOf(rule.texts("is_not")) },
            rule.flag("present") == true ? .present : nil,
            rule.flag("absent") == true ? .absent : nil,
        ].compactMap(\.self)
        guard let test = tests.first, tests.count == 1 else {
            sink.report(
                .wrongType,
                at: node.position,
                "A condition asks one thing: is, is_not, present: true or absent: true."
            )
            return nil
        }
        return at.map { Condition(path: $0, test: test) }
    }

    private func flag(_ node: YAMLNode) -> RecordRules.Flag? {
        guard let rule = YAMLMapping(node, "gpc", keys: ["at", "true", "false"], sink: sink) else { return nil }
        let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        let yes = rule.texts("true")
        let no = rule.texts("false")
        if let both = yes.first(where: no.contains) {
            sink.report(.invalidValue, at: node.position, "\"\(both)\" cannot mean both true and false.")
        }
        return at.map { RecordRules.Flag(path: $0, yes: yes, no: no) }
    }

    private func region(_ rule: YAMLMapping) -> RecordRules.Region? {
        let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        let separator = rule.text("separator")
        if let separator, separator.count != 1 {
            sink.report(.invalidValue, at: rule.node("separator")?.position, "separator is one character.")
        }
        return at.map { RecordRules.Region(path: $0, separator: separator?.first) }
    }
}
