extension RecordRules {
    /// The fields of a record with the rules that made them, in the order of the manifest. A rule that fails is told
    /// with its error in the place of a value.
    func fields(in value: Value) -> [ProgramTrace.Field] {
        identityFields(in: value) + decisionFields(in: value) + choiceFields(in: value)
            + time("decided_at", decidedAt, in: value) + time("expires_at", expiresAt, in: value)
            + signalFields(in: value) + stringFields(in: value)
    }

    /// The ids and the like that a payload has where the rules look for them.
    func identifiers(in value: Value) -> [String] {
        (identities.map(\.path) + [recordID].compactMap(\.self)).compactMap { $0.first(in: value)?.scalar }
    }

    private func identityFields(in value: Value) -> [ProgramTrace.Field] {
        var fields: [ProgramTrace.Field] = []
        for (index, identity) in identities.enumerated() {
            guard let id = identity.path.first(in: value)?.scalar else { continue }
            fields.append(
                .init(
                    name: "subject",
                    value: id,
                    rule: "record.identities[\(index)]",
                    reads: "\(identity.path.text), namespace \(identity.namespace)",
                    isPersonal: true
                )
            )
        }
        if let recordID, let id = recordID.first(in: value)?.scalar {
            let rule = "record.record_id"
            fields.append(.init(name: "record_id", value: id, rule: rule, reads: recordID.text, isPersonal: true))
        }
        return fields
    }

    /// Of several rules that tell the same of a key the first one is shown, as the record has it once.
    private func decisionFields(in value: Value) -> [ProgramTrace.Field] {
        var fields: [ProgramTrace.Field] = []
        var states: [String: Decision.State] = [:]
        for (index, rule) in decisions.enumerated() {
            let place = "record.decisions[\(index)]"
            do {
                for decision in try rule.decisions(in: value) {
                    let name = "\(decision.kind.rawValue) \(decision.key)"
                    if states[name] == decision.state { continue }
                    states[name] = states[name] ?? decision.state
                    let text = decision.label.map { "\(decision.state.rawValue) (\($0))" } ?? decision.state.rawValue
                    fields.append(.init(name: name, value: text, rule: place, reads: rule.each.text))
                }
            } catch {
                fields.append(.init(name: "decisions", value: "fails: \(error)", rule: place, reads: rule.each.text))
            }
        }
        return fields
    }

    private func choiceFields(in value: Value) -> [ProgramTrace.Field] {
        var fields: [ProgramTrace.Field] = []
        if let index = undecided.firstIndex(where: { $0.conditions.allSatisfy { $0.holds(in: value) } }) {
            let rule = undecided[index]
            fields.append(
                .init(
                    name: "undecided",
                    value: rule.reason,
                    rule: "record.undecided[\(index)]",
                    reads: Self.text(rule.conditions)
                )
            )
        }
        for (lists, name, text) in [
            (implicitWhen, "implicit_when", "implicit"), (explicitWhen, "explicit_when", "explicit"),
        ] {
            guard let index = lists.firstIndex(where: { $0.allSatisfy { $0.holds(in: value) } }) else { continue }
            let rule = "record.\(name)[\(index)]"
            return fields + [.init(name: "choice", value: text, rule: rule, reads: Self.text(lists[index]))]
        }
        return fields
    }

    private static func text(_ conditions: [Condition]) -> String {
        conditions.map(\.text).joined(separator: ", ")
    }

    private func time(_ name: String, _ times: [Time], in value: Value) -> [ProgramTrace.Field] {
        for (index, time) in times.enumerated() {
            let reads =
                "\(time.path.text), \(time.format.rawValue)" + (time.plusDays.map { " + \($0.text) days" } ?? "")
            let rule = "record.\(name)[\(index)]"
            do {
                guard let instant = try time.instant(in: value) else { continue }
                return [.init(name: name, value: instant.iso8601, rule: rule, reads: reads)]
            } catch {
                return [.init(name: name, value: "fails: \(error)", rule: rule, reads: reads)]
            }
        }
        return []
    }

    private func signalFields(in value: Value) -> [ProgramTrace.Field] {
        var fields: [ProgramTrace.Field] = []
        for (name, flag) in [("gpc", gpc), ("gdpr_applies", gdprApplies)] {
            guard let flag else { continue }
            fields += Self.field(name, reads: flag.path.text) { () throws(TranslationError) in
                try flag.value(in: value).map(String.init)
            }
        }
        if let region {
            fields += Self.field("region", reads: region.path.text) { () throws(TranslationError) in
                try region.value(in: value).map { found in
                    found.subdivision.map { "\(found.country)-\($0)" } ?? found.country
                }
            }
        }
        if let regulation {
            var reads = "the manifest"
            if case .words(let path, _) = regulation { reads = path.text }
            fields += Self.field("regulation", reads: reads) { () throws(TranslationError) in
                try regulation.value(in: value)
            }
        }
        return fields
    }

    private func stringFields(in value: Value) -> [ProgramTrace.Field] {
        let paths = [("tcf", strings.tcf), ("ac", strings.ac), ("gpp", strings.gpp), ("usp", strings.usp)]
        return paths.flatMap { name, path -> [ProgramTrace.Field] in
            guard let path, let text = path.first(in: value)?.scalar else { return [] }
            let rule = "record.strings.\(name)"
            return [.init(name: "string \(name)", value: text, rule: rule, reads: path.text, isPersonal: true)]
        }
    }

    private static func field(
        _ name: String,
        reads: String,
        _ text: () throws(TranslationError) -> String?
    ) -> [ProgramTrace.Field] {
        do {
            return try text().map { [.init(name: name, value: $0, rule: "record.\(name)", reads: reads)] } ?? []
        } catch {
            return [.init(name: name, value: "fails: \(error)", rule: "record.\(name)", reads: reads)]
        }
    }
}
