extension Route {
    /// Reads one element of `routes`.
    init(_ node: ScenarioNode, _ folder: ScenarioFolder, collections: Set<String>) throws(ScenarioError) {
        let methods = ["get", "post", "put", "delete"]
        let actions = ["issue_token", "feed", "lookup", "answer"]
        let fields = try node.fields(
            "a route",
            allowed: ["name"] + methods + ["bearer", "form", "mismatch"] + actions
        )
        let (method, path) = try fields.exactlyOne(of: methods)
        name = try fields.required("name").text("a route's name")
        self.method = method.uppercased()
        self.path = try path.text("a path")
        guard self.path.hasPrefix("/"), !self.path.contains("?") else {
            throw path.error(.badValue, "a path must begin with “/” and have no query")
        }
        needsBearer = try fields["bearer"]?.flag("“bearer”") ?? false
        form = Dictionary(try fields["form"]?.texts("“form”").map { ($0.name, $0.value) } ?? []) { first, _ in first }
        mismatch =
            try fields["mismatch"].map { (node) throws(ScenarioError) in try CannedAnswer(node, folder) }
            ?? .json(status: 401, #"{"error":"invalid_client"}"#)
        action = try Self.action(try fields.exactlyOne(of: actions), folder, collections)
    }

    private static func action(
        _ field: (key: String, value: ScenarioNode),
        _ folder: ScenarioFolder,
        _ collections: Set<String>
    ) throws(ScenarioError) -> Action {
        switch field.key {
        case "issue_token":
            let fields = try field.value.fields("“issue_token”", allowed: ["expires_in"])
            let lifetime = try fields.required("expires_in").number("“expires_in”", in: 0...31_536_000)
            return .issueToken(lifetimeSeconds: lifetime)
        case "feed":
            return .feed(try Feed(field.value, collections))
        case "lookup":
            let fields = try field.value.fields("“lookup”", allowed: ["collection", "header"])
            return .lookup(
                collection: try collection(try fields.required("collection"), of: collections),
                header: try fields.required("header").text("“header”")
            )
        default:
            return .answer(try CannedAnswer(field.value, folder))
        }
    }

    /// The name of a collection that exists.
    fileprivate static func collection(
        _ node: ScenarioNode,
        of collections: Set<String>
    ) throws(ScenarioError) -> String {
        let name = try node.text("“collection”")
        guard collections.contains(name) else {
            let names = collections.sorted().joined(separator: ", ")
            throw node.error(.unknownName, "there is no collection “\(name)”; the collections are \(names)")
        }
        return name
    }
}

extension Feed {
    /// Reads the value of `feed`.
    fileprivate init(_ node: ScenarioNode, _ collections: Set<String>) throws(ScenarioError) {
        let fields = try node.fields(
            "“feed”",
            allowed: [
                "collection", "from", "to", "max_window", "size", "max_size", "default_size", "continuation",
            ]
        )
        collection = try Route.collection(try fields.required("collection"), of: collections)
        fromParameter = try fields.required("from").text("“from”")
        toParameter = try fields.required("to").text("“to”")
        maxWindowMilliseconds = try fields.required("max_window").milliseconds(
            "“max_window”",
            upTo: Limits.maxWindowDays * 86_400_000
        )
        sizeParameter = try fields.required("size").text("“size”")
        maxSize = try fields.required("max_size").number("“max_size”", in: 1...Limits.maxPageSize)
        defaultSize = try fields.required("default_size").number("“default_size”", in: 1...maxSize)
        continuation = try fields.required("continuation").text("“continuation”")
        let isName = continuation.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isName else {
            throw node.error(.badValue, "“continuation” is a header's name too: letters and hyphens only")
        }
    }
}
