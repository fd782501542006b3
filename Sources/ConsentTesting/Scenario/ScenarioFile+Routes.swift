import ConsentAdapters

extension ScenarioFile {
    /// The value of `routes`; nil if one of them could not be read.
    ///
    /// - Parameter collections: the names that may be served from; nil if they are not known, which is reported already.
    func routes(servingFrom collections: Set<String>?) -> [Route]? {
        guard let nodes = top.required("routes").flatMap({ top.list($0, "routes", limit: Limits.maxRoutes) })
        else { return nil }
        var routes: [Route] = []
        for node in nodes {
            guard let route = route(node, collections) else { continue }
            if routes.contains(where: { $0.name == route.name }) {
                sink.report(.duplicateKey, at: node.position, "There are two routes \(route.name); rename one.")
            }
            if routes.contains(where: { $0.method == route.method && $0.path == route.path }) {
                sink.report(
                    .duplicateKey,
                    at: node.position,
                    "There are two routes for \(route.method) \(route.path); remove one."
                )
            }
            routes.append(route)
        }
        return routes.count == nodes.count ? routes : nil
    }

    private static let methods = ["get", "post", "put", "delete"]
    private static let actions = ["issue_token", "feed", "listing", "lookup", "answer"]

    private func route(_ node: YAMLNode, _ collections: Set<String>?) -> Route? {
        let keys = ["name"] + Self.methods + ["bearer", "form", "json", "headers", "mismatch"] + Self.actions
        guard let rule = YAMLMapping(node, "a route", keys: keys, sink: sink) else { return nil }
        let name = rule.requiredText("name")
        let method = rule.exactlyOne(of: Self.methods)?.key
        let path = method.flatMap { self.path(rule, $0) }
        let needsBearer = rule.flag("bearer") ?? false
        let form = texts(rule, "form")
        let json = texts(rule, "json")
        let headers = texts(rule, "headers")
        let mismatch = rule.node("mismatch").flatMap { answer($0) }
        let action = rule.exactlyOne(of: Self.actions).flatMap { self.action(rule, $0.key, collections) }
        guard let name, let method, let path, let action else { return nil }
        return Route(
            name: name,
            method: method.uppercased(),
            path: path,
            needsBearer: needsBearer,
            form: form,
            json: json,
            headers: headers,
            mismatch: mismatch ?? .invalidClient,
            action: action
        )
    }

    /// Names with texts.
    func texts(_ rule: YAMLMapping, _ key: String) -> [String: String] {
        let pairs = rule.free(key).compactMap { entry in
            rule.text(of: entry.value, entry.key).map { (entry.key, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func path(_ rule: YAMLMapping, _ method: String) -> String? {
        guard let path = rule.text(method) else { return nil }
        guard path.hasPrefix("/"), !path.contains("?") else {
            sink.report(.invalidValue, at: rule.node(method)?.position, "A path must begin with / and have no query.")
            return nil
        }
        return path
    }

    private func action(_ rule: YAMLMapping, _ key: String, _ collections: Set<String>?) -> Route.Action? {
        switch key {
        case "issue_token":
            return rule.mapping(key, keys: ["expires_in"])?.requiredInteger("expires_in", in: 0...31_536_000)
                .map { .issueToken(lifetimeSeconds: $0) }
        case "feed":
            return feed(rule, collections).map { .feed($0) }
        case "listing":
            return listing(rule, collections).map { .listing($0) }
        case "lookup":
            guard let lookup = rule.mapping(key, keys: ["collection", "header"]) else { return nil }
            let collection = self.collection(lookup, collections)
            let header = lookup.requiredHeaderName("header")
            guard let collection, let header else { return nil }
            return .lookup(collection: collection, header: header)
        default:
            return rule.node(key).flatMap { answer($0) }.map { .answer($0) }
        }
    }

    private static let feedKeys = [
        "collection", "from", "to", "max_window", "size", "max_size", "default_size", "continuation",
    ]

    private func feed(_ rule: YAMLMapping, _ collections: Set<String>?) -> Feed? {
        guard let feed = rule.mapping("feed", keys: Self.feedKeys) else { return nil }
        let collection = self.collection(feed, collections)
        let from = feed.requiredText("from")
        let to = feed.requiredText("to")
        let maxWindow = feed.required("max_window")
            .flatMap { _ in feed.milliseconds("max_window", upToSeconds: Limits.maxWindowDays * 86_400) }
        let size = feed.requiredText("size")
        let maxSize = feed.requiredInteger("max_size", in: 1...Limits.maxPageSize)
        let defaultSize = feed.requiredInteger("default_size", in: 1...(maxSize ?? Limits.maxPageSize))
        let continuation = feed.requiredHeaderName("continuation")
        guard let collection, let from, let to, let maxWindow, let size, let maxSize, let defaultSize, let continuation
        else { return nil }
        return Feed(
            collection: collection,
            fromParameter: from,
            toParameter: to,
            maxWindowMilliseconds: maxWindow,
            sizeParameter: size,
            maxSize: maxSize,
            defaultSize: defaultSize,
            continuation: continuation
        )
    }

    /// The name of a collection that exists.
    func collection(_ rule: YAMLMapping, _ collections: Set<String>?) -> String? {
        guard let name = rule.requiredText("collection") else { return nil }
        if let collections, !collections.contains(name) {
            let names = collections.sorted().joined(separator: ", ")
            sink.report(
                .undefinedReference,
                at: rule.node("collection")?.position,
                "There is no collection \(name); the collections are \(names)."
            )
        }
        return name
    }
}
