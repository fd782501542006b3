import ConsentStrings

extension DecodeStep {
    /// Runs the step.
    ///
    /// - Parameter path: where the value stands in the payload, for errors.
    func run(on value: Value, path: String) throws(TranslationError) -> Value {
        switch self {
        case .urlDecode:
            return .text(TextEncodings.percentDecoded(try Self.text(value, path), plusIsSpace: false))
        case .queryString:
            return .object(try Self.queryString(try Self.text(value, path), path: path))
        case .pairs(let separator, let assign):
            guard let separator = separator.asciiValue, let assign = assign.asciiValue else {
                throw TranslationError(.malformed, "The separators of pairs must be ASCII.", path: path)
            }
            return .object(try Self.pairs(try Self.text(value, path), separator, assign, path: path))
        case .iabTC:
            return try TCStringValue.value(decoding: try Self.text(value, path), path: path)
        case .require(let names):
            for name in names where value[name] == nil {
                throw TranslationError(
                    .missing,
                    "The payload has no \(name); it is cut off or of another kind.",
                    path: path
                )
            }
            return value
        case .member(let name, let steps):
            return try Self.replace(name, in: value, by: steps, path: path)
        case .firstOf(let alternatives):
            return try Self.first(of: alternatives, on: value, path: path)
        }
    }

    /// Runs a chain.
    static func run(_ steps: [DecodeStep], on value: Value, path: String) throws(TranslationError) -> Value {
        var current = value
        for step in steps { current = try step.run(on: current, path: path) }
        return current
    }

    private static func text(_ value: Value, _ path: String) throws(TranslationError) -> String {
        guard case .text(let text) = value else {
            throw TranslationError(.malformed, "A text was expected here.", path: path)
        }
        return text
    }

    private static func queryString(_ text: String, path: String) throws(TranslationError) -> ObjectValue {
        var object = ObjectValue()
        let pairs = TextEncodings.split(text, at: UInt8(ascii: "&")).filter { !$0.isEmpty }
        guard pairs.count <= TranslationLimits.maxPairs else { throw tooManyPairs(path) }
        for pair in pairs {
            let sides = TextEncodings.split(pair, at: UInt8(ascii: "="), maxSplits: 1)
            let name = TextEncodings.percentDecoded(sides[0], plusIsSpace: true)
            let value = sides.count == 2 ? TextEncodings.percentDecoded(sides[1], plusIsSpace: true) : ""
            if !object.append(name, .text(value)), object[name] != .text(value) {
                throw TranslationError(.conflict, "A field stands twice with different values.", path: path)
            }
        }
        return object
    }

    private static func pairs(
        _ text: String,
        _ separator: UInt8,
        _ assign: UInt8,
        path: String
    ) throws(TranslationError) -> ObjectValue {
        var object = ObjectValue()
        let items = TextEncodings.split(text, at: separator).filter { !$0.isEmpty }
        guard items.count <= TranslationLimits.maxPairs else { throw tooManyPairs(path) }
        for item in items {
            let sides = TextEncodings.split(item, at: assign, maxSplits: 1)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw TranslationError(
                    .malformed,
                    "An entry has no \"\(Unicode.Scalar(assign))\"; the payload is cut off or damaged.",
                    path: path
                )
            }
            guard object.append(String(sides[0]), .text(String(sides[1]))) else {
                throw TranslationError(.conflict, "A key stands twice.", path: path)
            }
        }
        return object
    }

    private static func tooManyPairs(_ path: String) -> TranslationError {
        TranslationError(.tooLarge, "There are more than \(TranslationLimits.maxPairs) entries.", path: path)
    }

    private static func replace(
        _ name: String,
        in value: Value,
        by steps: [DecodeStep],
        path: String
    ) throws(TranslationError) -> Value {
        guard case .object(let object) = value else {
            throw TranslationError(.malformed, "An object was expected here.", path: path)
        }
        var replaced = ObjectValue()
        for member in object.members {
            let new = member.name == name ? try run(steps, on: member.value, path: "\(path).\(name)") : member.value
            _ = replaced.append(member.name, new)
        }
        return .object(replaced)
    }

    private static func first(
        of alternatives: [[DecodeStep]],
        on value: Value,
        path: String
    ) throws(TranslationError) -> Value {
        var firstError: TranslationError?
        for steps in alternatives {
            do {
                return try run(steps, on: value, path: path)
            } catch {
                firstError = firstError ?? error
            }
        }
        throw firstError ?? TranslationError(.malformed, "No way of reading fits.", path: path)
    }
}
