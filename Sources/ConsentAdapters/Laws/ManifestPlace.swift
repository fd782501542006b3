import ConsentTranslation

/// A place in a manifest at which something can be left out, turned round or read otherwise.
struct ManifestPlace: Sendable {
    /// What is done at the place.
    enum Change: Sendable, Hashable {
        /// It is left out.
        case removed
        /// `true` becomes `false`, and the other way round.
        case turned
        /// A word that says what a token means says something else.
        case read(as: String)
        /// A text that must be there is written otherwise.
        case altered
    }

    /// The place in words, such as `record.undecided[2]`.
    let name: String
    /// Positions of entries and elements from the root on.
    let steps: [Int]
    /// Where it stands in the file.
    let position: YAMLNode.Position
    let node: YAMLNode
    /// What is tried.
    let changes: [Change]
    /// The places within.
    let children: [ManifestPlace]

    /// The manifest's tree after a change.
    func changed(_ root: YAMLNode, by change: Change) -> YAMLNode {
        switch change {
        case .removed: root.replacing(steps[...], with: nil)
        case .turned: root.replacing(steps[...], with: node.with(node.content == .scalar("true") ? "false" : "true"))
        case .read(let word): root.replacing(steps[...], with: node.with(word))
        case .altered: root.replacing(steps[...], with: node.altered)
        }
    }
}

extension ManifestPlace {
    /// The sections in which every part must be needed by a case.
    static let sections: Set<String> = ["inputs", "decoders", "record", "mapping"]

    /// The places of some sections of a manifest, outermost ones only; others are within them.
    static func places(in root: YAMLNode, sections: Set<String> = sections) -> [ManifestPlace] {
        children(of: root, .shape(ManifestLanguage.manifest.name), name: "", steps: []).filter {
            sections.contains($0.name)
        }
    }

    /// The changes with which is tried whether anything rests on the place at all: of a text that must be there that it
    /// is written otherwise.
    var thoroughChanges: [Change] {
        guard changes.isEmpty, position.file == nil, case .scalar = node.content else { return changes }
        return [.altered]
    }

    private static func children(
        of node: YAMLNode,
        _ kind: Shape.Kind,
        name: String,
        steps: [Int]
    ) -> [ManifestPlace] {
        switch (node.content, kind) {
        case (.mapping(let entries), .shape(let shapeName)):
            let fields = ManifestLanguage.shape(shapeName)?.fields ?? []
            return entries.enumerated().compactMap { index, entry in
                guard let field = fields.first(where: { $0.key == entry.key }) else { return nil }
                let isNeeded = field.isRequired || entry.key == "listed"
                return place(entry, field.kind, isNeeded: isNeeded, in: name, steps + [index])
            }
        case (.mapping(let entries), .json):
            return entries.enumerated().compactMap { index, entry in
                place(entry, .json, isNeeded: false, in: name, steps + [index])
            }
        case (.list(let elements), .json):
            return elements.enumerated().compactMap { index, node in
                place(node, .json, "\(name)[\(index)]", steps + [index], node.position, isNeeded: false)
            }
        case (.mapping(let entries), .map(_, let value)):
            return entries.enumerated().compactMap { index, entry in
                place(entry, value, isNeeded: false, in: name, steps + [index])
            }
        case (.list(let elements), .list(let element)), (.list(let elements), .oneOrMore(let element)):
            return elements.enumerated().compactMap { index, node in
                place(node, element, "\(name)[\(index)]", steps + [index], node.position, isNeeded: false)
            }
        case (_, .either(let kinds)):
            return kinds.first { fits(node, $0) }.map { children(of: node, $0, name: name, steps: steps) } ?? []
        default:
            return []
        }
    }

    private static func fits(_ node: YAMLNode, _ kind: Shape.Kind) -> Bool {
        switch (node.content, kind) {
        case (.mapping, .shape), (.mapping, .map), (.list, .list), (.list, .oneOrMore): true
        default: false
        }
    }

    private static func place(
        _ entry: YAMLNode.Entry,
        _ kind: Shape.Kind,
        isNeeded: Bool,
        in parent: String,
        _ steps: [Int]
    ) -> ManifestPlace? {
        let name = parent.isEmpty ? entry.key : "\(parent).\(entry.key)"
        return place(entry.value, kind, name, steps, entry.keyPosition, isNeeded: isNeeded)
    }

    private static func place(
        _ node: YAMLNode,
        _ kind: Shape.Kind,
        _ name: String,
        _ steps: [Int],
        _ position: YAMLNode.Position,
        isNeeded: Bool
    ) -> ManifestPlace? {
        guard node.content != .scalar(NeutralPurpose.necessary.rawValue) else { return nil }
        let children = children(of: node, kind, name: name, steps: steps)
        guard !children.isEmpty || isLeaf(node, kind) else { return nil }
        // What is taken over from another manifest is tested there; what stands in it may be this one's own.
        let isOwn = position.file == nil
        return ManifestPlace(
            name: name,
            steps: steps,
            position: position,
            node: node,
            changes: isOwn ? changes(node, kind, isNeeded: isNeeded) : [],
            children: children
        )
    }

    /// Whether a place says something by itself. A mapping or list does not: one without anything in it that could be
    /// missed says nothing, such as the purpose `necessary` alone, on which no rule of the bridge rests.
    private static func isLeaf(_ node: YAMLNode, _ kind: Shape.Kind) -> Bool {
        switch (node.content, kind) {
        case (.scalar, _), (_, .nothing): true
        default: false
        }
    }

    private static func changes(_ node: YAMLNode, _ kind: Shape.Kind, isNeeded: Bool) -> [Change] {
        guard case .scalar(let text) = node.content else { return isNeeded ? [] : [.removed] }
        switch kind {
        case .flag: return [.turned]
        case .word(let words) where words.contains("granted"):
            let other: Change = .read(as: text == "granted" ? "denied" : "granted")
            return isNeeded ? [other] : [.removed, other]
        default: return isNeeded ? [] : [.removed]
        }
    }
}

extension YAMLNode {
    /// A text with one letter more; anything else as it is.
    fileprivate var altered: YAMLNode {
        guard case .scalar(let text) = content else { return self }
        return with(text + "x")
    }

    /// A scalar in the same place.
    fileprivate func with(_ text: String) -> YAMLNode {
        YAMLNode(content: .scalar(text), position: position)
    }
}
