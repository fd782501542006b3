import ConsentAdapters
import Foundation
import Testing

@testable import ConsentTesting

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
            feed: { collection: people, from: a, to: b, max_window: 7d, size: s, max_size: 50, default_size: 20, continuation: more }
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
        let code: Diagnostic.Code
        let line: Int
        let column: Int
        let says: String

        init(_ old: String, _ new: String, _ code: Diagnostic.Code, _ line: Int, _ column: Int, _ says: String) {
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
        "each mistake is found at its line and column, and told once",
        arguments: [
            Mistake(
                "bearer: true",
                "baerer: true",
                .unknownKey,
                6,
                5,
                "a route has no key baerer. Did you mean bearer?"
            ),
            Mistake("    bearer", "\tbearer", .syntax, 6, 1, "A tab"),
            Mistake("bearer: true", "name: two", .duplicateKey, 4, 5, "name stands twice"),
            Mistake("bearer: true", "bearer: yes", .ambiguousScalar, 6, 13, "true or false"),
            Mistake("bearer: true", "bearer: \"yes\"", .wrongType, 6, 13, "true or false"),
            Mistake("bearer: true", "bearer: [true]", .wrongType, 6, 13, "must be a text"),
            Mistake("get: /feed", "get: feed", .invalidValue, 5, 10, "must begin with /"),
            Mistake("get: /feed", "post: /feed\n    get: /feed", .invalidValue, 4, 5, "it has post and get"),
            Mistake("    get: /feed\n", "", .missingKey, 4, 5, "exactly one of get"),
            Mistake("    bearer: true\n", "    answer: {}\n", .invalidValue, 4, 5, "it has answer and feed"),
            Mistake(
                "collection: people",
                "collection: persons",
                .undefinedReference,
                7,
                25,
                "the collections are people"
            ),
            Mistake("max_size: 50", "max_size: 0", .invalidValue, 7, 84, "a whole number from 1"),
            Mistake("max_window: 7d", "max_window: 7 days", .invalidValue, 7, 61, "such as 300ms"),
            Mistake("default_size: 20", "default_size: 51", .invalidValue, 7, 102, "a whole number from 1 to 50"),
            Mistake("continuation: more", "continuation: m ore", .invalidValue, 7, 120, "letters and hyphens"),
            Mistake("  feed:\n", "  food:\n", .undefinedReference, 9, 3, "the routes are feed"),
            Mistake("at: 3", "at: 5", .invalidValue, 11, 7, "in their order"),
            Mistake("at: 3", "at: none", .invalidValue, 10, 13, "a whole number from 1"),
            Mistake("at: 3, status: 500", "at: 3", .missingKey, 10, 7, "exactly one of delay"),
            Mistake("status: 500", "status: 99", .invalidValue, 10, 24, "a whole number from 200 to 599"),
            Mistake("status: 500", "retry_after_date: 1s", .missingKey, 10, 7, "needs a status"),
            Mistake("status: 500", "status: 500, headers: { a b: c }", .invalidValue, 10, 40, "letters and hyphens"),
            Mistake("status: 500", "status: 500, times: always", .invalidValue, 11, 7, "Nothing comes after"),
            Mistake("cut_off: 60%", "cut_off: 60", .invalidValue, 11, 25, "a share from 0% to 99%"),
            Mistake("cut_off: 60%", "cut_off: 60%, status: 500", .invalidValue, 11, 7, "cannot have one of its own"),
            Mistake("cut_off: 60%", "cut_off: 60%, hang_up: true", .invalidValue, 11, 7, "cut_off and hang_up"),
            Mistake("cut_off: 60%", "hang_up: false", .invalidValue, 11, 25, "or it is left out"),
            Mistake("cut_off: 60%", "revoke_tokens: true, times: 2", .invalidValue, 11, 7, "happens once"),
            Mistake("cut_off: 60%", "delay: 3601s", .invalidValue, 11, 23, "not be longer than 3600s"),
            Mistake("onetrust-v4", "twotrust", .unknownWord, 13, 23, "one of onetrust-v4"),
            Mistake("seed: 1", "seed: one", .invalidValue, 13, 53, "a whole number"),
            Mistake("count: 10", "count: 2000001", .invalidValue, 13, 43, "to 2000000"),
            Mistake("2026-11-23T00:00:00Z", "2026-11-23", .invalidValue, 13, 88, "an instant with a zone"),
            Mistake("2026-11-23T00:00:00Z", "2026-10-30T12:00:00Z", .invalidValue, 13, 88, "at least a day"),
            Mistake("seed: 1, ", "", .missingKey, 13, 11, "needs the key seed"),
            Mistake(generator, "file: ../people", .invalidValue, 13, 19, "in the same folder"),
            Mistake(generator, "file: people.ndjson", .unreadable, 13, 19, "does it exist?"),
            Mistake("about: One route", "about: One route\nextends: none.yaml", .unreadable, 3, 10, "does it exist?"),
            Mistake("scenario: small\n", "", .missingKey, 1, 1, "needs the key scenario"),
            Mistake("about: One route", "about: {One route", .syntax, 3, 7, "not YAML"),
            Mistake("at: 3, status: 500", "at: &at 3, status: *at", .alias, 10, 13, "Anchors"),
        ]
    )
    func mistakes(_ mistake: Mistake) throws {
        try #require(Self.right.contains(mistake.old))
        let spoiled = Self.right.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        let error = #expect(throws: DiagnosticsError.self) { try Scenario(yaml: spoiled, file: "small.yaml") }
        let place = "small.yaml:\(mistake.line):\(mistake.column): \(mistake.code.rawValue) "
        #expect(error?.diagnostics.count == 1, "it says: \(error?.description ?? "nothing")")
        #expect(error?.description.hasPrefix(place) == true, "it says: \(error?.description ?? "nothing")")
        #expect(error?.description.contains(mistake.says) == true, "it says: \(error?.description ?? "nothing")")
    }

    @Test("all mistakes of a file are told at once, in its order")
    func several() throws {
        let spoiled = Self.right
            .replacing("about: One route\nroutes:", with: "routes: {}\nrouts:")
            .replacing("  feed:\n", with: "  food:\n")
            .replacing("cut_off: 60%", with: "delay: soon")
            .replacing("seed: 1", with: "seed: one")
        let error = #expect(throws: DiagnosticsError.self) { try Scenario(yaml: spoiled, file: "small.yaml") }
        #expect(
            error?.diagnostics.map { "\($0.code.rawValue) \($0.line):\($0.column)" } == [
                "E104 1:1", "E103 2:9", "E101 3:1", "E310 11:23", "E310 13:53",
            ],
            "it says: \(error?.description ?? "nothing")"
        )
    }

    @Test("a collection from a file has none of the keys of a made-up one")
    func superfluous() throws {
        let spoiled = Self.right.replacing("generate: onetrust-v4", with: "file: people.ndjson")
        let error = #expect(throws: DiagnosticsError.self) { try Scenario(yaml: spoiled, file: "small.yaml") }
        #expect(
            error?.description == """
                small.yaml:13:19: E001 The file people.ndjson cannot be read; does it exist?
                small.yaml:13:34: E310 A collection from a file has no count; remove it.
                """
        )
    }

    @Test("a file that is not there, is empty, is no text, or holds aliases of aliases is refused with a sentence")
    func files() throws {
        let missing = #expect(throws: DiagnosticsError.self) { try Scenario(contentsOf: "none/there.yaml") }
        #expect(missing?.description == "none/there.yaml: E001 The file none/there.yaml cannot be read; does it exist?")
        let empty = #expect(throws: DiagnosticsError.self) { try Scenario(yaml: "", file: "e.yaml") }
        #expect(empty?.diagnostics.map(\.code) == [.syntax])
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data([0x61, 0xFF]).write(to: file)
        let bytes = #expect(throws: DiagnosticsError.self) { try Scenario(contentsOf: file.path) }
        #expect(bytes?.diagnostics.map(\.code) == [.unreadable])
        let levels = (1...9).map {
            "l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ", "))]"
        }
        let laughs = (["l0: &l0 [ha]"] + levels).joined(separator: "\n")
        let error = #expect(throws: DiagnosticsError.self) { try Scenario(yaml: laughs, file: "laughs.yaml") }
        #expect(error?.diagnostics.map(\.code) == [.alias])
    }
}
