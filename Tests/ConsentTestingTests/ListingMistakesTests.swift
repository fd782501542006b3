import ConsentAdapters
import ConsentTranslation
import Testing

@testable import ConsentTesting

@Suite("Mistakes in a listing have a place and a cure")
struct ListingMistakesTests {
    private static let right = """
        scenario: small
        about: One route
        routes:
          - name: all
            get: /all
            json: { a.b: c }
            headers: { ApiKey: k }
            listing: { collection: people, from: a, to: b, size: s, max_size: 50, default_size: 20, where: { id: id }, items: data, next: { cursor: c, at: more } }
        collections:
          people: { repeat: '{"id":"p-<n>","at":"<time>","x":<true|false>}', count: 10, seed: 1, from: 2026-10-30T00:00:00Z, to: 2026-11-23T00:00:00Z }
        """

    @Test("the scenario that the others are made from is right, and makes the same records every time")
    func right() throws {
        let scenario = try Scenario(yaml: Self.right, file: "small.yaml")
        #expect(scenario.recordCount(of: "people") == 10)
        let again = try Scenario(yaml: Self.right, file: "small.yaml")
        let (one, two) = (try #require(scenario.collections["people"]), try #require(again.collections["people"]))
        for position in 0..<10 { #expect(one.record(at: position) == two.record(at: position)) }
        #expect(one.record(at: 0)["x"] != nil)
    }

    @Test(
        "each mistake is found at its line and told once",
        arguments: [
            ("next: { cursor: c, at: more }", "next: { cursor: c }", 8, "needs the key at"),
            ("next: { cursor: c, at: more }", "next: { cursor: c, at: m, link: true }", 8, "it has cursor and link"),
            ("next: { cursor: c, at: more }", "next: {}", 8, "exactly one of page"),
            ("next: { cursor: c, at: more }", "next: { after: a, id: a..b }", 8, "a..b is no path"),
            ("where: { id: id }", "where: { id: a..b }", 8, "a..b is no path"),
            ("items: data", "rows: tsv", 8, "one of ndjson, csv"),
            ("items: data", "rows: csv", 8, "needs the key columns"),
            ("from: a, to: b", "from: a", 8, "needs the key to"),
            ("max_size: 50", "max_size: 0", 8, "a whole number from 1"),
            ("collection: people", "collection: persons", 8, "the collections are people"),
            ("<true|false>", "<yes|no>", 10, "must be a JSON object once"),
            ("count: 10", "count: 0", 10, "a whole number from 1"),
        ]
    )
    func mistakes(old: String, new: String, line: Int, says: String) throws {
        try #require(Self.right.contains(old))
        let spoiled = Self.right.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: DiagnosticsError.self) { try Scenario(yaml: spoiled, file: "small.yaml") }
        #expect(error?.diagnostics.map(\.line) == [line], "\(error?.description ?? "nothing")")
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "nothing")")
    }
}
