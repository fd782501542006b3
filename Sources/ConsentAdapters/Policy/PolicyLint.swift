import ConsentTranslation
import OptIn

/// Looks for what a policy says without effect: rules that cannot fire, and keys that nobody has.
///
/// A policy with such things still works; it does not do what its author meant.
public struct PolicyLint {
    private let sink: DiagnosticSink
    private let adapters: [any ConsentAdapter]

    /// The findings in the order of the file; none for a policy that means what it says.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: its name for messages.
    ///   - registry: the adapters whose keys a policy can name.
    /// - Throws: ``DiagnosticsError`` where the policy has mistakes, which go before findings.
    public static func findings(
        in text: String,
        file: String,
        registry: AdapterRegistry
    ) throws(DiagnosticsError) -> [Diagnostic] {
        let policy = try PolicyFile(text, file: file).policy
        let root = try YAMLNode.document(text, file: file)
        let sink = DiagnosticSink(file: file)
        let lint = PolicyLint(sink: sink, adapters: registry.adapters)
        guard let section = YAMLMapping(root, "the policy file", keys: ["policy"], sink: sink)?.node("policy"),
            case .mapping(let entries) = section.content
        else { return [] }
        lint.check(policy, entries)
        return sink.diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    private func check(_ policy: Policy, _ entries: [YAMLNode.Entry]) {
        guard let node = entries.first(where: { $0.key == "categories" })?.value,
            case .mapping(let rules) = node.content
        else { return }
        if policy.applies == .never {
            sink.report(
                .neverFires,
                at: node.position,
                "applies is false, so every category is approved and these rules are never asked."
            )
        }
        for entry in rules {
            guard let category = Category(rawValue: entry.key), let rule = policy.categories?[category] else {
                continue
            }
            check(rule, of: category, at: entry, in: policy.categories ?? [:])
        }
    }

    private func check(
        _ rule: CategoryRule,
        of category: Category,
        at entry: YAMLNode.Entry,
        in rules: [Category: CategoryRule]
    ) {
        for condition in rule.conditions {
            switch condition {
            case .any(let selectors): check(selectors, "any", entry)
            case .all(let selectors): check(selectors, "all", entry)
            case .denyWins(let selectors): check(selectors, "deny_wins", entry)
            case .anyCategory(let categories):
                for other in categories { check(other, askedBy: category, entry, rules) }
            }
        }
        let highest = 11
        for purpose in rule.tcf?.purposes ?? [] where purpose > highest {
            sink.report(
                .neverFires,
                at: position(of: "tcf", in: entry),
                "No version of the framework has purpose \(purpose); \(category.rawValue) is never approved."
            )
        }
    }

    private func check(
        _ other: Category,
        askedBy category: Category,
        _ entry: YAMLNode.Entry,
        _ rules: [Category: CategoryRule]
    ) {
        let position = position(of: "any_category", in: entry)
        if rules[other] == nil {
            sink.report(
                .neverFires,
                at: position,
                "\(other.rawValue) has no rule here, so it is always undecided and never lets \(category.rawValue) be approved."
            )
        } else if Self.leads(from: other, to: category, in: rules) {
            sink.report(
                .neverFires,
                at: position,
                "The rule of \(other.rawValue) asks for \(category.rawValue) again; where it does, it finds it undecided."
            )
        }
    }

    /// Whether the rule of one category asks, in whatever many steps, for another.
    private static func leads(from start: Category, to end: Category, in rules: [Category: CategoryRule]) -> Bool {
        var seen: Set<Category> = []
        var open = [start]
        while let category = open.popLast() {
            if category == end { return true }
            guard seen.insert(category).inserted else { continue }
            for case .anyCategory(let categories) in rules[category]?.conditions ?? [] { open += categories }
        }
        return false
    }

    private func check(_ selectors: [Selector], _ key: String, _ entry: YAMLNode.Entry) {
        for selector in selectors {
            for term in selector.terms {
                switch term {
                case .purpose(.necessary):
                    sink.report(
                        .neverFires,
                        at: position(of: key, in: entry),
                        "necessary is what nobody is asked about; a category that rests on it is approved for everybody."
                    )
                case .purpose: break
                case .key(let owner, let name): check(owner, name, at: position(of: key, in: entry))
                }
            }
        }
    }

    private func check(_ owner: String, _ key: String, at position: YAMLNode.Position?) {
        let owned = adapters.filter { $0.mapping.owners.contains(owner) }
        guard !owned.isEmpty else {
            let owners = Set(adapters.flatMap(\.mapping.owners)).sorted()
            let guess = YAMLMapping.nearest(owner, among: owners).map { " Did you mean \($0)?" } ?? ""
            sink.report(
                .unknownOwner,
                at: position,
                "No adapter is called \(owner) or reads a CMP of that name.\(guess) See `consentbridge adapter list`."
            )
            return
        }
        let known = Set(owned.flatMap { $0.mapping.purposes.keys })
        if let near = YAMLMapping.nearest(key, among: known.sorted()), !known.contains(key), near != key, key.count > 3
        {
            sink.report(
                .unknownOwner,
                at: position,
                "\(owner) is not known to have the key \(key). Did you mean \(near)? If it is the site's own, all is well."
            )
        }
    }

    private func position(of key: String, in entry: YAMLNode.Entry) -> YAMLNode.Position? {
        guard case .mapping(let members) = entry.value.content else { return entry.keyPosition }
        return members.first { $0.key == key }?.value.position ?? entry.keyPosition
    }
}
