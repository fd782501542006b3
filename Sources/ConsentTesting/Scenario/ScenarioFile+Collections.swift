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
        let kinds = ["file", "generate", "repeat"]
        guard let rule = YAMLMapping(node, "a collection", keys: kinds + Self.generatorKeys, sink: sink),
            let kind = rule.exactlyOne(of: kinds)
        else { return nil }
        switch kind.key {
        case "file": return lines(rule)
        case "repeat": return repeated(rule)
        default: return generated(rule)
        }
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

    /// Records that are all made from one text.
    private func repeated(_ rule: YAMLMapping) -> SubjectCollection? {
        guard let text = rule.text("repeat"), let range = range(rule, upTo: Limits.maxRepeatedRecords) else {
            return nil
        }
        if let lines = SubjectLines(
            repeating: text,
            count: range.count,
            seed: range.seed,
            from: range.from.milliseconds,
            to: range.to.milliseconds
        ) {
            return .lines(lines)
        }
        sink.report(
            .invalidValue,
            at: rule.node("repeat")?.position,
            "repeat must be a JSON object once <n>, <time> and <one|another> are filled in."
        )
        return nil
    }

    private func generated(_ rule: YAMLMapping) -> SubjectCollection? {
        let generator = rule.word("generate", of: Generator.self)
        guard let range = range(rule, upTo: Limits.maxGeneratedSubjects), generator != nil else { return nil }
        let population = OneTrustPopulation(
            seed: range.seed,
            count: range.count,
            from: range.from.milliseconds,
            to: range.to.milliseconds
        )
        return .generated(GeneratedSubjects(population))
    }

    /// How many, from which seed, between which instants.
    private struct Range {
        let seed: UInt64
        let count: Int
        let from: Instant
        let to: Instant
    }

    private func range(_ rule: YAMLMapping, upTo most: Int) -> Range? {
        let seed = rule.requiredSeed("seed")
        let count = rule.requiredInteger("count", in: 1...most)
        let from = rule.requiredInstant("from")
        let to = rule.requiredInstant("to")
        guard let seed, let count, let from, let to else { return nil }
        let longest = Int64(Limits.maxWindowDays) * 86_400_000
        guard (86_400_000...longest).contains(to.milliseconds - from.milliseconds) else {
            sink.report(
                .invalidValue,
                at: rule.node("to")?.position,
                "to must be at least a day and at most ten years after from."
            )
            return nil
        }
        return Range(seed: seed, count: count, from: from, to: to)
    }
}

/// The generators that a scenario may name.
private enum Generator: String, CaseIterable {
    case oneTrust = "onetrust-v4"
}
