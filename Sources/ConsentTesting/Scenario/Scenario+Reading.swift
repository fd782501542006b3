import Foundation

extension Scenario {
    /// Reads a scenario file and whatever it names.
    ///
    /// Throws a ``ScenarioError`` for the first mistake.
    public init(contentsOf path: String) throws(ScenarioError) {
        let root = try Self.document(path) { code, message in
            ScenarioError(code: code, file: path, line: 1, column: 1, message: message)
        }
        try self.init(root, folder: ScenarioFolder(of: path))
    }

    /// Reads the text of a scenario. `file` is its name in errors, and says where the files are that it names.
    public init(yaml: String, file: String) throws(ScenarioError) {
        try self.init(try ScenarioNode(yaml: yaml, file: file), folder: ScenarioFolder(of: file))
    }

    private static let keys = ["scenario", "about", "extends", "routes", "faults", "collections"]

    private init(_ root: ScenarioNode, folder: ScenarioFolder) throws(ScenarioError) {
        let own = try root.fields("the scenario", allowed: Self.keys)
        let fields = try Self.merged(own, folder: folder)
        let collections = try Self.collections(try fields.required("collections"), folder)
        let routes = try Self.routes(try fields.required("routes"), folder, collections)
        self.init(
            name: try own.required("scenario").text("the scenario's name"),
            about: try own.required("about").text("what the scenario is about"),
            routes: routes,
            faults: try fields["faults"].map { (node) throws(ScenarioError) in
                try Self.faults(node, folder, routes)
            } ?? [:],
            collections: collections
        )
    }

    /// The fields of a scenario together with those of the one that it extends; what is written here replaces there.
    private static func merged(_ own: ScenarioFields, folder: ScenarioFolder) throws(ScenarioError) -> ScenarioFields {
        guard let node = own["extends"] else { return own }
        let path = try folder.path(of: node, "“extends”")
        let root = try document(path, or: node.error)
        let extended = try root.fields("the scenario", allowed: keys)
        if let further = extended["extends"] {
            throw further.error(.badValue, "a scenario that is extended must not extend another")
        }
        return ScenarioFields(
            what: own.what,
            owner: own.owner,
            values: extended.values.merging(own.values) { _, own in own }
        )
    }

    private static func document(
        _ path: String,
        or failure: (ScenarioError.Code, String) -> ScenarioError
    ) throws(ScenarioError) -> ScenarioNode {
        let data = try ScenarioFolder.read(path, limit: Limits.maxScenarioBytes, or: failure)
        guard let text = String(data: data, encoding: .utf8) else {
            throw failure(.unreadable, "the file \(path) is not UTF-8 text")
        }
        return try ScenarioNode(yaml: text, file: path)
    }

    private static func collections(
        _ node: ScenarioNode,
        _ folder: ScenarioFolder
    ) throws(ScenarioError) -> [String: SubjectCollection] {
        let pairs = try node.pairs("“collections”")
        guard pairs.count <= Limits.maxCollections else {
            throw node.error(
                .badValue,
                "“collections” has \(pairs.count) elements; at most \(Limits.maxCollections) are allowed"
            )
        }
        var collections: [String: SubjectCollection] = [:]
        for (key, value) in pairs {
            collections[try key.text("a collection's name")] = try SubjectCollection(value, folder)
        }
        return collections
    }

    private static func routes(
        _ node: ScenarioNode,
        _ folder: ScenarioFolder,
        _ collections: [String: SubjectCollection]
    ) throws(ScenarioError) -> [Route] {
        var routes: [Route] = []
        for node in try node.list("“routes”", limit: Limits.maxRoutes) {
            let route = try Route(node, folder, collections: Set(collections.keys))
            guard !routes.contains(where: { $0.name == route.name }) else {
                throw node.error(.badValue, "there are two routes named “\(route.name)”; rename one")
            }
            guard !routes.contains(where: { $0.method == route.method && $0.path == route.path }) else {
                throw node.error(.badValue, "there are two routes for \(route.method) \(route.path); remove one")
            }
            routes.append(route)
        }
        return routes
    }

    private static func faults(
        _ node: ScenarioNode,
        _ folder: ScenarioFolder,
        _ routes: [Route]
    ) throws(ScenarioError) -> [String: [Fault]] {
        var faults: [String: [Fault]] = [:]
        for (key, value) in try node.pairs("“faults”") {
            let route = try key.text("a route's name")
            guard routes.contains(where: { $0.name == route }) else {
                let names = routes.map(\.name).joined(separator: ", ")
                throw key.error(.unknownName, "there is no route “\(route)”; the routes are \(names)")
            }
            faults[route] = try Fault.list(value, folder)
        }
        return faults
    }
}
