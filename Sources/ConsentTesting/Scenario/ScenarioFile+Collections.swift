import ConsentAdapters
import ConsentTranslation

extension ScenarioFile {
    /// The value of `collections`; nil where there is none that could be read at all.
    ///
    /// A collection with a mistake is there and empty, since routes may name it all the same.
    func collections() -> [String: SubjectCollection]? {
        guard let node = top.required("collections") else { return nil }
        let entries = top.free("collections")
        guard entries.count <= Limits.maxCollections else {
            sink.report(
                .invalidValue,
                at: node.position,
                "collections has \(entries.count) elements; at most \(Limits.maxCollections) are allowed."
            )
            return nil
        }
        return Dictionary(entries.map { ($0.key, collection($0.value) ?? .empty) }) { first, _ in first }
    }

    private static let generatorKeys = ["count", "seed", "from", "to"]

    private func collection(_ node: YAMLNode) -> SubjectCollection? {
        let keys = ["file", "generate"] + Self.generatorKeys
        guard let rule = YAMLMapping(node, "a collection", keys: keys, sink: sink),
            let kind = rule.exactlyOne(of: ["file", "generate"])
        else { return nil }
        return kind.key == "file" ? lines(rule) : generated(rule)
    }

    private func lines(_ rule: YAMLMapping) -> SubjectCollection? {
        if let superfluous = rule.entries.first(where: { Self.generatorKeys.contains($0.key) }) {
            sink.report(
                .invalidValue,
                at: superfluous.keyPosition,
                "A collection from a file has no \(superfluous.key); remove it."
            )
        }
        guard let data = contents("file", of: rule) else { return nil }
        do {
            return .lines(try SubjectLines(data))
        } catch {
            sink.report(
                .invalidValue,
                at: rule.node("file")?.position,
                "Line \(error.line) of the file must be a JSON object with a lastModifiedDate such as "
                    + "2026-10-30T00:00:00Z."
            )
            return nil
        }
    }

    private func generated(_ rule: YAMLMapping) -> SubjectCollection? {
        let generator = rule.word("generate", of: Generator.self)
        let seed = rule.requiredSeed("seed")
        let count = rule.requiredInteger("count", in: 1...Limits.maxGeneratedSubjects)
        let from = rule.requiredInstant("from")
        let to = rule.requiredInstant("to")
        guard generator != nil, let seed, let count, let from, let to else { return nil }
        let longest = Int64(Limits.maxWindowDays) * 86_400_000
        guard (86_400_000...longest).contains(to.milliseconds - from.milliseconds) else {
            sink.report(
                .invalidValue,
                at: rule.node("to")?.position,
                "to must be at least a day and at most ten years after from."
            )
            return nil
        }
        let population = OneTrustPopulation(seed: seed, count: count, from: from.milliseconds, to: to.milliseconds)
        return .generated(GeneratedSubjects(population))
    }
}

/// The generators that a scenario may name.
private enum Generator: String, CaseIterable {
    case oneTrust = "onetrust-v4"
}
