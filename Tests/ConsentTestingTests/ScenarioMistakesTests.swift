import ConsentTesting
import Testing

@Suite("Mistakes in a scenario file have a place and a cure")
struct ScenarioMistakesTests {
    /// A scenario that is right, for spoiling.
    static let right = """
        scenario: small
        about: One route
        routes:
          - name: feed
            get: /feed
            bearer: true
            feed: { collection: people, from: a, to: b, max_window: 7d, size: n, max_size: 50, default_size: 20, continuation: more }
        faults:
          feed:
            - { at: 3, status: 500 }
            - { at: 4, cut_off: 60% }
        collections:
          people: { generate: onetrust-v4, count: 10, seed: 1, from: 2026-10-30T00:00:00Z, to: 2026-11-23T00:00:00Z }
        """

    private static let generator =
        "generate: onetrust-v4, count: 10, seed: 1, from: 2026-10-30T00:00:00Z, to: 2026-11-23T00:00:00Z"

    /// One thing that somebody got wrong.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let code: ScenarioError.Code
        let line: Int
        let column: Int
        let says: String

        init(_ old: String, _ new: String, _ code: ScenarioError.Code, _ line: Int, _ column: Int, _ says: String) {
            (self.old, self.new, self.code, self.line, self.column, self.says) = (old, new, code, line, column, says)
        }

        var testDescription: String { "\(new) → \(code.rawValue) at \(line):\(column)" }
    }

    @Test("the scenario that the others are made from is right")
    func right() throws {
        let scenario = try Scenario(yaml: Self.right, file: "small.yaml")
        #expect(scenario.name == "small")
        #expect(scenario.faults["feed"]?.map(\.at) == [3, 4])
        #expect(scenario.recordCount(of: "people") == 11, "one of ten chose twice")
    }

    @Test(
        "each mistake is found at its line and column",
        arguments: [
            Mistake("bearer: true", "baerer: true", .unknownKey, 6, 5, "“baerer” is no key of a route"),
            Mistake("    bearer", "\tbearer", .syntax, 6, 1, "a tab"),
            Mistake("bearer: true", "name: two", .duplicateKey, 4, 5, "“name” is written twice"),
            Mistake("bearer: true", "bearer: yes", .badValue, 6, 13, "true or false"),
            Mistake("bearer: true", "bearer: [true]", .wrongType, 6, 13, "must be text"),
            Mistake("get: /feed", "get: feed", .badValue, 5, 10, "must begin with “/”"),
            Mistake("get: /feed", "post: /feed\n    get: /feed", .badValue, 4, 5, "exactly one of"),
            Mistake("    get: /feed\n", "", .missingKey, 4, 5, "exactly one of get"),
            Mistake("collection: people", "collection: persons", .unknownName, 7, 25, "the collections are people"),
            Mistake("max_size: 50", "max_size: 0", .badValue, 7, 84, "a number from 1"),
            Mistake("max_window: 7d", "max_window: 7 days", .badValue, 7, 61, "such as 300ms"),
            Mistake("default_size: 20", "default_size: 51", .badValue, 7, 102, "a number from 1 to 50"),
            Mistake("continuation: more", "continuation: m ore", .badValue, 7, 11, "letters and hyphens"),
            Mistake("  feed:\n", "  food:\n", .unknownName, 9, 3, "the routes are feed"),
            Mistake("at: 3", "at: 5", .badValue, 11, 7, "in their order"),
            Mistake("at: 3", "at: none", .badValue, 10, 13, "a number from 1"),
            Mistake("at: 3, status: 500", "at: 3", .missingKey, 10, 7, "exactly one of delay"),
            Mistake("status: 500", "status: 99", .badValue, 10, 24, "a number from 200 to 599"),
            Mistake("status: 500", "retry_after_date: 1s", .missingKey, 10, 7, "needs a “status”"),
            Mistake("status: 500", "status: 500, times: always", .badValue, 11, 7, "nothing comes after"),
            Mistake("cut_off: 60%", "cut_off: 60", .badValue, 11, 25, "a share from 0% to 99%"),
            Mistake("cut_off: 60%", "cut_off: 60%, status: 500", .badValue, 11, 7, "cannot have one of its own"),
            Mistake("cut_off: 60%", "cut_off: 60%, hang_up: true", .badValue, 11, 7, "cut_off and hang_up"),
            Mistake("cut_off: 60%", "hang_up: false", .badValue, 11, 25, "or it is left out"),
            Mistake("cut_off: 60%", "revoke_tokens: true, times: 2", .badValue, 11, 7, "happens once"),
            Mistake("cut_off: 60%", "delay: 3601s", .badValue, 11, 23, "not longer than 3600s"),
            Mistake("onetrust-v4", "twotrust", .unknownName, 13, 23, "write onetrust-v4"),
            Mistake("seed: 1", "seed: one", .badValue, 13, 53, "a whole number"),
            Mistake("count: 10", "count: 2000001", .badValue, 13, 43, "to 2000000"),
            Mistake("2026-11-23T00:00:00Z", "2026-11-23", .badValue, 13, 88, "an instant with a zone"),
            Mistake("2026-11-23T00:00:00Z", "2026-10-30T12:00:00Z", .badValue, 13, 88, "at least a day"),
            Mistake("seed: 1, ", "", .missingKey, 13, 11, "needs “seed”"),
            Mistake(generator, "file: ../people", .badValue, 13, 19, "in the same folder"),
            Mistake(generator, "file: people.ndjson", .unreadable, 13, 19, "does it exist?"),
            Mistake("generate: onetrust-v4", "file: people.ndjson", .badValue, 13, 41, "has no other keys"),
            Mistake("about: One route", "about: One route\nextends: none.yaml", .unreadable, 3, 10, "does it exist?"),
            Mistake("scenario: small\n", "", .missingKey, 1, 1, "needs “scenario”"),
            Mistake("routes:", "routes: {}\nrouts:", .unknownKey, 4, 1, "“routs” is no key"),
            Mistake("about: One route", "about: {One route", .syntax, 3, 7, "no YAML"),
        ]
    )
    func mistakes(_ mistake: Mistake) throws {
        try #require(Self.right.contains(mistake.old))
        let spoiled = Self.right.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        let error = #expect(throws: ScenarioError.self) { try Scenario(yaml: spoiled, file: "small.yaml") }
        #expect(error?.code == mistake.code)
        #expect(error.map { "\($0.line):\($0.column)" } == "\(mistake.line):\(mistake.column)")
        #expect(error?.message.contains(mistake.says) == true, "it says: \(error?.message ?? "nothing")")
        #expect(error?.description.hasPrefix("small.yaml:\(mistake.line):\(mistake.column): ") == true)
    }

    @Test("a file that is not there, is empty, or holds aliases of aliases is refused with a sentence")
    func files() {
        let missing = #expect(throws: ScenarioError.self) { try Scenario(contentsOf: "none/there.yaml") }
        #expect(missing?.code == .unreadable)
        #expect(missing?.file == "none/there.yaml")
        let empty = #expect(throws: ScenarioError.self) { try Scenario(yaml: "", file: "e.yaml") }
        #expect(empty?.code == .missingKey)
        let levels = (1...9).map {
            "l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ", "))]"
        }
        let laughs = (["l0: &l0 [ha]"] + levels).joined(separator: "\n")
        let error = #expect(throws: ScenarioError.self) { try Scenario(yaml: laughs, file: "laughs.yaml") }
        #expect(error?.code == .tooLarge)
    }
}
