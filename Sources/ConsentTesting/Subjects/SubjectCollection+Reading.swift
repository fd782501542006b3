extension SubjectCollection {
    /// Reads one element of `collections`.
    init(_ node: ScenarioNode, _ folder: ScenarioFolder) throws(ScenarioError) {
        let generatorKeys = ["count", "seed", "from", "to"]
        let fields = try node.fields("a collection", allowed: ["file", "generate"] + generatorKeys)
        let (key, value) = try fields.exactlyOne(of: ["file", "generate"])
        if key == "file" {
            if let superfluous = generatorKeys.compactMap({ fields[$0] }).first {
                throw superfluous.error(.badValue, "a collection from a file has no other keys; remove this one")
            }
            let path = try folder.path(of: value, "“file”")
            let data = try ScenarioFolder.read(path, limit: Limits.maxFixtureBytes, or: value.error)
            self = .lines(try SubjectLines(data, file: path))
        } else {
            let generator = try value.text("“generate”")
            guard generator == "onetrust-v4" else {
                throw value.error(.unknownName, "there is no generator “\(generator)”; write onetrust-v4")
            }
            self = .generated(GeneratedSubjects(try OneTrustPopulation(fields)))
        }
    }
}

extension OneTrustPopulation {
    fileprivate init(_ fields: ScenarioFields) throws(ScenarioError) {
        let seedNode = try fields.required("seed")
        guard let seed = UInt64(try seedNode.text("“seed”")) else {
            throw seedNode.error(.badValue, "“seed” must be a whole number, such as 20261124")
        }
        let end = try fields.required("to")
        self.seed = seed
        count = try fields.required("count").number("“count”", in: 1...Limits.maxGeneratedSubjects)
        from = try fields.required("from").instant("“from”")
        to = try end.instant("“to”")
        guard to - from >= 86_400_000, to - from <= Int64(Limits.maxWindowDays) * 86_400_000 else {
            throw end.error(.badValue, "“to” must be at least a day and at most ten years after “from”")
        }
    }
}
