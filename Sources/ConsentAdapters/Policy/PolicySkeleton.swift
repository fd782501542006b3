public import ConsentTranslation
import OptIn

/// A policy to begin with, made from what an account asks people for.
///
/// It decides nothing that the bridge's own rules do not decide; what has no meaning yet stands in a remark.
public struct PolicySkeleton: Sendable {
    /// Something that an account asks people for.
    public struct Item: Sendable, Hashable {
        /// The key, as decisions have it.
        public let key: String
        /// Its name for people.
        public let label: String?
        /// What it stands for.
        public let kind: Decision.Kind

        /// Creates an item.
        public init(key: String, label: String? = nil, kind: Decision.Kind) {
            self.key = key
            self.label = label
            self.kind = kind
        }
    }

    private let adapter: AdapterDescriptor
    private let mapping: AdapterMapping
    /// What is asked for, each key once, in the order of the keys.
    public let items: [Item]

    /// A skeleton.
    ///
    /// - Parameters:
    ///   - adapter: the adapter that found the items.
    ///   - mapping: how the account's keys are read so far.
    ///   - items: what the account asks for; the first of each key and kind counts.
    public init(adapter: AdapterDescriptor, mapping: AdapterMapping, items: [Item]) {
        self.adapter = adapter
        self.mapping = mapping
        var seen: Set<String> = []
        self.items = items.filter { seen.insert("\($0.kind.rawValue) \($0.key)").inserted }
            .sorted { ($0.kind.rawValue, $0.key) < ($1.kind.rawValue, $1.key) }
    }

    /// What an item means so far.
    public func purposes(of item: Item) -> [NeutralPurpose] {
        mapping.purposes(of: Decision(kind: item.kind, key: item.key, label: item.label, state: .none))
    }

    /// The policy file.
    public var text: String {
        """
        # What the account asks people for, as `consentbridge adapter discover \(adapter.id)` found it. Go through it line by
        # line: a rule is a decision of yours. Then: consentbridge policy lint FILE
        #
        \(remarks.map { "# \($0)".trimmingEnd }.joined(separator: "\n"))
        policy:
          categories:\(rules.isEmpty ? " {}" : "")
        \(rules.map { "    \($0)\n" }.joined())
        """.trimmingEnd + "\n" + leftOut
    }

    private var remarks: [String] {
        let width = items.map { name(of: $0).count }.max() ?? 0
        let lines = items.map { item in
            let meaning = purposes(of: item).map(\.rawValue).joined(separator: ", ")
            let padding = String(repeating: " ", count: width - name(of: item).count)
            return "\(item.kind.rawValue)  \(name(of: item))\(padding)  \(meaning.isEmpty ? "nothing yet" : meaning)"
        }
        let unknown = items.filter { purposes(of: $0).isEmpty }
        guard let example = unknown.first else { return lines }
        return lines + [
            "",
            "What means nothing yet is left alone. Say what it means under `purposes` of the connection, or name it in a rule:",
            YAMLWriter.quoted("\(owner):\(example.key)"),
        ]
    }

    private func name(of item: Item) -> String {
        let name = item.label.map { "\(item.key) (\($0))" } ?? item.key
        // A remark is one line, whatever the account's names have in them.
        let isBreaking = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control || [0x2028, 0x2029, 0xFEFF].contains(scalar.value)
        }
        return String(String.UnicodeScalarView(name.unicodeScalars.map { isBreaking($0) ? " " : $0 }))
    }

    /// The name by which a policy refers to the CMP's keys.
    private var owner: String {
        let vendor = adapter.vendor.lowercased()
        return vendor.contains { $0 == " " || $0 == ":" } ? adapter.id : vendor
    }

    /// The bridge's own rules for the purposes that occur.
    private var ruled: [(category: Category, rule: String)] {
        let known = Set(items.flatMap { purposes(of: $0) }.map(\.rawValue))
        let plain = Category.allCases.compactMap { category -> (category: Category, rule: String)? in
            guard let rule = Policy.defaultCategories[category], let condition = rule.conditions.first else {
                return nil
            }
            switch condition {
            case .any(let selectors), .all(let selectors), .denyWins(let selectors):
                let words = selectors.flatMap { $0.text.split(separator: "|").map(String.init) }
                return words.contains(where: known.contains) ? (category, Self.text(condition)) : nil
            case .anyCategory: return nil
            }
        }
        let categories = Set(plain.map(\.category))
        let others = Category.allCases.compactMap { category -> (category: Category, rule: String)? in
            guard case .anyCategory(let named)? = Policy.defaultCategories[category]?.conditions.first else {
                return nil
            }
            let ruled = named.filter(categories.contains)
            return ruled.isEmpty ? nil : (category, Self.text(.anyCategory(ruled)))
        }
        return plain + others
    }

    private var rules: [String] { ruled.map { "\($0.category.rawValue): \($0.rule)" } }

    /// The categories without a rule, as a remark.
    private var leftOut: String {
        let ruled = Set(ruled.map(\.category))
        let names = Category.allCases.filter { !ruled.contains($0) }.map(\.rawValue)
        return names.isEmpty
            ? "" : "    # Left alone, since nothing above speaks for them: \(names.joined(separator: ", "))\n"
    }

    private static func text(_ condition: CategoryRule.Condition) -> String {
        switch condition {
        case .any(let selectors): "{ any: [\(selectors.map(\.text).joined(separator: ", "))] }"
        case .all(let selectors): "{ all: [\(selectors.map(\.text).joined(separator: ", "))] }"
        case .denyWins(let selectors): "{ deny_wins: [\(selectors.map(\.text).joined(separator: ", "))] }"
        case .anyCategory(let categories):
            "{ any_category: [\(categories.map(\.rawValue).joined(separator: ", "))] }"
        }
    }
}

extension String {
    /// Without blanks and line ends behind it.
    fileprivate var trimmingEnd: String {
        var text = Substring(self)
        while text.last == " " || text.last == "\n" { text.removeLast() }
        return String(text)
    }
}
