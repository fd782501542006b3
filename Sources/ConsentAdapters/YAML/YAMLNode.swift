import Yams

/// A YAML document as this project reads it: every scalar is text, every node has a place, nothing is shared.
///
/// YAML 1.1 readers turn `no`, `1:1`, `007` and `2026-03-02` into other things, which consent data cannot survive. So
/// no scalar is resolved here; whoever reads a field knows its type.
package struct YAMLNode: Sendable, Hashable {
    /// A place in the file, both from 1.
    package struct Position: Sendable, Hashable {
        package let line: Int
        package let column: Int
        /// The file, where it is another than the one that is read.
        package var file: String?
    }

    /// A key with its value.
    package struct Entry: Sendable, Hashable {
        package let key: String
        package let keyPosition: Position
        package let value: YAMLNode
    }

    package enum Content: Sendable, Hashable {
        case scalar(String)
        case list([YAMLNode])
        case mapping([Entry])
    }

    package let content: Content
    package let position: Position
    /// Whether it is a scalar without quotes, which only a JSON body may take for something else than text.
    package private(set) var isPlain = false

    package init(content: Content, position: Position, isPlain: Bool = false) {
        self.content = content
        self.position = position
        self.isPlain = isPlain
    }

    /// Reads the one document of a file.
    ///
    /// - Throws: ``DiagnosticsError`` for anything that is not the strict subset: syntax errors (a tab among them), keys
    ///   twice, aliases, ambiguous unquoted words, keys that are no scalars.
    package static func document(_ text: String, file: String) throws(DiagnosticsError) -> YAMLNode {
        let sink = DiagnosticSink(file: file)
        let converter = YAMLConverter(sink: sink)
        // Some editors begin a file with a byte order mark, as YAML allows.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        guard text.utf8.count <= AdapterLimits.maxFileBytes else {
            sink.report(.unreadable, at: nil, "The file has more than \(AdapterLimits.maxFileBytes) bytes.")
            try sink.throwIfAny()
            throw DiagnosticsError(diagnostics: sink.diagnostics)
        }
        if let alias = AliasScan.excess(in: text) {
            sink.report(.alias, at: alias, "Anchors (&name) and aliases (*name) are not read; write the values out.")
            throw DiagnosticsError(diagnostics: sink.diagnostics)
        }
        var root: YAMLNode?
        do {
            let parser = try Parser(yaml: text, resolver: .basic)
            // Nodes know their anchors only as long as the parser lives.
            try withExtendedLifetime(parser) {
                if let node = try parser.singleRoot() {
                    root = converter.convert(node, depth: 0)
                } else {
                    sink.report(.syntax, at: nil, "The file is empty.")
                }
            }
        } catch {
            sink.report(error, in: text)
        }
        try sink.throwIfAny()
        guard let root else { throw DiagnosticsError(diagnostics: sink.diagnostics) }
        return root
    }
}

/// Takes over Yams' tree node by node.
private struct YAMLConverter {
    let sink: DiagnosticSink

    func convert(_ node: Node, depth: Int) -> YAMLNode? {
        let position = YAMLNode.Position(line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
        // Yams puts the anchored node in the place of its alias, so every alias is met as an anchor first.
        guard node.anchor == nil else {
            sink.report(.alias, at: position, "Anchors (&name) and aliases (*name) are not read; write the values out.")
            return nil
        }
        guard depth < AdapterLimits.maxDepth else {
            sink.report(.syntax, at: position, "The file is nested deeper than \(AdapterLimits.maxDepth) levels.")
            return nil
        }
        switch node {
        case .scalar(let scalar):
            checkAmbiguity(scalar, position)
            return YAMLNode(content: .scalar(scalar.string), position: position, isPlain: scalar.style == .plain)
        case .sequence(let sequence):
            var elements: [YAMLNode] = []
            for element in sequence {
                guard let converted = convert(element, depth: depth + 1) else { return nil }
                elements.append(converted)
            }
            return YAMLNode(content: .list(elements), position: position)
        case .mapping(let mapping):
            return convert(mapping, at: position, depth: depth)
        case .alias:
            sink.report(.alias, at: position, "An alias (*name) is used here; write the value out instead.")
            return nil
        }
    }

    private func convert(_ mapping: Node.Mapping, at position: YAMLNode.Position, depth: Int) -> YAMLNode? {
        var entries: [YAMLNode.Entry] = []
        for (key, value) in mapping {
            guard case .scalar = key, let name = convert(key, depth: depth + 1), case .scalar(let text) = name.content
            else {
                sink.report(.wrongType, at: position, "A key here is no plain word.")
                return nil
            }
            guard let converted = convert(value, depth: depth + 1) else { return nil }
            entries.append(YAMLNode.Entry(key: text, keyPosition: name.position, value: converted))
        }
        return YAMLNode(content: .mapping(entries), position: position)
    }

    private static let ambiguous: Set<String> = ["yes", "no", "on", "off", "y", "n", "~", "null"]

    private func checkAmbiguity(_ scalar: Node.Scalar, _ position: YAMLNode.Position) {
        guard scalar.style == .plain, Self.ambiguous.contains(scalar.string.lowercased()) else { return }
        sink.report(
            .ambiguousScalar,
            at: position,
            "Unquoted \(scalar.string) is a boolean or null to other YAML readers; write \"\(scalar.string)\", or true or false."
        )
    }
}

extension DiagnosticSink {
    /// Reports what Yams found, with the cure where the mistake is a well-known one.
    fileprivate func report(_ error: any Error, in text: String) {
        guard let error = error as? YamlError else {
            return report(.syntax, at: nil, "The file is not YAML: \(error)")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let position = YAMLNode.Position(line: mark.line, column: mark.column)
            if Self.hasTab(text, near: position) {
                report(.syntax, at: position, "A tab stands here; YAML is indented by spaces.")
            } else {
                report(.syntax, at: position, "The file is not YAML here: \(problem).")
            }
        case .duplicatedKeysInMapping(let keys, let context):
            let position = YAMLNode.Position(line: context.mark.line, column: context.mark.column)
            report(.duplicateKey, at: position, "\(keys.joined(separator: ", ")) stands twice; keep one.")
        case .reader(let problem, _, _, _):
            report(.syntax, at: nil, "The file is not UTF-8 text: \(problem).")
        default:
            report(.syntax, at: nil, "The file is not YAML.")
        }
    }

    /// Whether the indentation of the line, or the place itself, has a tab.
    private static func hasTab(_ text: String, near position: YAMLNode.Position) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard position.line >= 1, position.line <= lines.count else { return false }
        let line = lines[position.line - 1]
        let place = line.dropFirst(max(0, position.column - 2)).prefix(2)
        return line.prefix { $0 == " " || $0 == "\t" }.contains("\t") || place.contains("\t")
    }
}
