public import ConsentStrings
public import OptIn

/// A site's rules from the decisions of consent records to the Opt-In categories.
public struct Policy: Sendable, Hashable {
    /// Whether Opt-In applies (`doesOptInApply`).
    public enum Applies: Sendable, Hashable {
        /// Always.
        case always
        /// Never: every category is approved.
        case never
        /// For records under these laws or from these regions, and for those that do not tell.
        case within(Scope)
    }

    /// The records that Opt-In applies to.
    public struct Scope: Sendable, Hashable {
        /// Laws, such as `gdpr`; empty where laws do not matter.
        public var regulations: Set<String>
        /// Regions: a country (`AT`), a part of one (`US-CA`), or `EEA`; empty where regions do not matter.
        public var regions: Set<String>

        /// Creates a scope.
        public init(regulations: Set<String> = [], regions: Set<String> = []) {
            self.regulations = regulations
            self.regions = regions
        }
    }

    /// How old a decision may be.
    public enum MaxAge: Sendable, Hashable {
        /// Calendar months.
        case months(Int)
        /// Days of 24 hours.
        case days(Int)
    }

    /// By which rule a `tcf` gate reads a TC string.
    public enum TCFRule: String, Sendable, Hashable, CaseIterable {
        /// Consent by the framework's own rules: `gdprApplies`, restrictions, disclosed vendors, scope, and
        /// PurposeOneTreatment count, and the vendor list where one is given.
        case strict
        /// Exactly what VisitorAPI 5.5 looks at: the consent bits of the vendor and the purposes, nothing else.
        case adobePlugin = "adobe-plugin"
    }

    /// Whether Opt-In applies.
    public var applies = Applies.always
    /// Used by pages while a category is undecided (`preOptInApprovals`); never recorded as a decision.
    public var defaults = Permissions.undecided
    /// Older decisions are undecided again; nil for no limit.
    public var maxAge: MaxAge?
    /// Whether a record without an explicit choice may approve.
    public var implicitApproves = false
    /// Categories that Global Privacy Control denies.
    public var gpcDenies: CategorySet = []
    /// The reading of TC strings.
    public var tcfRule = TCFRule.strict
    /// The vendor list that the strict rule looks vendors up in; nil to do without.
    public var vendorList: GlobalVendorList?
    /// The rules by category; a category without one is left alone. Nil: the adapter's and the bridge's defaults.
    public var categories: [Category: CategoryRule]?

    /// The policy of a site that has none: every default.
    public init() {}

    /// The bridge's own rules from neutral purposes to categories.
    public static let defaultCategories: [Category: CategoryRule] = {
        let any: ([String]) -> CategoryRule = { CategoryRule(conditions: [.any($0.compactMap(Selector.init))]) }
        let all: ([String]) -> CategoryRule = { CategoryRule(conditions: [.all($0.compactMap(Selector.init))]) }
        return [
            .aa: any(["analytics"]),
            .mediaaa: any(["analytics"]),
            .target: all(["personalization"]),
            .aam: all(["advertising"]),
            .adcloud: all(["advertising"]),
            .livefyre: any(["functional|social"]),
            .campaign: any(["email"]),
            // The visitor id is its own target: needed by the others, never a consequence of having none of them.
            .ecid: CategoryRule(conditions: [.anyCategory([.aa, .aam, .adcloud, .target])]),
        ]
    }()
}

/// How one adapter's keys are to be read under a policy.
public struct AdapterMapping: Sendable, Hashable {
    /// The names by which a policy may refer to the adapter's keys: its id and its vendor, in lower case.
    public let owners: Set<String>
    /// The neutral purposes of a key or label; a key that ends in `*` stands for all that begin so.
    public var purposes: [String: [NeutralPurpose]] {
        didSet { beginnings = Self.beginnings(in: purposes) }
    }
    private var beginnings: [Beginning]
    /// Rules that suit the adapter better than the bridge's own, used where the site's policy has no `categories`.
    public var categories: [Category: CategoryRule]

    /// Creates a mapping.
    public init(
        owners: Set<String>,
        purposes: [String: [NeutralPurpose]] = [:],
        categories: [Category: CategoryRule] = [:]
    ) {
        self.owners = owners
        self.purposes = purposes
        self.categories = categories
        beginnings = Self.beginnings(in: purposes)
    }

    /// The neutral purposes of a decision: by its key, else by its label, else by the longest `beginning*` of the key.
    package func purposes(of decision: Decision) -> [NeutralPurpose] {
        if let own = purposes[decision.key] ?? decision.label.flatMap({ purposes[$0] }) { return own }
        guard !beginnings.isEmpty else { return [] }
        return beginnings.first { decision.key.hasPrefix($0.text) }?.purposes ?? []
    }

    /// The keys that stand for all that begin so, the longest first.
    private struct Beginning: Sendable, Hashable {
        let text: String
        let purposes: [NeutralPurpose]
    }

    private static func beginnings(in purposes: [String: [NeutralPurpose]]) -> [Beginning] {
        purposes.filter { $0.key.hasSuffix("*") }
            .map { Beginning(text: String($0.key.dropLast()), purposes: $0.value) }
            .sorted { ($1.text.utf8.count, $0.text) < ($0.text.utf8.count, $1.text) }
    }

    /// Whether a selector means the decision.
    func matches(_ selector: Selector, _ decision: Decision) -> Bool {
        selector.terms.contains { term in
            switch term {
            case .purpose(let purpose): purposes(of: decision).contains(purpose)
            case .key(let owner, let key):
                owners.contains(owner) && (decision.key == key || decision.label == key)
            }
        }
    }
}
