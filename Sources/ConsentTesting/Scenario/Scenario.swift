/// What a scripted CMP server plays: its routes, what goes wrong on them and when, and the data it serves.
///
/// Scenarios are YAML files; `Fixtures/scenarios/README.md` describes them. Reading one finds every mistake before a
/// server is started, each with file, line and column.
public struct Scenario: Sendable {
    /// The name, equal to the file's without `.yaml`.
    public let name: String
    /// What happens in it, in a sentence.
    public let about: String
    /// The routes in the order of the file.
    let routes: [Route]
    /// What goes wrong, by the name of the route, in the order in which it happens.
    let faults: [String: [Fault]]
    /// The data that feeds and look-ups serve, by name.
    let collections: [String: SubjectCollection]

    /// How many records the feed of a collection holds in all, or nil if there is no such collection. A generated
    /// collection has more of them than people, since some are in it twice and some are damaged.
    public func recordCount(of collection: String) -> Int? {
        collections[collection]?.recordCount
    }

    /// The same scenario with another number of people in its generated collections, for measuring at scale.
    public func scaled(toSubjects count: Int) -> Scenario {
        Scenario(
            name: name,
            about: about,
            routes: routes,
            faults: faults,
            collections: collections.mapValues { $0.scaled(toSubjects: min(count, Limits.maxGeneratedSubjects)) }
        )
    }
}
