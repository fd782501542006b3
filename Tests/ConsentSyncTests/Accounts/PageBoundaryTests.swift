import ConsentAdapters
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Testing

@Suite(
    "Stopped at the border of any two pages, a listing goes on there, whatever way its pages follow each other",
    .serialized
)
struct PageBoundaryTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let listing: SmallListing
    }

    private static let size = "page_size: { query: size, value: 7 }"
    private static let sized = "size: size, max_size: 7, default_size: 7"

    private static func kind(
        _ name: String,
        _ paginate: String,
        _ next: String,
        items: String = "items: data",
        listed: String = ", items: data",
        stream: String = "",
        method: String = "get"
    ) -> Kind {
        Kind(
            testDescription: name,
            listing: SmallListing(
                stream: "paginate: { \(paginate) }, \(items)\(stream)",
                listing: "\(sized)\(listed), next: \(next)",
                method: method
            )
        )
    }

    static let kinds = [
        kind("page, ended by a short one", "\(size), page: { query: page }", "{ page: page }"),
        kind(
            "page from 0, ended by a flag",
            "\(size), page: { query: page, first: 0, last: last }",
            "{ page: page, first: 0, last: last }"
        ),
        kind("offset", "\(size), offset: { query: skip }", "{ offset: skip }"),
        kind(
            "token in the query",
            "\(size), continuation: { from: next, query: $cursor }",
            "{ cursor: $cursor, at: next }"
        ),
        kind(
            "token in a header",
            "\(size), continuation: { from: next, header: x-cursor }",
            "{ cursor: x-cursor, at: next }"
        ),
        kind(
            "token in the body, ended by an empty page",
            "page_size: { body: size, value: 7 }, continuation: { from: next, body: cursor }",
            "{ cursor: cursor, at: next, ends_empty: true }",
            stream: ", method: POST, body: { filter: { all: true } }",
            method: "post"
        ),
        kind("address in the page", "\(size), next_url: { from: next }", "{ url: next }"),
        kind("Link header", "\(size), link: {}", "{ link: true }", items: "items: \"[*]\"", listed: ""),
        kind(
            "id of the last item",
            "\(size), last_item: { from: id, query: after }",
            "{ after: after, id: id }",
            items: "items: \"[*]\"",
            listed: ""
        ),
        kind(
            "offset of CSV rows",
            "\(size), offset: { query: skip }",
            "{ offset: skip }",
            items: "rows: csv",
            listed: ", rows: csv, columns: [id, choices, at]"
        ),
        kind(
            "windows with empty ones among them, each in pages",
            "page_size: { query: size, value: 3 }, continuation: { from: next, query: $cursor }",
            "{ cursor: $cursor, at: next }",
            stream: ", query: { from: \"${window.start}\", to: \"${window.end}\" }, window: { step: 1d, whole: true }"
        ).windowed,
    ]

    /// The ids of a page and the position behind it.
    private func page(
        _ position: StreamPosition,
        _ stream: ConsentStream,
        _ account: CMPAccount
    ) async throws -> (ids: [String], next: StreamPosition) {
        let page = try #require(position.page)
        let plan = try stream.request(for: page, connection: account.connection)
        let answer = try #require(try await account.fetch(plan))
        let read = try stream.read(answer, of: page)
        return (read.items.compactMap(\.listedID), read.next)
    }

    @Test("each record comes once", arguments: kinds)
    func resumes(kind: Kind) async throws {
        let stream = try kind.listing.changes()
        try await ScriptedCMP.run(try kind.listing.scenario()) { server in
            let start = stream.start(from: nil, since: SmallListing.since, now: SmallListing.now)
            var pages: [(ids: [String], cursor: String)] = []
            let account = try kind.listing.account(port: server.port)
            var position = start
            while position.page != nil {
                let (ids, next) = try await page(position, stream, account)
                pages.append((ids, next.cursor))
                position = next
            }
            await account.close()
            let all = pages.flatMap(\.ids)
            #expect(pages.count >= 3)
            #expect(all.count == kind.listing.count && Set(all).count == all.count)
            for (index, stop) in pages.enumerated() {
                // Whoever goes on has nothing but the stored text.
                var position = try StreamPosition(cursor: stop.cursor)
                let account = try kind.listing.account(port: server.port)
                var ids = pages[...index].flatMap(\.ids)
                while position.page != nil {
                    let (more, next) = try await page(position, stream, account)
                    ids += more
                    position = next
                }
                await account.close()
                #expect(ids == all, "stopped behind page \(index + 1)")
            }
            #expect(server.log.unmatched.isEmpty)
        }
    }
}

extension PageBoundaryTests.Kind {
    /// The same where the server wants a window.
    fileprivate var windowed: PageBoundaryTests.Kind {
        var listing = listing
        listing.listing += ", from: from, to: to, max_window: 1d"
        listing.count = 9
        return PageBoundaryTests.Kind(testDescription: testDescription, listing: listing)
    }
}
