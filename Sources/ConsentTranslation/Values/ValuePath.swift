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
    /// The names of a path that has nothing else, as most have, and so leads to one value at most; nil for any other.
    package let names: [String]?
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
        let names = steps.compactMap { if case .member(let name) = $0 { name } else { nil } }
        self.names = names.count == steps.count ? names : nil
        self.text = text
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
        if let names { return Self.member(names, of: value).map { [$0] } ?? [] }
        return steps.reduce([value]) { values, step in values.flatMap { Self.follow(step, from: $0) } }
    }

    /// The first value that the path leads to.
    public func first(in value: Value) -> Value? {
        guard let names else { return values(in: value).first }
        return Self.member(names, of: value)
    }

    /// The one value that names lead to.
    private static func member(_ names: [String], of value: Value) -> Value? {
        if names.count == 1 { return value[names[0]] }
        var found = value
        for index in names.indices {
            guard let next = found[names[index]] else { return nil }
            found = next
        }
        return found
    }

    /// The TC string that the object tells of in which the one value of a path of names stands.
    func known(in value: Value) -> KnownTCString {
        guard let names else { return KnownTCString() }
        var found = value
        for index in names.indices.dropLast() {
            guard let next = found[names[index]] else { return KnownTCString() }
            found = next
        }
        guard case .object(let object) = found else { return KnownTCString() }
        return object.known
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
