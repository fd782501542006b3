/// A message that a CMP sends by itself: an envelope that tells what happened, around what is known of a person now.
public struct MessageInput: Sendable, Hashable {
    /// A member of the envelope that is read as if it stood in the item.
    public struct Member: Sendable, Hashable {
        /// The item's name for it.
        public let name: String
        /// Where it stands in the message.
        public let path: ValuePath

        /// Creates a member.
        public init(name: String, path: ValuePath) {
            self.name = name
            self.path = path
        }
    }

    /// Where the message tells of what kind it is.
    public let kind: ValuePath
    /// The kinds that are read, each with the way to its item or to a list of items.
    public let items: [String: ValuePath]
    /// Kinds that say nothing about consent.
    public let ignored: [String]
    /// What an item takes over from the envelope.
    public let members: [Member]
    /// Members that an item must have.
    public let required: [String]

    /// Creates the rule for messages.
    public init(
        kind: ValuePath,
        items: [String: ValuePath],
        ignored: [String],
        members: [Member],
        required: [String]
    ) {
        self.kind = kind
        self.items = items
        self.ignored = ignored
        self.members = members
        self.required = required
    }
}

extension MessageInput {
    /// How well a payload fits, from 0 to 100, by its kind.
    func score(of item: RawItem) -> Int {
        guard let word = kindWord(of: item), items[word] != nil || ignored.contains(word) else { return 0 }
        return 85
    }

    /// The items of a message; none for a kind that says nothing about consent, nil where the payload is no message.
    ///
    /// - Throws: ``TranslationError`` `unknownState` for a kind that the adapter does not know: what it means for the
    ///   person's consent is not known either; `missing` for a message without an item, and `noInput` for an item without
    ///   a member that it must have.
    func values(of item: RawItem) throws(TranslationError) -> [Value]? {
        guard let word = kindWord(of: item), case .json(let message) = item.form else { return nil }
        if ignored.contains(word) { return [] }
        guard let path = items[word] else {
            throw TranslationError(
                .unknownState,
                "The message is of a kind that the adapter does not know; add it to accept or to ignore in the manifest.",
                path: kind.text
            )
        }
        let found = path.values(in: message)
        guard !found.isEmpty else {
            throw TranslationError(.missing, "A message of this kind has no \(path.text).", path: path.text)
        }
        var values: [Value] = []
        for value in found {
            let elements = if case .list(let elements) = value { elements } else { [value] }
            for element in elements { values.append(try completed(element, of: message, at: path)) }
        }
        return values
    }

    private func kindWord(of item: RawItem) -> String? {
        guard case .json(let message) = item.form, case .text(let word)? = kind.first(in: message) else { return nil }
        return word
    }

    /// An item with what it takes over from the envelope.
    private func completed(
        _ item: Value,
        of message: Value,
        at path: ValuePath
    ) throws(TranslationError) -> Value {
        guard case .object(var object) = item else {
            throw TranslationError(.malformed, "An object was expected here.", path: path.text)
        }
        if let missing = required.first(where: { object[$0] == nil }) {
            throw TranslationError(
                .noInput,
                "The message's item has no \(missing); it is none that the adapter reads.",
                path: path.text
            )
        }
        for member in members {
            if let value = member.path.first(in: message) { _ = object.append(member.name, value) }
        }
        return .object(object)
    }
}
