/// A decision beside the permissions that exist already.
public struct PermissionComparison: Sendable, Hashable {
    /// What exporting the decision would do to a category.
    public enum Effect: String, Sendable, Hashable, CaseIterable {
        /// Both say the same.
        case same
        /// The decision would take the place of what is there.
        case changes
        /// Something is there, and nothing is decided: it would stay.
        case stays
    }

    /// One category.
    public struct Difference: Sendable, Hashable {
        /// The category.
        public let category: Category
        /// What was decided.
        public let decided: Permission
        /// What is there.
        public let existing: Permission
        /// What exporting would do.
        public let effect: Effect
    }

    /// All eight categories, in the library's order.
    public let categories: [Difference]

    /// The categories in which the two do not say the same.
    public var differing: [Difference] { categories.filter { $0.effect != .same } }

    /// Compares.
    public init(decided: Permissions, existing: Permissions) {
        categories = Category.allCases.map { category in
            let effect: Effect =
                if decided[category] == existing[category] {
                    .same
                } else if decided[category] == .undecided {
                    .stays
                } else {
                    .changes
                }
            return Difference(
                category: category,
                decided: decided[category],
                existing: existing[category],
                effect: effect
            )
        }
    }
}
