/// What a vendor list, or a translation of it, says in words ("Consent string and vendor list formats v2").
///
/// Each table is by id; reduced lists may leave any of them out.
public struct VendorListTexts: Sendable, Hashable {
    /// A purpose, a feature or a category of data.
    public struct Item: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// The text for users.
        public var description = ""
        /// The legal text; lists of specification 3 have none.
        public var descriptionLegal: String?
        /// Examples for users, of specification 3.
        public var illustrations: [String] = []

        /// Creates an item.
        public init(name: String) { self.name = name }
    }

    /// Purposes and special features that a CMP may put to the user as one.
    public struct Stack: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// The text for users.
        public var description = ""
        /// The purposes in it.
        public var purposes: PurposeSet = []
        /// The special features in it.
        public var specialFeatures: PurposeSet = []

        /// Creates a stack without purposes.
        public init(name: String) { self.name = name }
    }

    /// Purposes.
    public var purposes: [Int: Item] = [:]
    /// Special purposes.
    public var specialPurposes: [Int: Item] = [:]
    /// Features.
    public var features: [Int: Item] = [:]
    /// Special features.
    public var specialFeatures: [Int: Item] = [:]
    /// Categories of data, of specification 3.
    public var dataCategories: [Int: Item] = [:]
    /// Stacks.
    public var stacks: [Int: Stack] = [:]

    /// Creates texts about nothing.
    public init() {}
}

extension VendorListTexts {
    /// These texts in the words of a translation. What it has no words for stays as it is, and so does what a stack is
    /// made of.
    public func translated(by translation: VendorListTexts) -> VendorListTexts {
        var texts = self
        for (id, item) in translation.purposes where purposes[id] != nil { texts.purposes[id] = item }
        for (id, item) in translation.specialPurposes where specialPurposes[id] != nil {
            texts.specialPurposes[id] = item
        }
        for (id, item) in translation.features where features[id] != nil { texts.features[id] = item }
        for (id, item) in translation.specialFeatures where specialFeatures[id] != nil {
            texts.specialFeatures[id] = item
        }
        for (id, item) in translation.dataCategories where dataCategories[id] != nil { texts.dataCategories[id] = item }
        for (id, stack) in translation.stacks {
            texts.stacks[id]?.name = stack.name
            texts.stacks[id]?.description = stack.description
        }
        return texts
    }
}
