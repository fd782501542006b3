public import OptIn

/// What one item of a rule refers to: `analytics`, `onetrust:C0002`, or several that count as one, `functional|social`.
public struct Selector: Sendable, Hashable {
    /// A single reference.
    public enum Term: Sendable, Hashable {
        /// Every decision whose key the adapter maps to the purpose.
        case purpose(NeutralPurpose)
        /// The decision with this key or label in records of the adapters of that name or vendor.
        case key(owner: String, key: String)
    }

    /// The references; a decision that any of them meets belongs to the selector.
    public let terms: [Term]
    /// The item as it is written.
    public let text: String

    /// Reads an item; nil where a word is neither a neutral purpose nor `owner:key`.
    public init?(_ text: String) {
        var terms: [Term] = []
        for word in text.split(separator: "|", omittingEmptySubsequences: false) {
            if let purpose = NeutralPurpose(rawValue: String(word)) {
                terms.append(.purpose(purpose))
            } else {
                let sides = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { return nil }
                terms.append(.key(owner: String(sides[0]), key: String(sides[1])))
            }
        }
        self.terms = terms
        self.text = text
    }
}

/// When a category is approved, denied or undecided.
public struct CategoryRule: Sendable, Hashable {
    /// One condition; a rule with several needs all of them.
    public enum Condition: Sendable, Hashable {
        /// Granted if one decision is, denied if all are, else undecided.
        case any([Selector])
        /// Denied if one decision is, granted if all are, else undecided.
        case all([Selector])
        /// Denied if one decision is, else as `any`.
        case denyWins([Selector])
        /// As `any`, over the outcomes of other categories.
        case anyCategory([Category])
    }

    /// A vendor and purposes that the TC string must consent to.
    public struct TCFGate: Sendable, Hashable {
        /// The vendor's id on the Global Vendor List.
        public let vendor: Int
        /// The purposes, all of them needed.
        public let purposes: [Int]

        /// Creates a gate.
        public init(vendor: Int, purposes: [Int]) {
            self.vendor = vendor
            self.purposes = purposes
        }
    }

    /// The conditions.
    public let conditions: [Condition]
    /// The TC string's say. With conditions it can only lower their outcome; alone it is the whole rule.
    public let tcf: TCFGate?
    /// The rule as policies write it. Made once, since every explanation quotes it.
    public let description: String

    /// Creates a rule.
    public init(conditions: [Condition], tcf: TCFGate? = nil) {
        self.conditions = conditions
        self.tcf = tcf
        description = Self.text(conditions, tcf)
    }
}

extension CategoryRule: CustomStringConvertible {
    private static func text(_ conditions: [Condition], _ tcf: TCFGate?) -> String {
        let parts = conditions.map { condition in
            switch condition {
            case .any(let selectors): "any: " + selectors.map(\.text).joined(separator: ", ")
            case .all(let selectors): "all: " + selectors.map(\.text).joined(separator: ", ")
            case .denyWins(let selectors): "deny_wins: " + selectors.map(\.text).joined(separator: ", ")
            case .anyCategory(let categories): "any_category: " + categories.map(\.rawValue).joined(separator: ", ")
            }
        }
        return (parts + (tcf.map { [$0.description] } ?? [])).joined(separator: "; ")
    }
}

extension CategoryRule.TCFGate: CustomStringConvertible {
    /// The gate as policies write it.
    public var description: String {
        "tcf: vendor \(vendor), purposes " + purposes.map(String.init).joined(separator: ", ")
    }
}
