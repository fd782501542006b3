import ConsentTranslation
import Testing

@testable import ConsentAdapters

/// A CMP in a few lines: 7 items, 3 a page, so that there are three pages.
private struct Pages {
    let stream: ConsentStream

    /// A stream whose paging is written as in a manifest.
    init(_ paging: String, items: String = "items: data", method: String = "GET") throws {
        let manifest = Acme.api(
            stream: """
                changes:
                    kind: changes
                    method: \(method)
                    path: /v1/all
                    query: { kind: [a, b] }
                    \(items)
                    paginate: \(paging)
                """
        )
        stream = try Acme.source(manifest).stream(named: "changes")
    }

    /// Follows a listing from its first page on.
    ///
    /// - Parameter answer: the CMP: a request's answer.
    func requests(answer: (RequestPlan) -> StreamAnswer) throws -> [RequestPlan] {
        var plans: [RequestPlan] = []
        var position = stream.start(from: nil, since: at("2026-11-01T00:00:00Z"), now: at("2026-11-24T00:00:00Z"))
        while let page = position.page {
            // Every position is kept as text between two pages, as a killed run would read it again.
            #expect(try StreamPosition(cursor: position.cursor) == position)
            let plan = try stream.request(for: page, connection: Acme.connection)
            plans.append(plan)
            position = try stream.read(answer(plan), of: page).next
            guard plans.count < 20 else { break }
        }
        return plans
    }

    /// The addresses that were asked for, without what they have in common.
    func queries(answer: (RequestPlan) -> StreamAnswer) throws -> [String] {
        let common = "https://cmp.example.com/v1/all?kind=a&kind=b"
        return try requests(answer: answer).map { $0.url.replacing(common, with: "") }
    }
}

private func body(_ text: String, links: [String] = [], to plan: RequestPlan? = nil) -> StreamAnswer {
    StreamAnswer(body: Array(text.utf8), links: links, to: plan)
}

/// The page that begins behind so many items.
private func page(from start: Int, more: String = "") -> StreamAnswer {
    let ids = (start..<max(start, min(start + 3, 7))).map { #"{"id":"i\#($0)"}"# }
    return body(#"{"data":[\#(ids.joined(separator: ","))]\#(more)}"#)
}

private func number(_ name: String, of plan: RequestPlan) -> Int {
    plan.query.first { $0.name == name }.flatMap { Int($0.value) } ?? -1
}

@Suite("How pages follow each other")
struct PagingTests {
    private let size = "page_size: { query: size, value: 3 }"

    @Test("by number from 1, until a page is short")
    func pageNumbers() throws {
        let pages = try Pages("{ \(size), page: { query: page } }")
        let queries = try pages.queries { page(from: (number("page", of: $0) - 1) * 3) }
        #expect(queries == ["&size=3&page=1", "&size=3&page=2", "&size=3&page=3"])
    }

    @Test("by number from 0, until a page says that it is the last, however many items it has")
    func lastFlag() throws {
        let pages = try Pages("{ page: { query: page, first: 0, last: meta.last } }")
        let queries = try pages.queries { plan in
            let at = number("page", of: plan)
            return page(from: at == 1 ? 99 : at, more: #","n":\#(at),"meta":{"last":\#(at == 3)}"#)
        }
        #expect(queries == ["&page=0", "&page=1", "&page=2", "&page=3"], "an empty page in the middle ends nothing")
    }

    @Test(
        "a page that does not say whether it is the last is no page",
        arguments: ["", #","last":"no""#, #","last":null"#]
    )
    func noFlag(more: String) throws {
        let pages = try Pages("{ page: { query: page, last: last } }")
        let error = #expect(throws: AdapterError.self) { try pages.queries { _ in page(from: 0, more: more) } }
        #expect(error?.code == .contract)
    }

    @Test("by offset, until a page is short; a whole last page is followed by an empty one", arguments: [6, 7])
    func offsets(count: Int) throws {
        let pages = try Pages("{ \(size), offset: { query: skip } }")
        let queries = try pages.queries { plan in
            let start = number("skip", of: plan)
            return start == 6 && count == 6 ? page(from: 99) : page(from: start)
        }
        #expect(queries == ["&size=3&skip=0", "&size=3&skip=3", "&size=3&skip=6"])
    }

    @Test("by a token, in the query, header or body, exactly as it came")
    func tokens() throws {
        let tokens = ["": "a/b=", "a/b=": "{\"c\":1}"]
        let cursor = #"from: meta.next"#
        let answer = { (token: String) in
            let next = tokens[token].map { "\"" + $0.replacing("\"", with: "\\\"") + "\"" } ?? "null"
            return page(from: 0, more: #","meta":{"next":\#(next)}"#)
        }
        let query = try Pages("{ \(size), continuation: { \(cursor), query: $cursor } }").queries { plan in
            answer(plan.query.first { $0.name == "$cursor" }?.value ?? "")
        }
        #expect(query == ["&size=3", "&size=3&%24cursor=a%2Fb%3D", "&size=3&%24cursor=%7B%22c%22%3A1%7D"])
        let header = try Pages("{ continuation: { \(cursor), header: x-next } }").requests { plan in
            answer(plan.headers.first { $0.name == "x-next" }?.value ?? "")
        }
        #expect(header.map { $0.headers.map(\.value) } == [[], ["a/b="], ["{\"c\":1}"]])
        let pages = try Pages(
            "{ page_size: { body: limit, value: 3 }, continuation: { \(cursor), body: cursor } }",
            items: "items: data\n    body: { filter: { of: [\"${config.tenant}\"] } }",
            method: "POST"
        )
        let bodies = try pages.requests { plan in answer(plan.body?["cursor"]?.scalar ?? "") }
        let first = #"{"filter":{"of":["shop"]},"limit":3"#
        #expect(
            bodies.map { String(decoding: $0.bodyBytes ?? [], as: UTF8.self) } == [
                first + "}", first + #","cursor":"a/b="}"#, first + #","cursor":"{\"c\":1}"}"#,
            ]
        )
    }

    @Test("by the id of the last item, until a page is short")
    func lastItems() throws {
        let pages = try Pages("{ \(size), last_item: { from: id, query: after } }")
        let queries = try pages.queries { plan in
            let after = plan.query.first { $0.name == "after" }?.value.dropFirst()
            return page(from: after.flatMap { Int($0) }.map { $0 + 1 } ?? 0)
        }
        #expect(queries == ["&size=3", "&size=3&after=i2", "&size=3&after=i5"])
    }

    @Test("by an address in the page, absolute or relative, on the same host")
    func addresses() throws {
        let next = [
            "": "https://CMP.example.com/v1/all?at=%2F2", "https://cmp.example.com/v1/all?at=%2F2": "/v1/all?at=3",
            "https://cmp.example.com/v1/all?at=3": "?at=4", "https://cmp.example.com/v1/all?at=4": "",
        ]
        let pages = try Pages("{ next_url: { from: links.next } }")
        let queries = try pages.queries { plan in
            let address = next[plan.target == nil ? "" : plan.url] ?? "unknown"
            let text = address.isEmpty ? "null" : "\"\(address)\""
            return StreamAnswer(body: page(from: 0, more: #","links":{"next":\#(text)}"#).body, to: plan)
        }
        let base = "https://cmp.example.com/v1/all"
        #expect(queries == ["", base + "?at=%2F2", base + "?at=3", base + "?at=4"])
    }

    @Test(
        "an address on another host is not followed, whatever it looks like",
        arguments: [
            "https://evil.example.com/v1/all", "http://cmp.example.com/v1/all", "//evil.example.com/v1",
            "https://cmp.example.com.evil.com/", "https://cmp.example.com@evil.com/", "https://cmp.example.com:8443/",
            "https://cmp.example.com", "v1/all?at=2", "https://cmp.example.com/a b", "/a#b", "/ä", "javascript:x",
        ]
    )
    func otherHosts(address: String) throws {
        let pages = try Pages("{ next_url: { from: next } }")
        let error = #expect(throws: AdapterError.self) {
            try pages.queries { StreamAnswer(body: page(from: 0, more: #","next":"\#(address)""#).body, to: $0) }
        }
        #expect(error?.code == .contract)
    }

    @Test("by the Link header, for pages that are nothing but items")
    func links() throws {
        let pages = try Pages("{ link: {} }", items: #"items: "[*]""#)
        let requests = try pages.requests { plan in
            let at = plan.target.flatMap { $0.last }.flatMap { Int(String($0)) } ?? 1
            let next = "<https://cmp.example.com/v1/all?at=\(at + 1)>; title=\"a, <b>\"; rel=\"other Next\""
            return body(#"[{"id":"1"}]"#, links: ["</x>; rel=prev", at < 4 ? next : "</y>; rel=last"], to: plan)
        }
        #expect(requests.map(\.target) == [nil, "/v1/all?at=2", "/v1/all?at=3", "/v1/all?at=4"])
    }

    @Test(
        "a Link header is read by RFC 8288, and no further than it can be understood",
        arguments: [
            ("<a>; rel=next", "a"), ("<a>;rel=\"next\"", "a"), ("<a>; REL=NEXT", "a"), ("<a>; rel=\"x next\"", "a"),
            ("<a>; rel=x; rel=next", nil), ("<a>; rel=nexts", nil), ("<a>", nil), ("", nil), ("a; rel=next", nil),
            ("<a>; rel=prev, <b>; rel=next", "b"), ("<a>; t=\"\\\", <x>; rel=next\", <b>; rel=next", "b"),
            ("<a,b>; rel=next", "a,b"), ("<a; rel=next", nil), ("<a>; rel=\"next", "a"), ("<a> ; rel = next", "a"),
            (",, <a>; rel=next", "a"),
        ]
    )
    func linkHeader(field: String, wanted: String?) {
        #expect(NextAddress.next(inLinks: [field]) == wanted)
    }

    @Test("the same page twice, or the same continuation, ends in an error instead of going on for ever")
    func repeats() throws {
        let last = #","next":"/v1/all?at=2","id":"x""#
        for (paging, answer) in [
            ("{ \(size), page: { query: page } }", page(from: 0)),
            ("{ \(size), offset: { query: skip } }", page(from: 0)),
            ("{ page: { query: page, last: last } }", page(from: 0, more: #","last":false"#)),
            ("{ \(size), last_item: { from: id, query: after } }", page(from: 0)),
            ("{ continuation: { from: next, query: at } }", page(from: 0, more: last)),
            ("{ next_url: { from: next } }", page(from: 0, more: last)),
        ] {
            var asked = 0
            let error = #expect(throws: AdapterError.self, "\(paging)") {
                try Pages(paging).requests { _ in
                    asked += 1
                    return answer
                }
            }
            #expect(error?.code == .contract && error?.message.contains("twice") == true, "\(paging): \(error as Any)")
            #expect(asked == 2, "\(paging)")
        }
    }

    @Test("more pages than the manifest allows are an error")
    func mostPages() throws {
        let pages = try Pages("{ \(size), max_pages: 3, offset: { query: skip } }")
        let error = #expect(throws: AdapterError.self) {
            try pages.requests { plan in
                let start = number("skip", of: plan)
                return body(#"{"data":[{"id":"\#(start)"},{"id":"b"},{"id":"c"}]}"#)
            }
        }
        #expect(error?.message.contains("3 pages") == true)
    }
}
