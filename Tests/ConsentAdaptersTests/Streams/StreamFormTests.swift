import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Windows of whole steps, rows as pages, and answers that say that nothing is known")
struct StreamFormTests {
    private func manifest(_ stream: String, inputs: String = "item: { required: [id] }") -> String {
        Acme.api(stream: stream).replacing("item: { required: [id, choices] }", with: inputs)
    }

    @Test("whole windows are days of UTC that share no moment, written as the manifest says")
    func wholeWindows() throws {
        let text = manifest(
            """
            changes:
                kind: changes
                path: /day.csv
                query: { start: "${window.start}", end: "${window.end}" }
                window: { step: 1d, whole: true, format: iso8601_milliseconds }
                items: "[*]"
            """
        )
        let stream = try Acme.source(text).stream(named: "changes")
        var position = stream.start(from: nil, since: at("2026-11-21T13:00:00Z"), now: at("2026-11-23T10:00:00.5Z"))
        var asked: [String] = []
        while let page = position.page {
            let plan = try stream.request(for: page, connection: Acme.connection)
            asked.append(plan.query.map(\.value).joined(separator: "/"))
            position = try stream.read(Array("[]".utf8), of: page).next
        }
        #expect(
            asked == [
                "2026-11-21T00:00:00.000Z/2026-11-21T23:59:59.999Z",
                "2026-11-22T00:00:00.000Z/2026-11-22T23:59:59.999Z",
                "2026-11-23T00:00:00.000Z/2026-11-23T10:00:00.500Z",
            ]
        )
        #expect(position == StreamPosition(readUpTo: at("2026-11-23T10:00:00.5Z")))
        let next = stream.start(from: position, since: at("2020-01-01T00:00:00Z"), now: at("2026-11-23T12:00:00Z"))
        #expect(next.page?.window?.lowerBound == at("2026-11-23T00:00:00Z"), "the day under way is read again")
    }

    @Test("days before 1970 are days too")
    func negativeDays() throws {
        let text = manifest("changes: { kind: changes, path: /d, items: id, window: { step: 1d, whole: true } }")
        let stream = try Acme.source(text).stream(named: "changes")
        let page = stream.start(from: nil, since: at("1969-12-30T13:00:00Z"), now: at("1970-01-05T00:00:00Z")).page
        #expect(page?.window == at("1969-12-30T00:00:00Z")...at("1969-12-30T23:59:59.999Z"))
    }

    private static let table =
        "rows: { format: csv, separator: \";\", required: [id, choices], decode: { choices: json } }"

    private func rows(_ format: String, _ input: String) throws -> (stream: ConsentStream, adapter: ManifestAdapter) {
        let text = manifest("changes: { kind: changes, path: /all, rows: \(format) }", inputs: input)
            .replacing("record:", with: "decoders: { json: [{ json: {} }] }\nrecord:")
        let adapter = try ManifestLoader.load(text, file: "acme.yaml")
        return (try #require(adapter.source).stream(named: "changes"), adapter)
    }

    @Test("a pulled table and a file of the same rows come to the same records")
    func tables() throws {
        let (stream, adapter) = try rows("csv", Self.table)
        let text = "id;choices\na;\"{\"\"x\"\":\"\"yes\"\"}\"\nb;\"{\"\"x\"\":\"\"no\"\"}\"\n"
        let page = StreamPosition.Page(until: at("2026-11-24T00:00:00Z"), number: 1)
        let pulled = try stream.read(Array(text.utf8), of: page).items
        #expect(pulled.count == 2)
        #expect(try pulled.flatMap { try adapter.decode($0) } == adapter.decode(RawItem(text: text)))
    }

    @Test("a row that cannot be read is one bad item of a pulled page")
    func badRow() throws {
        let (stream, adapter) = try rows("csv", Self.table)
        let page = StreamPosition.Page(until: at("2026-11-24T00:00:00Z"), number: 1)
        let pulled = try stream.read(Array("id;choices\na;{\nb;\"{\"\"x\"\":\"\"no\"\"}\"\n".utf8), of: page).items
        #expect(throws: TranslationError.self) { try adapter.decode(pulled[0]) }
        #expect(try adapter.decode(pulled[1]).count == 1)
    }

    @Test("lines of JSON are items; one that cannot be read is one bad item")
    func lines() throws {
        let (stream, adapter) = try rows("ndjson", "rows: { format: ndjson, required: [id, choices] }")
        let page = StreamPosition.Page(until: at("2026-11-24T00:00:00Z"), number: 1)
        let text = "{\"id\":\"a\",\"choices\":{\"x\":\"yes\"}}\n{\"id\":\n\n{\"id\":\"c\",\"choices\":{\"x\":\"no\"}}"
        let items = try stream.read(Array(text.utf8), of: page).items
        #expect(items.map { (try? adapter.decode($0))?.count ?? 0 } == [1, 0, 1])
    }

    @Test("a table without rows is an empty page; one that is something else is none", arguments: ["", "id;choices\n"])
    func emptyTable(body: String) throws {
        let (stream, _) = try rows("csv", Self.table)
        let page = StreamPosition.Page(until: at("2026-11-24T00:00:00Z"), number: 1)
        #expect(try stream.read(Array(body.utf8), of: page).items.isEmpty)
        for other in ["<html>", "{\"error\":1}", "id\na\n", "id;choices\na\n", "id;choices\na;\"x"] {
            #expect(throws: AdapterError.self) { try stream.read(Array(other.utf8), of: page) }
        }
        #expect(throws: AdapterError.self) { try stream.read([0x69, 0x64, 0xFF], of: page) }
    }

    @Test("an answer whose named part is empty says that nothing is known; one without that part does not")
    func emptyPart() throws {
        let text = manifest("other: { kind: subject, path: /one, not_found: { status: [404, 400], empty: choices } }")
        let stream = try Acme.source(text).stream(named: "other")
        #expect(stream.notFound == [404, 400])
        let subject = SubjectID(namespace: "acme.id", id: "7")
        for nothing in ["null", "[]", "{}", "\"\""] {
            let body = Array("{\"choices\":\(nothing)}".utf8)
            #expect(try stream.items(of: body, subject: subject).isEmpty, "\(nothing)")
        }
        for something in ["{\"choices\":{\"x\":\"no\"}}", "{\"choices\":false}", "{}", "{\"choices\":0}"] {
            #expect(try stream.items(of: Array(something.utf8), subject: subject).count == 1, "\(something)")
        }
    }

    @Test("a path that names a person is written to logs without the name")
    func route() throws {
        let stream = try Acme.source().stream(named: "subject")
        let plan = try stream.request(for: SubjectID(namespace: "acme.id", id: "7"), connection: Acme.connection)
        #expect(plan.route == "/v1/people/${subject.id}")
        #expect(try Acme.changes().request(for: .ofSubjectWithWindow, connection: Acme.connection).route == nil)
    }
}

extension StreamPosition.Page {
    fileprivate static let ofSubjectWithWindow = StreamPosition.Page(
        window: at("2026-11-01T00:00:00Z")...at("2026-11-07T00:00:00Z"),
        until: at("2026-11-07T00:00:00Z"),
        number: 1
    )
}
