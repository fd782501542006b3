extension CategorySet {
    /// The set of the categories with these ids: the one place at which text becomes categories.
    ///
    /// As in the library it is all or nothing: ids are compared exactly, and one unknown id, or none at all, is an error.
    ///
    /// - Throws: ``OptInError/invalidCategories``, the library's own sentence.
    public init(parsing ids: some Sequence<String>) throws(OptInError) {
        var set: CategorySet = []
        for id in ids {
            guard let category = Category(rawValue: id) else { throw .invalidCategories }
            set.formUnion(CategorySet(category))
        }
        guard !set.isEmpty else { throw .invalidCategories }
        self = set
    }
}
