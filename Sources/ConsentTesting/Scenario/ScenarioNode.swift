import Yams

/// A place in a scenario file: a YAML node with its file, read as the type that must be there.
///
/// Every scalar is read as text first, so that `no`, `1e3` or `2026-10-30` never turn into something else on the way.
struct ScenarioNode: Sendable {
    /// What is there.
    indirect enum Value: Sendable {
        case text(String)
        case list([ScenarioNode])
        case mapping([(key: ScenarioNode, value: ScenarioNode)])
    }

    let value: Value
    let file: String
    let line: Int
    let column: Int

    /// Reads the text of a file. `file` is only its name in errors.
    init(yaml: String, file: String) throws(ScenarioError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ScenarioError(yamlError: error, file: file)
        }
        guard let root else {
            throw ScenarioError(
                code: .missingKey,
                file: file,
                line: 1,
                column: 1,
                message: "the file is empty; begin with “scenario: NAME”"
            )
        }
        var budget = Limits.maxScenarioNodes
        try self.init(root, file: file, &budget)
    }

    /// Copies a node and what it holds. The budget stops aliases of aliases, which multiply without end.
    private init(_ node: Node, file: String, _ budget: inout Int) throws(ScenarioError) {
        self.file = file
        line = node.mark?.line ?? 1
        column = node.mark?.column ?? 1
        budget -= 1
        guard budget >= 0 else {
            throw ScenarioError(
                code: .tooLarge,
                file: file,
                line: line,
                column: column,
                message: "the scenario has more than \(Limits.maxScenarioNodes) values; remove aliases or split it"
            )
        }
        switch node {
        case .scalar(let scalar):
            value = .text(scalar.string)
        case .sequence(let sequence):
            var nodes: [ScenarioNode] = []
            for node in sequence { nodes.append(try ScenarioNode(node, file: file, &budget)) }
            value = .list(nodes)
        case .mapping(let mapping):
            var pairs: [(key: ScenarioNode, value: ScenarioNode)] = []
            for (key, value) in mapping {
                let key = try ScenarioNode(key, file: file, &budget)
                pairs.append((key, try ScenarioNode(value, file: file, &budget)))
            }
            value = .mapping(pairs)
        case .alias:
            value = .text("")
        }
    }

    /// An error at this place.
    func error(_ code: ScenarioError.Code, _ message: String) -> ScenarioError {
        ScenarioError(code: code, file: file, line: line, column: column, message: message)
    }

    /// The text that must be here; `what` names it in the error, for example “a path”.
    func text(_ what: String) throws(ScenarioError) -> String {
        guard case .text(let text) = value else { throw error(.wrongType, "\(what) must be text") }
        guard !text.isEmpty else { throw error(.badValue, "\(what) must not be empty") }
        return text
    }

    /// The list that must be here, of at most so many elements.
    func list(_ what: String, limit: Int) throws(ScenarioError) -> [ScenarioNode] {
        guard case .list(let nodes) = value else {
            throw error(.wrongType, "\(what) must be a list: one “- …” a line, or […]")
        }
        guard nodes.count <= limit else {
            throw error(.badValue, "\(what) has \(nodes.count) elements; at most \(limit) are allowed")
        }
        return nodes
    }

    /// The mapping that must be here, whatever its keys.
    func pairs(_ what: String) throws(ScenarioError) -> [(key: ScenarioNode, value: ScenarioNode)] {
        guard case .mapping(let pairs) = value else {
            throw error(.wrongType, "\(what) must be a mapping of “key: value”")
        }
        return pairs
    }

    /// The mapping that must be here, with no other keys than these.
    func fields(_ what: String, allowed: [String]) throws(ScenarioError) -> ScenarioFields {
        var values: [String: ScenarioNode] = [:]
        for (key, value) in try pairs(what) {
            let name = try key.text("a key")
            guard allowed.contains(name) else {
                throw key.error(
                    .unknownKey,
                    "“\(name)” is no key of \(what); the keys are \(allowed.joined(separator: ", "))"
                )
            }
            values[name] = value
        }
        return ScenarioFields(what: what, owner: self, values: values)
    }
}

/// The values of a mapping by their keys.
struct ScenarioFields: Sendable {
    /// What the mapping is, for errors.
    let what: String
    /// The mapping's own place.
    let owner: ScenarioNode
    /// The values by key.
    let values: [String: ScenarioNode]

    subscript(key: String) -> ScenarioNode? { values[key] }

    /// The value of a key that must be there.
    func required(_ key: String) throws(ScenarioError) -> ScenarioNode {
        guard let value = values[key] else {
            throw owner.error(.missingKey, "\(what) needs “\(key)”")
        }
        return value
    }

    /// The one of several keys that is there; none or more than one is a mistake.
    func exactlyOne(of keys: [String]) throws(ScenarioError) -> (key: String, value: ScenarioNode) {
        let present = keys.filter { values[$0] != nil }
        guard present.count == 1, let key = present.first, let value = values[key] else {
            let found = present.isEmpty ? "none" : present.joined(separator: " and ")
            throw owner.error(
                present.isEmpty ? .missingKey : .badValue,
                "\(what) needs exactly one of \(keys.joined(separator: ", ")); it has \(found)"
            )
        }
        return (key, value)
    }
}
