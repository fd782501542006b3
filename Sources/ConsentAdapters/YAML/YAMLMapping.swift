/// Reads the fields of one mapping and reports whatever does not fit.
///
/// Each getter answers nil after a report, so that reading goes on and finds the next mistake.
package struct YAMLMapping {
    package let entries: [YAMLNode.Entry]
    package let position: YAMLNode.Position
    package let sink: DiagnosticSink
    /// What the mapping is, for messages: `record`, `streams.changes`.
    package let name: String

    /// Takes a node that must be a mapping with no other keys than these.
    package init?(_ node: YAMLNode, _ name: String, keys: [String], sink: DiagnosticSink) {
        guard case .mapping(let entries) = node.content else {
            let wanted = keys.isEmpty ? "{}, since it has no options" : "a mapping of \(keys.joined(separator: ", "))"
            sink.report(.wrongType, at: node.position, "\(name) must be \(wanted).")
            return nil
        }
        self.init(entries: entries, position: node.position, sink: sink, name: name)
        for entry in entries where !keys.contains(entry.key) {
            let guess = Self.nearest(entry.key, among: keys).map { "Did you mean \($0)? " } ?? ""
            let known = keys.isEmpty ? "none" : keys.joined(separator: ", ")
            sink.report(
                .unknownKey,
                at: entry.keyPosition,
                "\(name) has no key \(entry.key). \(guess)It knows \(known)."
            )
        }
    }

    private init(entries: [YAMLNode.Entry], position: YAMLNode.Position, sink: DiagnosticSink, name: String) {
        self.entries = entries
        self.position = position
        self.sink = sink
        self.name = name
    }

    /// The value of a key, if it is there.
    package func node(_ key: String) -> YAMLNode? {
        entries.first { $0.key == key }?.value
    }

    /// The value of a key that must be there.
    package func required(_ key: String) -> YAMLNode? {
        guard let node = node(key) else {
            sink.report(.missingKey, at: position, "\(name) needs the key \(key).")
            return nil
        }
        return node
    }

    /// The text of a key, if it is there.
    package func text(_ key: String) -> String? {
        node(key).flatMap { text(of: $0, key) }
    }

    /// The text of a key that must be there.
    package func requiredText(_ key: String) -> String? {
        required(key).flatMap { text(of: $0, key) }
    }

    /// A single text, or a list of them; empty if the key is absent.
    ///
    /// - Parameter mayBeEmpty: whether a text without characters is one.
    package func texts(_ key: String, mayBeEmpty: Bool = false) -> [String] {
        guard let node = node(key) else { return [] }
        return Self.elements(node).compactMap { $0.content == .scalar("") && mayBeEmpty ? "" : text(of: $0, key) }
    }

    /// A single text, or a list of them, of a node that stands by itself.
    package static func texts(of node: YAMLNode, _ name: String, sink: DiagnosticSink) -> [String] {
        let mapping = YAMLMapping(entries: [], position: node.position, sink: sink, name: name)
        return elements(node).compactMap { mapping.text(of: $0, name) }
    }

    private static func elements(_ node: YAMLNode) -> [YAMLNode] {
        if case .list(let elements) = node.content { elements } else { [node] }
    }

    /// `true` or `false`.
    package func flag(_ key: String) -> Bool? {
        guard let node = node(key), let text = text(of: node, key) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            sink.report(.wrongType, at: node.position, "\(key) must be true or false.")
            return nil
        }
    }

    /// A whole number within a range.
    package func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key), let text = text(of: node, key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            sink.report(
                .invalidValue,
                at: node.position,
                "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        return number
    }

    /// One word of a closed list.
    package func word<Word: RawRepresentable & CaseIterable>(_ key: String, of type: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let node = node(key), let text = text(of: node, key) else { return nil }
        return word(text, at: node.position, key, of: type)
    }

    /// One word of a closed list that must be there.
    package func requiredWord<Word: RawRepresentable & CaseIterable>(_ key: String, of type: Word.Type) -> Word?
    where Word.RawValue == String {
        required(key).flatMap { _ in word(key, of: type) }
    }

    /// One word of a closed list.
    package func word<Word: RawRepresentable & CaseIterable>(
        _ text: String,
        at position: YAMLNode.Position,
        _ key: String,
        of type: Word.Type
    ) -> Word? where Word.RawValue == String {
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let guess = Self.nearest(text, among: words).map { "Did you mean \($0)? " } ?? ""
        sink.report(
            .unknownWord,
            at: position,
            "\(key) cannot be \"\(text)\". \(guess)It is one of \(words.joined(separator: ", "))."
        )
        return nil
    }

    /// A length of time such as `300ms`, `90s`, `10m`, `1h`, `6d`, in milliseconds.
    package func milliseconds(_ key: String) -> Int64? {
        guard let node = node(key), let text = text(of: node, key) else { return nil }
        let units: [Substring: Int64] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        let digits = text.prefix { $0.isNumber }
        guard let unit = units[text.dropFirst(digits.count)], let count = Int64(digits), count <= 1_000_000 else {
            sink.report(
                .invalidValue,
                at: node.position,
                "\(key) must be a length of time such as 300ms, 90s, 10m, 1h or 6d."
            )
            return nil
        }
        return count * unit
    }

    /// The elements of a list; empty if the key is absent.
    package func list(_ key: String) -> [YAMLNode] {
        guard let node = node(key) else { return [] }
        guard case .list(let elements) = node.content else {
            sink.report(.wrongType, at: node.position, "\(key) must be a list.")
            return []
        }
        return elements
    }

    /// A single value, or a list of them; empty if the key is absent.
    package func listOrOne(_ key: String) -> [YAMLNode] {
        node(key).map(Self.elements) ?? []
    }

    /// A mapping with the given keys, if it is there.
    package func mapping(_ key: String, keys: [String]) -> YAMLMapping? {
        node(key).flatMap { YAMLMapping($0, key, keys: keys, sink: sink) }
    }

    /// A mapping of that shape, if it is there.
    package func mapping(_ key: String, _ shape: Shape) -> YAMLMapping? {
        node(key).flatMap { YAMLMapping($0, key, shape, sink: sink) }
    }

    /// A mapping whose keys the author chooses; empty if it is absent.
    package func free(_ key: String) -> [YAMLNode.Entry] {
        guard let node = node(key) else { return [] }
        guard case .mapping(let entries) = node.content else {
            sink.report(.wrongType, at: node.position, "\(key) must be a mapping.")
            return []
        }
        return entries
    }

    /// The text of a node that must be a scalar with something in it.
    package func text(of node: YAMLNode, _ key: String) -> String? {
        guard case .scalar(let text) = node.content else {
            sink.report(.wrongType, at: node.position, "\(key) must be a text.")
            return nil
        }
        guard !text.isEmpty else {
            sink.report(.wrongType, at: node.position, "\(key) is empty.")
            return nil
        }
        return text
    }

    /// The word that differs from `text` by at most two letters.
    package static func nearest(_ text: String, among words: [String]) -> String? {
        let best = words.map { (word: $0, distance: distance(text, $0)) }.min { $0.distance < $1.distance }
        return best.flatMap { $0.distance <= 2 ? $0.word : nil }
    }

    /// Letters to insert, remove or replace to make one word from another.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
