/// Writes YAML that this project reads back as the same texts, and that other readers take for the same thing.
package enum YAMLWriter {
    /// Longest list or mapping that stands on one line, in characters.
    private static let lineLength = 100

    /// A scalar: plain where no reader could take it for anything but this text, else in double quotes.
    package static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// A text in double quotes.
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where isControl(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// `[a, b]`.
    package static func list(_ texts: [String]) -> String {
        "[" + texts.map(scalar).joined(separator: ", ") + "]"
    }

    /// A tree in block style, with short lists of texts on one line.
    package static func document(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text): scalar(text, of: node) + "\n"
        case .list, .mapping: lines(node).joined(separator: "\n") + "\n"
        }
    }

    private static func lines(_ node: YAMLNode) -> [String] {
        switch node.content {
        case .scalar(let text):
            return [scalar(text, of: node)]
        case .list(let elements):
            return elements.flatMap { element in
                let inner = short(element).map { [$0] } ?? lines(element)
                return inner.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
            }
        case .mapping(let entries):
            return entries.flatMap { entry -> [String] in
                let key = scalar(entry.key) + ":"
                if let short = short(entry.value) { return ["\(key) \(short)"] }
                return [key] + lines(entry.value).map { "  " + $0 }
            }
        }
    }

    /// What fits on one line: a scalar, an empty container, a list of a few scalars.
    private static func short(_ node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let text): return scalar(text, of: node)
        case .mapping(let entries): return entries.isEmpty ? "{}" : nil
        case .list(let elements):
            var texts: [String] = []
            for element in elements {
                guard case .scalar(let text) = element.content else { return nil }
                texts.append(scalar(text, of: element))
            }
            let line = "[" + texts.joined(separator: ", ") + "]"
            return line.count <= lineLength ? line : nil
        }
    }

    /// A scalar that has quotes exactly where the node had them, if a JSON body could tell the difference.
    private static func scalar(_ text: String, of node: YAMLNode) -> String {
        guard BodyTemplate.plain(text) != nil else { return scalar(text) }
        return node.isPlain ? text : quoted(text)
    }

    private static let ambiguous: Set<String> = ["yes", "no", "on", "off", "y", "n", "~", "null"]

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, !ambiguous.contains(text.lowercased()) else { return false }
        if isDigit(first) {
            let isNumber = text.utf8.allSatisfy(isDigit) && (first != UInt8(ascii: "0") || text.utf8.count == 1)
            return isNumber && text.utf8.count < 16
        }
        return (isLetter(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "_-./*".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0xFEFF
            || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
