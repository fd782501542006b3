import Testing

@testable import ConsentTransport

@Suite("Where a request goes")
struct RequestTargetTests {
    private static let known = "https://api.example.com/v1/people?x=1"

    @Test(
        "an origin that was read before is known again, and all else is read as ever",
        arguments: [
            "https://api.example.com", "https://api.example.com/", "https://api.example.com/v2/a%20b?c=d#e",
            "https://api.example.com?q", "https://api.example.com#f", "https://api.example.com/a?b/c",
            "https://api.example.com:443/a", "https://api.example.com.evil.net/a", "https://API.example.com/a",
            "http://api.example.com/a", "https://api.example.co/a", "https://api.example.com:8443/a",
        ]
    )
    func knowing(_ url: String) throws {
        let known = try RequestTarget(parsing: Self.known)
        let target = try RequestTarget(parsing: url, knowing: known.server)
        let plain = try RequestTarget(parsing: url)
        #expect(target == plain)
        #expect(target.server.origin == plain.server.origin)
    }

    @Test(
        "what is refused is refused of a known origin too",
        arguments: [
            "https://api.example.com/a/../b", "https://api.example.com/%2e%2e/b", "https://api.example.com/a b",
            "https://api.example.com@evil.net/", "https://user@api.example.com/", "https://api.example.com\\@evil.net/",
            "https://api.example.com/\u{E9}", "", "https:", "https:/api.example.com", "api.example.com",
        ]
    )
    func refused(_ url: String) throws {
        let known = try RequestTarget(parsing: Self.known)
        let whole = Result { () throws(TransportError) in try RequestTarget(parsing: url).host }
        let again = Result { () throws(TransportError) in try RequestTarget(parsing: url, knowing: known.server).host }
        // A name before an @ is a user name; the host behind it is never the known one.
        #expect((try? again.get()) == (try? whole.get()))
        #expect((try? again.get()) != "api.example.com")
    }

    @Test("knowing the server changes nothing for URLs put together at random")
    func random() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let known = try RequestTarget(parsing: Self.known).server
        let pieces = [
            "/", "/", ".", "..", "%2e", "%2E", "%", "%2", "a", "b-c", "?", "#", "@", ":", "\\", " ", "\u{E9}", "~",
            "443",
        ]
        for _ in 0..<20_000 {
            var url = "https://api.example.com"
            for _ in 0..<Int.random(in: 0...6, using: &random) { url += pieces.randomElement(using: &random) ?? "" }
            let plain = try? RequestTarget(parsing: url)
            let again = try? RequestTarget(parsing: url, knowing: known)
            #expect(plain == again, "\(url), seed \(seed)")
            let isKnown = plain.map { $0.server.origin == known.origin }
            #expect(isKnown == again.map { $0.server === known }, "\(url), seed \(seed)")
        }
    }

    @Test("a header is checked and written once for requests that share it, and anew for any other")
    func header() throws {
        let admission = Admission(TransportPolicy(allowedHosts: ["api.example.com"].compactMap(HostPattern.init)))
        func header(_ request: HTTPRequest) throws -> HeaderLines { try admission.admit(request).header }
        let url = "https://api.example.com/"
        let first = try header(HTTPRequest(.get, url, headers: ["A": "1", "B": "2"]))
        let second = try header(HTTPRequest(.get, url + "x", headers: ["A": "1", "B": "2"]))
        #expect(second === first)
        let others: [HTTPRequest] = [
            HTTPRequest(.get, url), HTTPRequest(.get, url, headers: ["A": "1"]),
            HTTPRequest(.get, url, headers: ["A": "1", "B": "3"]),
            HTTPRequest(.get, url, headers: ["B": "2", "A": "1"]),
            HTTPRequest(.get, url, headers: ["A": "1B", "B": "2"]),
            HTTPRequest(.get, url, headers: ["A1": "", "B": "2"]),
            HTTPRequest(.post, url, headers: ["A": "1", "B": "2"]),
            HTTPRequest(.post, url, headers: ["A": "1", "B": "2"], body: []),
        ]
        for other in others {
            let known = try header(HTTPRequest(.get, url, headers: ["A": "1", "B": "2"]))
            let another = try header(other)
            #expect(another !== known)
        }
        #expect(throws: TransportError.self) {
            try header(HTTPRequest(.get, url, headers: ["A": "1", "B": "2\r\nC: 3"]))
        }
    }

    @Test("an origin is admitted anew where it is another one")
    func admission() throws {
        let policy = TransportPolicy(allowedHosts: ["api.example.com"].compactMap(HostPattern.init))
        let admission = Admission(policy)
        for path in ["/a", "/b", "?c"] {
            #expect(
                try admission.admit(HTTPRequest(.get, "https://api.example.com" + path)).target.host
                    == "api.example.com"
            )
            for other in ["https://api.example.net", "http://api.example.com", "https://api.example.com:8443"] {
                #expect(throws: TransportError.self) { try admission.admit(HTTPRequest(.get, other + path)) }
            }
        }
    }
}

@Suite("Header fields")
struct HTTPFieldsTests {
    @Test("lines as they come are fields, whatever their white space")
    func lines() {
        var header = ReceivedHeader()
        var count = 0
        for line in [
            "Content-Type: text/csv\r\n", "ETag:\"a\"\r\n", "X-Empty:\r\n", "x-Empty: \t b \t\r\n", "\r\n", ":x\r\n",
            "x",
        ] {
            Array(line.utf8).withUnsafeBytes { header.append($0) }
            count += line.contains(":") && !line.hasPrefix(":") ? 1 : 0
            #expect(HTTPFields(header).count == count)
        }
        var fields = HTTPFields(header)
        #expect(fields[""] == nil)
        #expect(fields["content-type"] == "text/csv")
        #expect(fields["ETAG"] == "\"a\"")
        #expect(fields.values(of: "X-Empty") == ["", "b"])
        #expect(fields.fields.map(\.name) == ["Content-Type", "ETag", "X-Empty", "x-Empty"])
        fields["X-EMPTY"] = "c"
        #expect(
            fields
                == HTTPFields([
                    .init(name: "Content-Type", value: "text/csv"), .init(name: "ETag", value: "\"a\""),
                    .init(name: "X-EMPTY", value: "c"),
                ])
        )
    }
}
