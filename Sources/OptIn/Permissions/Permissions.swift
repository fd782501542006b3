/// What is known about one category for one subject.
///
/// Undecided is neither of the other two: the subject has made no choice that counts, which Opt-In calls pending.
public enum Permission: String, Sendable, Hashable, CaseIterable {
    /// The subject's choice permits the solution to set cookies.
    case approved
    /// The subject's choice forbids it.
    case denied
    /// No choice that counts is known.
    case undecided
}

/// A subject's permissions: each of the eight categories approved, denied or undecided.
///
/// Two masks hold the three states; an approved category is always a decided one, whichever way the value was made.
public struct Permissions: Sendable, Hashable {
    /// The approved categories, a subset of ``decided``.
    public private(set) var approved: CategorySet
    /// The categories with a choice either way.
    public private(set) var decided: CategorySet

    /// Everything undecided.
    public static let undecided = Permissions(approved: [], decided: [])

    /// Permissions from two masks; a category that is approved but not decided counts as undecided.
    public init(approved: CategorySet, decided: CategorySet) {
        self.approved = approved.intersection(decided)
        self.decided = decided
    }

    /// The categories with a choice against them.
    public var denied: CategorySet { decided.subtracting(approved) }

    /// The state of one category.
    public subscript(category: Category) -> Permission {
        get {
            guard decided.contains(category) else { return .undecided }
            return approved.contains(category) ? .approved : .denied
        }
        set {
            let bit = CategorySet(category)
            switch newValue {
            case .approved:
                approved.formUnion(bit)
                decided.formUnion(bit)
            case .denied:
                approved.subtract(bit)
                decided.formUnion(bit)
            case .undecided:
                approved.subtract(bit)
                decided.subtract(bit)
            }
        }
    }
}
