import Foundation

/// A manifest with those that it extends, resolved into one tree.
///
/// `extends: ID` takes over everything of another manifest: mappings are merged key by key, everything else is
/// replaced. `without` names what is left out of the other one first.
struct ManifestText {
    /// The tree of the whole. Nodes of another file know it, so that mistakes are told where they stand.
    let root: YAMLNode
    /// The texts of all files, the manifest's own first.
    let definition: String

    /// Longest chain of manifests that extend each other.
    private static let maxChain = 4

    /// Resolves a manifest.
    ///
    /// - Parameter other: the text of another adapter's manifest and its file's name; nil where there is none.
    /// - Throws: ``DiagnosticsError`` where a file is no YAML or the other manifest is not there.
    init(
        _ text: String,
        file: String,
        other: (_ id: String) -> (text: String, file: String)?
    ) throws(DiagnosticsError) {
        var root = try YAMLNode.document(text, file: file)
        var texts = [text]
        var sink = DiagnosticSink(file: file)
        while let link = Self.link(in: root, sink: sink) {
            try sink.throwIfAny()
            guard texts.count < Self.maxChain, let base = other(link.id) else {
                sink.report(
                    .undefinedReference,
                    at: link.position,
                    texts.count < Self.maxChain
                        ? "There is no adapter \(link.id) to extend; its folder must stand beside this one's."
                        : "More than \(Self.maxChain) manifests extend each other, or they extend themselves."
                )
                throw DiagnosticsError(diagnostics: sink.diagnostics)
            }
            texts.append(base.text)
            var tree = try YAMLNode.document(base.text, file: base.file).placed(in: base.file)
            for removal in link.without where !tree.remove(removal.path[...]) {
                sink.report(
                    .undefinedReference,
                    at: removal.position,
                    "\(link.id) has no \(removal.path.joined(separator: ".")) that could be left out."
                )
            }
            try sink.throwIfAny()
            root = root.removingKeys(["extends", "without"]).over(tree)
            sink = DiagnosticSink(file: base.file)
        }
        try sink.throwIfAny()
        self.root = root
        definition = texts.joined(separator: "\n---\n")
    }

    private struct Link {
        let id: String
        let position: YAMLNode.Position
        let without: [(path: [String], position: YAMLNode.Position)]
    }

    private static func link(in root: YAMLNode, sink: DiagnosticSink) -> Link? {
        guard case .mapping(let entries) = root.content else { return nil }
        guard let extends = entries.first(where: { $0.key == "extends" }) else {
            if let without = entries.first(where: { $0.key == "without" }) {
                sink.report(.missingKey, at: without.keyPosition, "without needs extends beside it.")
            }
            return nil
        }
        guard case .scalar(let id) = extends.value.content, !id.isEmpty else {
            sink.report(.wrongType, at: extends.value.position, "extends is the id of another adapter.")
            return nil
        }
        var without: [(path: [String], position: YAMLNode.Position)] = []
        if let entry = entries.first(where: { $0.key == "without" }) {
            guard case .list(let elements) = entry.value.content else {
                sink.report(.wrongType, at: entry.value.position, "without is a list of places such as record.gpc.")
                return nil
            }
            for element in elements {
                guard case .scalar(let text) = element.content else {
                    sink.report(.wrongType, at: element.position, "A place is a text such as record.gpc.")
                    continue
                }
                without.append((text.split(separator: ".").map(String.init), element.position))
            }
        }
        return Link(id: id, position: extends.value.position, without: without)
    }
}

extension YAMLNode {
    /// The same tree, every node knowing its file.
    fileprivate func placed(in file: String) -> YAMLNode {
        let place: (Position) -> Position = { Position(line: $0.line, column: $0.column, file: file) }
        let content: Content =
            switch self.content {
            case .scalar: self.content
            case .list(let elements): .list(elements.map { $0.placed(in: file) })
            case .mapping(let entries):
                .mapping(
                    entries.map {
                        Entry(key: $0.key, keyPosition: place($0.keyPosition), value: $0.value.placed(in: file))
                    }
                )
            }
        return YAMLNode(content: content, position: place(position), isPlain: isPlain)
    }

    /// This tree laid over another: mappings key by key, all else replaces.
    fileprivate func over(_ base: YAMLNode) -> YAMLNode {
        guard case .mapping(let own) = content, case .mapping(let others) = base.content else { return self }
        var merged: [Entry] = others.map { entry in
            guard let mine = own.first(where: { $0.key == entry.key }) else { return entry }
            return Entry(key: mine.key, keyPosition: mine.keyPosition, value: mine.value.over(entry.value))
        }
        merged += own.filter { entry in !others.contains { $0.key == entry.key } }
        return YAMLNode(content: .mapping(merged), position: position)
    }

    fileprivate func removingKeys(_ keys: Set<String>) -> YAMLNode {
        guard case .mapping(let entries) = content else { return self }
        return YAMLNode(content: .mapping(entries.filter { !keys.contains($0.key) }), position: position)
    }

    /// Removes what stands at a place; false where nothing does.
    fileprivate mutating func remove(_ path: ArraySlice<String>) -> Bool {
        guard let name = path.first, case .mapping(var entries) = content,
            let index = entries.firstIndex(where: { $0.key == name })
        else { return false }
        if path.count == 1 {
            entries.remove(at: index)
        } else {
            var value = entries[index].value
            guard value.remove(path.dropFirst()) else { return false }
            entries[index] = Entry(key: entries[index].key, keyPosition: entries[index].keyPosition, value: value)
        }
        self = YAMLNode(content: .mapping(entries), position: position)
        return true
    }
}
