extension OptInService {
    /// Whether nobody has decided anything yet.
    public var isPending: Bool { status == .pending }

    /// Whether the choices are in force. False for ``OptInStatus/changed``.
    public var isComplete: Bool { status == .complete }

    /// The categories that are permitted: what the library's `permissions` say with `true`.
    ///
    /// The visitor's choice decides, then the organisation's defaults, and without either nothing is permitted, or
    /// everything if opt-in does not apply.
    public var approved: CategorySet {
        let defaults: CategorySet =
            configuration.doesOptInApply ? configuration.preOptInApprovals?.approved ?? [] : .all
        return permissions.approved.union(defaults.subtracting(permissions.decided))
    }

    /// Whether all of these categories are permitted; of an empty set, whether all eight are.
    public func isApproved(_ categories: CategorySet = []) -> Bool {
        (categories.isEmpty ? .all : categories).isSubset(of: approved)
    }

    /// Whether the organisation's defaults permit all of these categories; of an empty set, whether they permit whatever
    /// they mention. Other options do not matter.
    public func isPreApproved(_ categories: CategorySet = []) -> Bool {
        guard let defaults = configuration.preOptInApprovals else { return false }
        if categories.isEmpty { return !defaults.decided.isEmpty && defaults.denied.isEmpty }
        return categories.isSubset(of: defaults.approved)
    }
}

extension Permissions {
    /// Replaces each category that the other permissions decide.
    mutating func override(with other: Permissions) {
        self = Permissions(
            approved: approved.subtracting(other.decided).union(other.approved),
            decided: decided.union(other.decided)
        )
    }
}
