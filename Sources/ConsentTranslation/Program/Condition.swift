/// A test on the decoded payload: a path and what its first value must be.
public struct Condition: Sendable, Hashable {
    /// What is asked of the value.
    public enum Test: Sendable, Hashable {
        /// There is a value.
        case present
        /// There is none.
        case absent
        /// There is a scalar with one of these spellings.
        case oneOf([String])
        /// There is none, or one with another spelling.
        case noneOf([String])
    }

    /// Where the value stands.
    public let path: ValuePath
    /// What is asked of it.
    public let test: Test

    /// Creates a condition.
    public init(path: ValuePath, test: Test) {
        self.path = path
        self.test = test
    }

    func holds(in value: Value) -> Bool {
        let found = path.first(in: value)
        switch test {
        case .present: return found != nil
        case .absent: return found == nil
        case .oneOf(let words): return found?.scalar.map(words.contains) ?? false
        case .noneOf(let words): return !(found?.scalar.map(words.contains) ?? false)
        }
    }
}
