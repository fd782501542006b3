import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Several people asked for in one request")
struct ChunkTests {
    private static let stream = """
        people:
            kind: subject
            method: POST
            path: /v1/query
            body: { kind: all, filter: { ids: [first, { name: "${config.tenant}", value: "${subject.id}" }] } }
            paginate: { page_size: { body: limit, value: 2 }, continuation: { from: next, body: cursor } }
            items: nodes
            namespace: acme.id
            chunk: { size: 3, ids: "ids[*].value" }
        """

    private func stream(_ text: String = Self.stream) throws -> ConsentStream {
        try Acme.source(Acme.api(stream: text)).stream(named: "people")
    }

    private func subjects(_ ids: String...) -> [SubjectID] { ids.map { SubjectID(namespace: "acme.id", id: $0) } }

    private func page(_ json: String) -> StreamAnswer { StreamAnswer(body: Array(json.utf8)) }

    @Test("the element with the id comes once for each, everything else once")
    func request() throws {
        let stream = try stream()
        #expect(stream.subjectsPerRequest == 3)
        let plan = try stream.request(for: subjects("a", "b\"", "c"), connection: Acme.connection)
        #expect(
            plan.bodyBytes.map { String(decoding: $0, as: UTF8.self) }
                == #"{"kind":"all","filter":{"ids":["first",{"name":"shop","value":"a"},{"name":"shop","value":"b\""},"#
                + #"{"name":"shop","value":"c"}]},"limit":2}"#
        )
        let one = try stream.request(for: subjects("a")[0], connection: Acme.connection)
        #expect(try stream.request(for: subjects("a"), connection: Acme.connection) == one)
    }

    @Test("items are told apart by the ids in them; those of whom none came are not found")
    func answers() throws {
        let asked = subjects("a", "b", "c")
        let read = try stream().read(
            page(
                #"{"nodes":[{"id":"1","ids":[{"value":"x"},{"value":"b"}]},{"id":"2","ids":[{"value":"a"},{"value":"b"}]},"#
                    + #"{"id":"3","ids":[{"value":"B"}]},{"id":"4"},{"id":"5","ids":[{"value":null}]}],"next":"n"}"#
            ),
            of: .ofSubject,
            subjects: asked
        )
        #expect(read.items.map(\.subject) == [asked[1], nil, nil, nil, nil])
        #expect(Set(read.found) == [asked[0], asked[1]])
        #expect(read.next?.continuation == "n" && read.next?.number == 2)
        let last = try stream().read(page(#"{"nodes":[]}"#), of: .ofSubject, subjects: asked)
        #expect(last.items.isEmpty && last.found.isEmpty && last.next == nil)
        #expect(throws: AdapterError.self) {
            try stream().read(page(#"{"error":"no"}"#), of: .ofSubject, subjects: asked)
        }
    }

    @Test("asked for alone, somebody is whose item comes, whatever stands in it")
    func alone() throws {
        let one = subjects("a")
        let read = try stream().read(page(#"{"nodes":[{"id":"1"}]}"#), of: .ofSubject, subjects: one)
        #expect(read.found == one && read.items.map(\.subject) == one)
        let nobody = try stream().read(page(#"{"nodes":[]}"#), of: .ofSubject, subjects: one)
        #expect(nobody.found.isEmpty)
        #expect(try stream().read(page("?"), of: .ofSubject, subjects: []).items.isEmpty)
    }

    @Test(
        "a chunk needs the id in a list of the body, and nowhere else",
        arguments: [
            ("value: \"${subject.id}\"", "value: x"),
            ("ids: [first, { name: \"${config.tenant}\", value: \"${subject.id}\" }]", "id: \"${subject.id}\""),
            ("kind: all,", "kind: \"${subject.id}\","), ("path: /v1/query", "path: \"/v1/query/${subject.id}\""),
            ("path: /v1/query", "path: /v1/query\n    query: { id: [a, \"${subject.id}\"] }"),
            ("path: /v1/query", "path: /v1/query\n    headers: { x-id: \"${subject.id}\" }"),
        ]
    )
    func mistakes(old: String, new: String) throws {
        let text = Self.stream.replacing(old, with: new)
        #expect(text != Self.stream)
        let error = #expect(throws: DiagnosticsError.self) { try stream(text) }
        #expect(error?.diagnostics.contains { $0.message.contains("nowhere else in the request") } == true)
    }

    @Test("a chunk of one, of none and of too many is refused", arguments: ["0", "1", "1001", "many"])
    func sizes(size: String) throws {
        #expect(throws: DiagnosticsError.self) { try stream(Self.stream.replacing("size: 3", with: "size: \(size)")) }
    }

    @Test("a stream without a chunk asks one by one")
    func without() throws {
        let stream = try Acme.source().stream(named: "subject")
        #expect(stream.subjectsPerRequest == 1)
    }
}
