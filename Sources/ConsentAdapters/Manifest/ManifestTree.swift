/// A manifest as a tree, with what is needed to load it again after a change.
struct ManifestTree: Sendable {
    /// The whole, with whatever it takes over from other manifests.
    let root: YAMLNode
    let file: String
    let folder: String?
    let hooks: AdapterHooks

    /// Loads the manifest with another tree in the place of its own; nil where that one has mistakes.
    func adapter(from root: YAMLNode) -> ManifestAdapter? {
        let sink = DiagnosticSink(file: file)
        let adapter = ManifestLoader(sink: sink, folder: folder, hooks: hooks).adapter(from: root, text: "")
        return sink.diagnostics.isEmpty ? adapter : nil
    }
}

extension YAMLNode {
    /// The tree with another node in the place to which the steps lead, or without what stands there.
    ///
    /// - Parameter steps: at each level the position of an entry or element.
    func replacing(_ steps: ArraySlice<Int>, with node: YAMLNode?) -> YAMLNode {
        guard let step = steps.first else { return node ?? self }
        let isLast = steps.count == 1
        switch content {
        case .scalar:
            return self
        case .list(var elements):
            guard elements.indices.contains(step) else { return self }
            if isLast, node == nil {
                elements.remove(at: step)
            } else {
                elements[step] = elements[step].replacing(steps.dropFirst(), with: node)
            }
            return YAMLNode(content: .list(elements), position: position)
        case .mapping(var entries):
            guard entries.indices.contains(step) else { return self }
            if isLast, node == nil {
                entries.remove(at: step)
            } else {
                let entry = entries[step]
                let value = entry.value.replacing(steps.dropFirst(), with: node)
                entries[step] = Entry(key: entry.key, keyPosition: entry.keyPosition, value: value)
            }
            return YAMLNode(content: .mapping(entries), position: position)
        }
    }
}
