/// A way to values inside a value: `profiles[*].status`, `consentStrings[type=GPP].content`, `groups[0]`.
///
/// Names lead into objects, `[*]` into every element of a list or member of an object, `[2]` to one element of a list
/// from 0, `[-1]` to the last, `[name=text]` into the elements whose scalar `name` equals the text. There are no expressions: what cannot be
/// said so needs a decode step.
public struct ValuePath: Sendable, Hashable {
    /// One step of a path.
    enum Step: Sendable, Hashable {
        case member(String)
        case every
        case element(Int)
        case matching(name: String, text: String)
    }

    let steps: [Step]
    /// Whether the path has nothing but names, as most have, and so leads to one value at most.
    let isPlain: Bool
    /// The path as it is written.
    public let text: String

    /// Reads a path; nil where the text is none.
    public init?(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let read = Self.steps(of: part) else { return nil }
            steps += read
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
        isPlain = steps.allSatisfy { if case .member = $0 { true } else { false } }
        self.text = text
    }

    /// The names of a path that has nothing else; nil for any other.
    package var names: [String]? {
        guard isPlain else { return nil }
        return steps.compactMap { if case .member(let name) = $0 { name } else { nil } }
    }

    /// The first name.
    public var root: String {
        guard case .member(let name)? = steps.first else { return "" }
        return name
    }

    private static func steps(of part: Substring) -> [Step]? {
        let name = part.prefix { $0 != "[" }
        var rest = part[name.endIndex...]
        // `$` alone is how other languages begin a path; here every path begins with a name.
        guard !name.isEmpty, name != "$", name.allSatisfy(isNameCharacter) else { return nil }
        var steps: [Step] = [.member(String(name))]
        while !rest.isEmpty {
            guard rest.first == "[", let close = rest.firstIndex(of: "]") else { return nil }
            let inner = rest[rest.index(after: rest.startIndex)..<close]
            if inner == "*" {
                steps.append(.every)
            } else if let index = Int(inner), (-1..<TranslationLimits.maxPairs).contains(index) {
                steps.append(.element(index))
            } else {
                let sides = inner.split(separator: "=", maxSplits: 1)
                guard sides.count == 2, sides[0].allSatisfy(isNameCharacter) else { return nil }
                steps.append(.matching(name: String(sides[0]), text: String(sides[1])))
            }
            rest = rest[rest.index(after: close)...]
        }
        return steps
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_-$:%".contains(character))
    }

    /// Every value that the path leads to, in the payload's order.
    public func values(in value: Value) -> [Value] {
        if isPlain { return member(of: value).map { [$0] } ?? [] }
        return steps.reduce([value]) { values, step in values.flatMap { Self.follow(step, from: $0) } }
    }

    /// The first value that the path leads to.
    public func first(in value: Value) -> Value? {
        isPlain ? member(of: value) : values(in: value).first
    }

    /// The one value of a path of names.
    private func member(of value: Value) -> Value? {
        if steps.count == 1, case .member(let name) = steps[0] { return value[name] }
        var found = value
        for step in steps {
            guard case .member(let name) = step, let next = found[name] else { return nil }
            found = next
        }
        return found
    }

    /// The object that has the one value of a path of names as its member; nil for other paths.
    func holder(in value: Value) -> ObjectValue? {
        guard isPlain else { return nil }
        var found = value
        for step in steps.dropLast() {
            guard case .member(let name) = step, let next = found[name] else { return nil }
            found = next
        }
        guard case .object(let object) = found else { return nil }
        return object
    }

    private static func follow(_ step: Step, from value: Value) -> [Value] {
        switch (step, value) {
        case (.member(let name), _):
            return value[name].map { [$0] } ?? []
        case (.every, .list(let elements)):
            return elements
        case (.element(let index), .list(let elements)):
            let at = index < 0 ? elements.count - 1 : index
            return elements.indices.contains(at) ? [elements[at]] : []
        case (.every, .object(let object)):
            return object.members.map(\.value)
        case (.matching(let name, let text), .list(let elements)):
            return elements.filter { $0[name]?.scalar == text }
        default:
            return []
        }
    }
}
