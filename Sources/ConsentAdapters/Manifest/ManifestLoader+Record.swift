import ConsentTranslation

/// The section `record`.
extension ManifestLoader {
    /// How records are made.
    ///
    /// - Parameter roots: the names under which inputs give values; nil where any can occur.
    func rules(in manifest: YAMLMapping, roots: Set<String>?) -> RecordRules {
        guard let node = manifest.required("record"),
            let record = YAMLMapping(node, "record", ManifestLanguage.record, sink: sink)
        else { return RecordRules() }
        return RecordReader(sink: sink, roots: roots).rules(record)
    }
}

/// Reads the section `record`.
struct RecordReader {
    let sink: DiagnosticSink
    /// The names under which inputs give values; nil where any can occur.
    let roots: Set<String>?

    func rules(_ record: YAMLMapping) -> RecordRules {
        var rules = RecordRules()
        rules.identities = record.list("identities").compactMap(identity)
        rules.recordID = path(record, "record_id")
        if record.required("decisions")?.content == .list([]) {
            sink.report(
                .missingKey,
                at: record.position,
                "record needs decisions: without them nothing is ever granted."
            )
        }
        rules.decisions = record.list("decisions").compactMap(decisions)
        rules.undecided = undecided(record)
        rules.implicitWhen = record.list("implicit_when").map(conditions)
        rules.explicitWhen = record.list("explicit_when").map(conditions)
        rules.decidedAt = record.list("decided_at").compactMap { time($0) }
        rules.expiresAt = record.list("expires_at").compactMap { time($0) }
        rules.gpc = record.node("gpc").flatMap { flag($0, "gpc") }
        rules.gdprApplies = record.node("gdpr_applies").flatMap { flag($0, "gdpr_applies") }
        rules.region = record.node("region").flatMap(region)
        rules.regulation = record.node("regulation").flatMap { regulation($0, record) }
        if let node = record.node("strings"),
            let strings = YAMLMapping(node, "strings", ManifestLanguage.strings, sink: sink)
        {
            rules.strings.tcf = path(strings, "tcf")
            rules.strings.ac = path(strings, "ac")
            rules.strings.gpp = path(strings, "gpp")
            rules.strings.usp = path(strings, "usp")
        }
        return rules
    }

    /// A path from the payload's root, whose first name must be one that an input gives.
    private func path(_ rule: YAMLMapping, _ key: String) -> ValuePath? {
        guard let path = inner(rule, key) else { return nil }
        if let roots, !roots.contains(path.root) {
            let guess = YAMLMapping.nearest(path.root, among: roots.sorted()).map { " Did you mean \($0)?" } ?? ""
            sink.report(
                .undefinedReference,
                at: rule.node(key)?.position,
                "No input gives a value named \(path.root).\(guess) There are \(roots.sorted().joined(separator: ", "))."
            )
        }
        return path
    }

    /// A path from somewhere within the payload.
    private func inner(_ rule: YAMLMapping, _ key: String) -> ValuePath? {
        guard let text = rule.text(key) else { return nil }
        if let path = ValuePath(text) { return path }
        sink.report(.invalidValue, at: rule.node(key)?.position, ManifestLoader.notAPath(text))
        return nil
    }

    private func requiredPath(_ rule: YAMLMapping, _ key: String = "at") -> ValuePath? {
        rule.required(key).flatMap { _ in path(rule, key) }
    }

    private func identity(_ node: YAMLNode) -> RecordRules.Identity? {
        guard let rule = YAMLMapping(node, "an identity", ManifestLanguage.identity, sink: sink) else {
            return nil
        }
        let at = requiredPath(rule)
        let namespace = rule.requiredText("namespace")
        let isRequired = rule.flag("required") ?? false
        guard let at, let namespace else { return nil }
        return RecordRules.Identity(path: at, namespace: namespace, isRequired: isRequired)
    }

    private func time(_ node: YAMLNode, within: Bool = false) -> RecordRules.Time? {
        guard let rule = YAMLMapping(node, "a time", ManifestLanguage.time, sink: sink) else { return nil }
        let at = rule.required("at").flatMap { _ in within ? inner(rule, "at") : path(rule, "at") }
        let format = rule.requiredWord("format", of: RecordRules.Time.Format.self)
        let plusDays = within ? inner(rule, "plus_days") : path(rule, "plus_days")
        guard let at, let format else { return nil }
        return RecordRules.Time(path: at, format: format, plusDays: plusDays)
    }

    private func decisions(_ node: YAMLNode) -> DecisionRule? {
        guard let rule = YAMLMapping(node, "decisions", ManifestLanguage.decisions, sink: sink) else { return nil }
        let each = requiredPath(rule, "each")
        let kind = rule.requiredWord("kind", of: Decision.Kind.self)
        let reading = reading(rule)
        guard let each, let kind, let reading else { return nil }
        var made = DecisionRule(each: each, kind: kind, reading: reading)
        made.fixedKey = rule.text("as")
        made.key = inner(rule, "key")
        made.label = inner(rule, "label")
        made.names = names(rule)
        made.when = rule.node("when").map(conditions) ?? []
        made.isOptional = rule.flag("optional") ?? false
        made.changed = rule.node("changed").flatMap { time($0, within: true) }
        made.expires = rule.node("expires").flatMap { time($0, within: true) }
        if made.fixedKey != nil, made.key != nil || made.names != .all {
            sink.report(
                .invalidValue,
                at: rule.position,
                "as names the one key; key, only and except have no place beside it."
            )
        }
        return made
    }

    /// How the state is read: by words or by being listed.
    private func reading(_ rule: YAMLMapping) -> DecisionRule.Reading? {
        guard (rule.node("states") == nil) != (rule.node("listed") == nil) else {
            sink.report(.missingKey, at: rule.position, "decisions need either states or listed.")
            return nil
        }
        guard rule.node("listed") != nil else {
            return .word(at: inner(rule, "state"), states: states(rule))
        }
        if rule.node("state") != nil {
            sink.report(
                .invalidValue,
                at: rule.node("state")?.position,
                "Where being listed decides, there is no state word."
            )
        }
        guard let word = rule.text("listed") else { return nil }
        guard word == "granted" || word == "denied", let state = Decision.State(rawValue: word) else {
            sink.report(
                .unknownWord,
                at: rule.node("listed")?.position,
                "listed cannot be \"\(word)\". It is one of granted, denied."
            )
            return nil
        }
        return .listed(state, universe: universe(rule, state))
    }

    private func universe(_ rule: YAMLMapping, _ listed: Decision.State) -> DecisionRule.Universe? {
        guard let node = rule.node("universe") else { return nil }
        if listed == .denied {
            sink.report(
                .invalidValue,
                at: node.position,
                "A universe denies what is not listed; where being listed is the denial, it would grant. Leave it out."
            )
        }
        if case .list = node.content { return .keys(rule.texts("universe")) }
        return path(rule, "universe").map { .at($0) }
    }

    private func names(_ rule: YAMLMapping) -> DecisionRule.Names {
        if rule.node("only") != nil, rule.node("except") != nil {
            sink.report(.invalidValue, at: rule.position, "decisions have only or except, not both.")
        }
        if rule.node("only") != nil { return .only(Set(rule.texts("only"))) }
        return rule.node("except") == nil ? .all : .except(rule.texts("except"))
    }

    private func states(_ rule: YAMLMapping) -> [String: Decision.State] {
        var states: [String: Decision.State] = [:]
        for entry in rule.free("states") {
            guard let text = rule.text(of: entry.value, entry.key) else { continue }
            states[entry.key] = rule.word(text, at: entry.value.position, entry.key, of: Decision.State.self)
        }
        return states
    }

    /// The rules in order. One whose conditions hold only where an earlier one holds can never give the reason.
    private func undecided(_ record: YAMLMapping) -> [RecordRules.Undecided] {
        var rules: [RecordRules.Undecided] = []
        for node in record.list("undecided") {
            guard let rule = undecided(node) else { continue }
            if rules.contains(where: { !$0.conditions.isEmpty && Set($0.conditions).isSubset(of: rule.conditions) }) {
                sink.report(
                    .unreachable,
                    at: node.position,
                    "A rule above holds whenever this one does. Put this one first."
                )
            }
            rules.append(rule)
        }
        return rules
    }

    private func undecided(_ node: YAMLNode) -> RecordRules.Undecided? {
        guard let rule = YAMLMapping(node, "an undecided rule", ManifestLanguage.undecided, sink: sink) else {
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
        guard let rule = YAMLMapping(node, "a condition", ManifestLanguage.condition, sink: sink) else { return nil }
        let at = requiredPath(rule)
        let tests: [Condition.Test] = [
            rule.node("is").map { _ in .oneOf(rule.texts("is", mayBeEmpty: true)) },
            rule.node("is_not").map { _ in .noneOf(rule.texts("is_not", mayBeEmpty: true)) },
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

    private func flag(_ node: YAMLNode, _ name: String) -> RecordRules.Flag? {
        guard let rule = YAMLMapping(node, name, ManifestLanguage.flag, sink: sink) else { return nil }
        let at = requiredPath(rule)
        let yes = rule.texts("true")
        let no = rule.texts("false")
        if let both = yes.first(where: no.contains) {
            sink.report(.invalidValue, at: node.position, "\"\(both)\" cannot mean both true and false.")
        }
        return at.map { RecordRules.Flag(path: $0, yes: yes, no: no) }
    }

    private func region(_ node: YAMLNode) -> RecordRules.Region? {
        guard let rule = YAMLMapping(node, "region", ManifestLanguage.region, sink: sink) else { return nil }
        let at = requiredPath(rule)
        let separator = rule.text("separator")
        if let separator, separator.count != 1 {
            sink.report(.invalidValue, at: rule.node("separator")?.position, "separator is one character.")
        }
        let subdivision = path(rule, "subdivision")
        return at.map { RecordRules.Region(path: $0, separator: separator?.first, subdivision: subdivision) }
    }

    private func regulation(_ node: YAMLNode, _ record: YAMLMapping) -> RecordRules.Regulation? {
        guard case .mapping = node.content else { return record.text("regulation").map { .fixed($0) } }
        guard let rule = YAMLMapping(node, "regulation", ManifestLanguage.regulation, sink: sink) else { return nil }
        let at = requiredPath(rule)
        _ = rule.required("words")
        var words: [String: String] = [:]
        for entry in rule.free("words") { words[entry.key] = rule.text(of: entry.value, entry.key) }
        return at.map { .words($0, words) }
    }
}
