extension CaseExpectation {
    /// Longest line of the section; a longer mapping or list is broken.
    private static let lineLength = 110

    /// The section as YAML, with the key `expect` in front.
    package var text: String {
        let present = Field.allCases.compactMap { field in fields[field].map { (field: field, content: $0) } }
        guard !present.isEmpty else { return "expect: {}\n" }
        return "expect:\n" + present.map { Self.lines($0.field, $0.content) }.joined()
    }

    private static func lines(_ field: Field, _ content: Content) -> String {
        switch content {
        case .text(let text):
            return "  \(field.rawValue): \(field.isSentence ? YAMLWriter.quoted(text) : value(text))\n"
        case .list(let texts):
            let line = "  \(field.rawValue): [\(texts.map(value).joined(separator: ", "))]\n"
            if line.count <= lineLength { return line }
            return "  \(field.rawValue):\n" + texts.map { "    - \(value($0))\n" }.joined()
        case .map(let map):
            let pairs = map.sorted { isBefore($0.key, $1.key) }.map { "\(key($0.key)): \(value($0.value))" }
            if pairs.isEmpty { return "  \(field.rawValue): {}\n" }
            let line = "  \(field.rawValue): { \(pairs.joined(separator: ", ")) }\n"
            if line.count <= lineLength { return line }
            return "  \(field.rawValue):\n" + pairs.map { "    \($0)\n" }.joined()
        }
    }

    /// The order of people: numbers by their value, before everything else.
    private static func isBefore(_ left: String, _ right: String) -> Bool {
        switch (Int(left), Int(right)) {
        case (let left?, let right?): left < right
        case (nil, nil): left < right
        case (let left, _): left != nil
        }
    }

    /// Times are plain, everything that another reader could take for a number is quoted.
    private static func value(_ text: String) -> String {
        isTime(text) ? text : key(text)
    }

    private static func key(_ text: String) -> String {
        text.utf8.first.map { (0x30...0x39).contains($0) } == true ? YAMLWriter.quoted(text) : YAMLWriter.scalar(text)
    }

    private static func isTime(_ text: String) -> Bool {
        text.utf8.count >= 20 && text.utf8.dropFirst(10).first == UInt8(ascii: "T") && text.hasSuffix("Z")
            && text.utf8.allSatisfy { "0123456789-:.TZ".utf8.contains($0) }
    }
}

extension CaseExpectation.Field {
    /// Whether it holds a sentence, which reads better in quotes.
    fileprivate var isSentence: Bool { self == .undecided }
}
