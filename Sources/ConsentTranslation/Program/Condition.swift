/// A test on the decoded payload: a path and what the values there must be.
public struct Condition: Sendable, Hashable {
    /// What is asked of the value.
    public enum Test: Sendable, Hashable {
        /// There is a value.
        case present
        /// There is none.
        case absent
        /// There is a scalar with one of these spellings among them.
        case oneOf([String])
        /// There is none with one of these spellings.
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
        let found = path.values(in: value)
        switch test {
        case .present: return !found.isEmpty
        case .absent: return found.isEmpty
        case .oneOf(let words): return found.contains { $0.scalar.map(words.contains) ?? false }
        case .noneOf(let words): return !found.contains { $0.scalar.map(words.contains) ?? false }
        }
    }
}
