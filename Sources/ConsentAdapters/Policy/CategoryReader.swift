import ConsentTranslation
import OptIn

/// Reads rules of categories, which policies and manifests write alike.
struct CategoryReader {
    let sink: DiagnosticSink

    /// The rules by category.
    func categories(_ section: YAMLMapping, _ key: String) -> [Category: CategoryRule] {
        var rules: [Category: CategoryRule] = [:]
        for entry in section.free(key) {
            guard let category = category(entry.key, at: entry.keyPosition) else { continue }
            rules[category] = rule(entry)
        }
        return rules
    }

    /// A category by its id.
    func category(_ text: String, at position: YAMLNode.Position) -> Category? {
        if let category = Category(rawValue: text) { return category }
        let ids = Category.allCases.map(\.rawValue)
        let guess = YAMLMapping.nearest(text, among: ids).map { "Did you mean \($0)? " } ?? ""
        sink.report(
            .unknownCategory,
            at: position,
            "Opt-In has no category \"\(text)\". \(guess)It has \(ids.joined(separator: ", "))."
        )
        return nil
    }

    /// A list of categories.
    func categories(_ nodes: [YAMLNode]) -> [Category] {
        nodes.compactMap { node in
            guard case .scalar(let text) = node.content else {
                sink.report(.wrongType, at: node.position, "A category is one word.")
                return nil
            }
            return category(text, at: node.position)
        }
    }

    private func rule(_ entry: YAMLNode.Entry) -> CategoryRule? {
        guard let rule = YAMLMapping(entry.value, entry.key, ManifestLanguage.category, sink: sink) else { return nil }
        var conditions: [CategoryRule.Condition] = []
        if rule.node("any") != nil { conditions.append(.any(selectors(rule, "any"))) }
        if rule.node("all") != nil { conditions.append(.all(selectors(rule, "all"))) }
        if rule.node("deny_wins") != nil { conditions.append(.denyWins(selectors(rule, "deny_wins"))) }
        if rule.node("any_category") != nil {
            let nodes = rule.list("any_category")
            if nodes.isEmpty {
                sink.report(
                    .missingKey,
                    at: rule.node("any_category")?.position,
                    "any_category needs at least one category."
                )
            }
            conditions.append(.anyCategory(categories(nodes)))
        }
        let tcf = rule.mapping("tcf", ManifestLanguage.tcfGate).flatMap(gate)
        if conditions.isEmpty, rule.node("tcf") == nil {
            sink.report(
                .missingKey,
                at: entry.keyPosition,
                "\(entry.key) needs one of \(ManifestLanguage.category.keys.joined(separator: ", "))."
            )
        }
        return CategoryRule(conditions: conditions, tcf: tcf)
    }

    private func selectors(_ rule: YAMLMapping, _ key: String) -> [Selector] {
        let texts = rule.texts(key)
        if texts.isEmpty {
            sink.report(.missingKey, at: rule.node(key)?.position, "\(key) needs at least one purpose or key.")
        }
        return texts.compactMap { text in
            if let selector = Selector(text) { return selector }
            let words = NeutralPurpose.allCases.map(\.rawValue)
            let guess = YAMLMapping.nearest(text, among: words).map { "Did you mean \($0)? " } ?? ""
            sink.report(
                .unknownWord,
                at: rule.node(key)?.position,
                "\"\(text)\" is neither a purpose nor a key such as onetrust:C0002. \(guess)"
                    + "Purposes are \(words.joined(separator: ", "))."
            )
            return nil
        }
    }

    private func gate(_ rule: YAMLMapping) -> CategoryRule.TCFGate? {
        let vendor = rule.required("vendor").flatMap { _ in rule.integer("vendor", in: 1...65_535) }
        guard let node = rule.required("purposes") else { return nil }
        let texts = rule.texts("purposes")
        let purposes = texts.compactMap { Int($0) }.filter((1...24).contains)
        guard !purposes.isEmpty, purposes.count == texts.count else {
            sink.report(.invalidValue, at: node.position, "purposes are numbers from 1 to 24.")
            return nil
        }
        return vendor.map { CategoryRule.TCFGate(vendor: $0, purposes: purposes) }
    }
}
