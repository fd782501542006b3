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
        if rules.decisions.isEmpty {
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
        guard let rule = YAMLMapping(node, "an identity", keys: ["at", "namespace", "required"], sink: sink),
            let at = path(rule.requiredText("at"), at: rule.node("at")?.position),
            let namespace = rule.requiredText("namespace")
        else { return nil }
        return RecordRules.Identity(path: at, namespace: namespace, isRequired: rule.flag("required") ?? false)
    }

    private func time(_ node: YAMLNode) -> RecordRules.Time? {
        guard let rule = YAMLMapping(node, "a time", keys: ["at", "format"], sink: sink),
            let at = path(rule.requiredText("at"), at: rule.node("at")?.position), rule.required("format") != nil,
            let format = rule.word("format", of: RecordRules.Time.Format.self)
        else { return nil }
        return RecordRules.Time(path: at, format: format)
    }

    private func decisions(_ node: YAMLNode) -> RecordRules.Decisions? {
        let keys = ["each", "kind", "key", "label", "state", "states", "changed", "expires"]
        guard let rule = YAMLMapping(node, "decisions", keys: keys, sink: sink),
            let each = path(rule.requiredText("each"), at: rule.node("each")?.position), rule.required("kind") != nil,
            let kind = rule.word("kind", of: Decision.Kind.self)
        else { return nil }
        if (rule.node("key") == nil) != (rule.node("state") == nil) {
            sink.report(
                .missingKey,
                at: rule.position,
                "A list needs both key and state; an object, whose names are the keys, needs neither."
            )
        }
        return RecordRules.Decisions(
            each: each,
            kind: kind,
            key: path(rule.text("key"), at: rule.node("key")?.position),
            label: path(rule.text("label"), at: rule.node("label")?.position),
            state: path(rule.text("state"), at: rule.node("state")?.position),
            states: states(rule),
            changed: rule.node("changed").flatMap(time),
            expires: rule.node("expires").flatMap(time)
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
        guard let rule = YAMLMapping(node, "an undecided rule", keys: ["when", "because"], sink: sink),
            let when = rule.required("when"), let because = rule.requiredText("because")
        else { return nil }
        return RecordRules.Undecided(conditions: conditions(when), reason: because)
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
        guard
            let rule = YAMLMapping(node, "a condition", keys: ["at", "is", "is_not", "present", "absent"], sink: sink),
            let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        else { return nil }
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
        return Condition(path: at, test: test)
    }

    private func flag(_ node: YAMLNode) -> RecordRules.Flag? {
        guard let rule = YAMLMapping(node, "gpc", keys: ["at", "true", "false"], sink: sink),
            let at = path(rule.requiredText("at"), at: rule.node("at")?.position)
        else { return nil }
        let yes = rule.texts("true")
        let no = rule.texts("false")
        if let both = yes.first(where: no.contains) {
            sink.report(.invalidValue, at: node.position, "\"\(both)\" cannot mean both true and false.")
        }
        return RecordRules.Flag(path: at, yes: yes, no: no)
    }

    private func region(_ rule: YAMLMapping) -> RecordRules.Region? {
        guard let at = path(rule.requiredText("at"), at: rule.node("at")?.position) else { return nil }
        return RecordRules.Region(path: at, separator: rule.text("separator")?.first)
    }
}
