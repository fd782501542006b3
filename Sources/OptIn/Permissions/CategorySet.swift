/// A set of categories in one byte: bit ``Category/index`` is set for each member.
///
/// The raw value is what stores keep, so it may hold any byte.
public struct CategorySet: OptionSet, Sendable, Hashable {
    /// The mask.
    public let rawValue: UInt8

    /// Takes a stored mask as it is; every byte is a valid set.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The set of the given categories.
    public init(_ categories: some Sequence<Category>) {
        self.rawValue = categories.reduce(0) { $0 | (1 << $1.index) }
    }

    /// The set of one category.
    public init(_ category: Category) {
        self.rawValue = 1 << category.index
    }

    /// All eight categories.
    public static let all = CategorySet(rawValue: 0xFF)

    /// Whether the category is a member.
    public func contains(_ category: Category) -> Bool {
        rawValue & (1 << category.index) != 0
    }

    /// The members in the library's order.
    public var categories: [Category] {
        Category.allCases.filter(contains)
    }
}
