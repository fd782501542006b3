import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Numbers and truth values in JSON bodies")
struct BodyTypeTests {
    private func body(_ body: String) throws -> String {
        let stream = try Acme.changes(
            Acme.api(stream: "changes: { kind: changes, method: POST, path: /q, body: \(body), items: content }")
        )
        let plan = try stream.request(for: .ofSubject, connection: Acme.connection)
        return String(decoding: try #require(plan.bodyBytes), as: UTF8.self)
    }

    @Test(
        "what has no quotes keeps its type, what has quotes is a text",
        arguments: [
            ("{ limit: 50 }", #"{"limit":50}"#), ("{ limit: \"50\" }", #"{"limit":"50"}"#),
            ("{ all: true, none: false }", #"{"all":true,"none":false}"#), ("{ all: \"true\" }", #"{"all":"true"}"#),
            ("{ a: -1, b: 1.50, c: 2e3 }", #"{"a":-1,"b":1.50,"c":2e3}"#),
            ("{ a: [1, \"1\", x] }", #"{"a":[1,"1","x"]}"#),
            ("{ a: { b: 0 } }", #"{"a":{"b":0}}"#),
            // What JSON has no number for stays the text that it is.
            ("{ a: 007, b: 1:30, c: 0x1F, d: +1, e: .5 }", #"{"a":"007","b":"1:30","c":"0x1F","d":"+1","e":".5"}"#),
            ("{ a: 2026-03-02, b: True, c: 1_000 }", #"{"a":"2026-03-02","b":"True","c":"1_000"}"#),
            ("{ a: \"${config.tenant}\", b: '1' }", #"{"a":"shop","b":"1"}"#),
        ]
    )
    func types(yaml: String, json: String) throws {
        #expect(try body(yaml) == json)
    }

    @Test("a reference is a text, also where it is a number")
    func references() throws {
        var connection = Acme.connection
        connection.values["tenant"] = "5"
        let stream = try Acme.changes(
            Acme.api(
                stream:
                    "changes: { kind: changes, method: POST, path: /q, body: { a: \"${config.tenant}\" }, items: content }"
            )
        )
        let plan = try stream.request(for: .ofSubject, connection: connection)
        #expect(plan.bodyBytes.map { String(decoding: $0, as: UTF8.self) } == #"{"a":"5"}"#)
    }

    @Test("a resolved manifest has quotes where the manifest had them")
    func resolved() throws {
        let manifest = Acme.api(
            stream:
                "changes: { kind: changes, method: POST, path: /q, body: { a: 50, b: \"50\", c: [\"true\", true, -1] }, items: content }"
        )
        let adapter = try ManifestLoader.load(manifest, file: "acme.yaml")
        let text = try #require(AdapterDescription(adapter, cases: []).resolved)
        #expect(try ManifestLoader.load(text, file: "acme.yaml").source == adapter.source)
    }
}
