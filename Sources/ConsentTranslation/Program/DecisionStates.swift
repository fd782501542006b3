/// The states of the keys of a record that is being made, to notice a key that stands there twice.
struct DecisionStates {
    /// What a further decision is to those before.
    enum Meeting {
        /// The first about its key.
        case isNew
        /// It says what was said already.
        case agrees
        /// It says something else.
        case contradicts
    }

    private struct Key: Hashable {
        let kind: Decision.Kind
        let key: String
    }

    /// Looking through a few is faster than hashing each.
    private static let searchedDirectly = 24
    private var few: [(key: Key, state: Decision.State)] = []
    private var many: [Key: Decision.State] = [:]

    init() { few.reserveCapacity(Self.searchedDirectly) }

    /// Takes a decision.
    mutating func note(_ decision: Decision) -> Meeting {
        let key = Key(kind: decision.kind, key: decision.key)
        let known = many.isEmpty ? few.first { $0.key == key }?.state : many[key]
        if let known { return known == decision.state ? .agrees : .contradicts }
        if many.isEmpty, few.count < Self.searchedDirectly {
            few.append((key, decision.state))
            return .isNew
        }
        if many.isEmpty {
            many.reserveCapacity(4 * Self.searchedDirectly)
            for (key, state) in few { many[key] = state }
        }
        many[key] = decision.state
        return .isNew
    }
}
