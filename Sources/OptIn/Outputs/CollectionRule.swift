/// How the eight categories become the few words of the Web SDK and of XDM.
///
/// The Edge Network has one purpose for everything that it collects: `general` in Adobe's standard 1.0, `collect` in
/// 2.0. By this rule it is granted if *every* category of ``collect`` is approved, refused if one of them is denied, and
/// else left open. The default, `aa` and `ecid`, is the least that collecting does: measure, and recognise the visitor. A
/// datastream that feeds more products should name their categories too, since the edge will not tell them apart.
///
/// `personalize.content` of 2.0 follows `target`. Nothing else of 2.0 has a category.
public struct CollectionRule: Sendable, Hashable {
    /// The categories that collecting needs.
    public let collect: CategorySet
    /// Whether what is open is written as `p` (pending) in the forms that have the word; else it is left out.
    public let writesPending: Bool

    /// Analytics and the visitor's id.
    public static let standardCollect = CategorySet([.aa, .ecid])

    /// Creates a rule.
    public init(collect: CategorySet = standardCollect, writesPending: Bool = false) {
        self.collect = collect
        self.writesPending = writesPending
    }

    /// Whether data may be collected.
    public func collecting(under permissions: Permissions) -> Permission {
        if !permissions.denied.isDisjoint(with: collect) { return .denied }
        return !collect.isEmpty && collect.isSubset(of: permissions.approved) ? .approved : .undecided
    }

    /// Whether content may be personalised.
    func personalizing(under permissions: Permissions) -> Permission { permissions[.target] }

    /// The word of the consent schema; nil for what is left out.
    func word(_ permission: Permission) -> String? {
        switch permission {
        case .approved: "y"
        case .denied: "n"
        case .undecided: writesPending ? "p" : nil
        }
    }
}
