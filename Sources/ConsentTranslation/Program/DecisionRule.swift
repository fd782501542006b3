/// How decisions are read from one part of a payload.
public struct DecisionRule: Sendable, Hashable {
    /// What the payload says about a key.
    public enum Reading: Sendable, Hashable {
        /// A word, which the table turns into a state. The word is what stands at the path in the key's value; without
        /// a path it is the value itself. A list's word is `(empty)` or `(some)`. A word that is not in the table is an
        /// error, never a guess.
        case word(at: ValuePath?, states: [String: Decision.State])
        /// Being listed is the state. Where everything that could be listed is known and being listed is a grant, what
        /// is not listed is denied; where being listed is a denial, the rest stays untold.
        case listed(Decision.State, universe: Universe?)
    }

    /// Everything that could be listed.
    public enum Universe: Sendable, Hashable {
        /// These keys.
        case keys([String])
        /// The texts of a list, or the names of an object, in the payload.
        case at(ValuePath)
    }

    /// Which names of an object are keys.
    public enum Names: Sendable, Hashable {
        /// All.
        case all
        /// Only these.
        case only(Set<String>)
        /// All but these; one that ends in `*` stands for all that begin so.
        case except([String])
    }

    /// What holds the decisions: an object (its names are the keys), a list of objects, a list of texts, or with
    /// ``fixedKey`` the value of one key. Where the path leads to several, all of them count.
    public let each: ValuePath
    /// What the keys stand for.
    public let kind: Decision.Kind
    /// How the state is read.
    public let reading: Reading
    /// The key, where `each` leads to the value of one.
    public var fixedKey: String?
    /// Where the key stands in a list's element.
    public var key: ValuePath?
    /// Where the key's name for people stands in a list's element or an object's member.
    public var label: ValuePath?
    /// Which names of an object are keys.
    public var names = Names.all
    /// All of these must hold, or the rule gives nothing.
    public var when: [Condition] = []
    /// Whether the part may be missing.
    public var isOptional = false
    /// When the key changed.
    public var changed: RecordRules.Time?
    /// When the choice ends.
    public var expires: RecordRules.Time?
    /// The states by their words, where words are read.
    let states: StateWords

    /// Creates a rule; everything else is set on the value.
    public init(each: ValuePath, kind: Decision.Kind, reading: Reading) {
        self.each = each
        self.kind = kind
        self.reading = reading
        if case .word(_, let states) = reading { self.states = StateWords(states) } else { states = StateWords([:]) }
    }
}
