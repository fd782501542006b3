extension OptInService {
    /// Approves the named categories; see ``approve(_:isWaiting:)``.
    public mutating func approve(
        _ category: Category,
        _ others: Category...,
        isWaiting: Bool = false
    ) -> [OptInEffect] {
        approve(CategorySet([category] + others), isWaiting: isWaiting)
    }

    /// Denies the named categories; see ``deny(_:isWaiting:)``.
    public mutating func deny(_ category: Category, _ others: Category..., isWaiting: Bool = false) -> [OptInEffect] {
        deny(CategorySet([category] + others), isWaiting: isWaiting)
    }

    /// Whether all of the named categories are permitted.
    public func isApproved(_ category: Category, _ others: Category...) -> Bool {
        isApproved(CategorySet([category] + others))
    }

    /// Whether the organisation's defaults permit all of the named categories.
    public func isPreApproved(_ category: Category, _ others: Category...) -> Bool {
        isPreApproved(CategorySet([category] + others))
    }
}
