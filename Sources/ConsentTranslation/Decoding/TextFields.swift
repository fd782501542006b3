/// Texts that hold several fields, and the ways in which CMPs divide them.
enum TextFields {
    /// A query string by the rules of HTML forms.
    static func queryString(_ text: String, path: String) throws(TranslationError) -> ObjectValue {
        var object = ObjectValue()
        let pairs = TextEncodings.split(text, at: UInt8(ascii: "&")).filter { !$0.isEmpty }
        try check(pairs.count, path)
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

    /// `a:1,b:0`.
    static func pairs(
        _ text: String,
        separators: String,
        assign: Character,
        path: String
    ) throws(TranslationError) -> ObjectValue {
        let separators = Array(separators.utf8)
        let assign = try ascii(assign, path)
        var object = ObjectValue()
        let items = text.utf8.split(omittingEmptySubsequences: true) { separators.contains($0) }.map { Substring($0) }
        try check(items.count, path)
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

    /// `a@b@c` under the given names.
    static func fields(
        _ text: String,
        _ separator: Character,
        names: [String],
        path: String
    ) throws(TranslationError) -> ObjectValue {
        let parts = TextEncodings.split(text, at: try ascii(separator, path))
        guard parts.count <= names.count else {
            throw TranslationError(.malformed, "There are \(parts.count) parts instead of \(names.count).", path: path)
        }
        var object = ObjectValue()
        for (name, part) in zip(names, parts) { _ = object.append(name, .text(String(part))) }
        return object
    }

    /// `a,b` as texts.
    static func list(_ text: String, _ separator: Character, path: String) throws(TranslationError) -> [Value] {
        let parts = TextEncodings.split(text, at: try ascii(separator, path)).filter { !$0.isEmpty }
        try check(parts.count, path)
        return parts.map { .text(String($0)) }
    }

    /// The captures of the first pattern that fits.
    static func match(_ text: String, _ patterns: [NamePattern], path: String) throws(TranslationError) -> ObjectValue {
        for pattern in patterns {
            guard let captures = pattern.captures(in: text) else { continue }
            var object = ObjectValue()
            for capture in captures { _ = object.append(capture.name, .text(capture.value)) }
            return object
        }
        throw TranslationError(
            .malformed,
            "The text does not have the form \(patterns.map(\.text).joined(separator: " or ")).",
            path: path
        )
    }

    /// What a table says about a whole text.
    static func entry(
        of text: String,
        in table: [String: ObjectValue],
        path: String
    ) throws(TranslationError) -> ObjectValue {
        guard let entry = table[text] else {
            throw TranslationError(.malformed, "The text is not in the adapter's table.", path: path)
        }
        return entry
    }

    /// The named bits of a whole number.
    static func bits(of value: Value, names: [String: Int], path: String) throws(TranslationError) -> ObjectValue {
        guard let text = value.scalar, let number = UInt32(text) else {
            throw TranslationError(.malformed, "A whole number was expected here.", path: path)
        }
        let known = names.values.reduce(UInt32(0)) { $0 | (UInt32(exactly: $1) ?? 0) }
        guard number & ~known == 0 else {
            throw TranslationError(.unknownState, "A bit is set that the adapter does not know.", path: path)
        }
        var object = ObjectValue()
        for (name, bit) in names.sorted(by: { $0.value < $1.value }) {
            let isSet = UInt32(exactly: bit).map { number & $0 != 0 } ?? false
            _ = object.append(name, .text(isSet ? "1" : "0"))
        }
        return object
    }

    private static func ascii(_ character: Character, _ path: String) throws(TranslationError) -> UInt8 {
        guard let byte = character.asciiValue else {
            throw TranslationError(.malformed, "Separators must be ASCII.", path: path)
        }
        return byte
    }

    private static func check(_ count: Int, _ path: String) throws(TranslationError) {
        guard count <= TranslationLimits.maxPairs else {
            throw TranslationError(.tooLarge, "There are more than \(TranslationLimits.maxPairs) entries.", path: path)
        }
    }
}
