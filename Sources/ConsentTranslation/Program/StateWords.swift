/// The states that a payload's words stand for.
struct StateWords: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        let word: String
        let state: Decision.State
    }

    /// Looking through a few is faster than hashing each word.
    private static let searchedDirectly = 8
    private let few: [Entry]
    private let many: [String: Decision.State]

    /// The words of a table.
    init(_ states: [String: Decision.State]) {
        let isSmall = states.count <= Self.searchedDirectly
        few = isSmall ? states.sorted { $0.key < $1.key }.map { Entry(word: $0.key, state: $0.value) } : []
        many = isSmall ? [:] : states
    }

    /// The state of a word; nil for one that is not in the table.
    subscript(word: String) -> Decision.State? {
        for index in few.indices where few[index].word == word { return few[index].state }
        return many.isEmpty ? nil : many[word]
    }
}
