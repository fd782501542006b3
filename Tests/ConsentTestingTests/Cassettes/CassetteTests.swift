import ConsentAdapters
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Testing

@Suite("Cassettes: what was exchanged, kept in a file")
struct CassetteTests {
    private typealias Request = Cassette.Request

    private static func field(_ name: String, _ value: String) -> HTTPFields.Field {
        HTTPFields.Field(name: name, value: value)
    }

    private static let exchanges = [
        Cassette.Exchange(
            request: Request(method: "POST", path: "/login", body: #"{"key":"s3cret-key","of":"ada@acme.io"}"#),
            answer: .response(
                status: 200,
                headers: [field("Content-Type", "application/json")],
                body: #"{"access_token":"tok-12345","owner":"ada@acme.io","first_name":"Ada"}"#
            )
        ),
        Cassette.Exchange(
            request: Request(
                method: "GET",
                path: "/people/C-4711%2Fx",
                query: [field("kind", "web"), field("kind", "app"), field("empty", ""), field("$cursor", "a b")],
                headers: [field("identifier", "C-4711/x")]
            ),
            answer: .failure(.truncated)
        ),
    ]

    private static let cassette = Cassette(
        adapter: "acme",
        config: ["host": "cmp.example.com", "tenant": "7"],
        since: Instant(iso8601: "2026-11-01T00:00:00Z"),
        now: Instant(milliseconds: 1_795_478_400_000),
        exchanges: exchanges
    )

    @Test("what is written reads back the same")
    func roundTrip() throws {
        let text = Self.cassette.text(about: "a login, and an answer that broke off: \"x\"")
        #expect(try Cassette(yaml: text, file: "c.yaml") == Self.cassette)
        var one = Self.cassette
        one.subject = "person-1"
        one.since = nil
        one.exchanges = []
        #expect(throws: DiagnosticsError.self) { try Cassette(yaml: one.text(about: "x"), file: "c.yaml") }
    }

    @Test(
        "every mistake in a file is told with its place",
        arguments: [
            ("cassette: \"2\"\nabout: x\nadapter: a\nnow: 2026-11-24\nexchanges: []", "format"),
            ("cassette: \"1\"\nadapter: a\nnow: soon\nexchanges: []", "now is a time"),
            (
                "cassette: \"1\"\nabout: x\nadapter: a\nnow: 2026-11-24\nexchanges: [{ request: { method: GET } }]",
                "path"
            ),
            (
                "cassette: \"1\"\nabout: x\nadapter: a\nnow: 2026-11-24\nexchanges: [{ request: { method: GET, path: / } }]",
                "a response or a failure"
            ),
            (
                "cassette: \"1\"\nabout: x\nadapter: a\nnow: 2026-11-24\n"
                    + "exchanges: [{ request: { method: GET, path: / }, failure: tired }]",
                "tired"
            ),
        ]
    )
    func mistakes(text: String, hint: String) {
        let error = #expect(throws: DiagnosticsError.self) { try Cassette(yaml: text, file: "c.yaml") }
        #expect(error?.description.contains(hint) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("c.yaml:") == true)
    }

    @Test("a request fits if it has everything that is written down; *** stands for anything")
    func matching() {
        let field = Self.field
        let wanted = Request(
            method: "GET",
            path: "/people/***",
            query: [field("kind", "web"), field("kind", "app")],
            headers: [field("X-Id", "a***z")],
            body: nil
        )
        var asked = Request(
            method: "GET",
            path: "/people/7",
            query: [field("kind", "app"), field("more", "1"), field("kind", "web")],
            headers: [field("x-id", "a-to-z")],
            body: "x"
        )
        #expect(wanted.matches(asked))
        asked.headers = [field("x-id", "a-to-y")]
        #expect(!wanted.matches(asked))
        asked.headers = [field("x-id", "az")]
        #expect(wanted.matches(asked))
        asked.query.removeLast()
        #expect(!wanted.matches(asked), "one of two fields of a name is missing")
        let body = Request(method: "POST", path: "/", body: "client_id=a&client_secret=***&x=***&y=1")
        #expect(body.matches(Request(method: "POST", path: "/", body: "client_id=a&client_secret=s&x=&y=1")))
        #expect(!body.matches(Request(method: "POST", path: "/", body: "client_id=a&client_secret=s&y=1")))
        #expect(!body.matches(Request(method: "POST", path: "/")))
        #expect(!body.matches(Request(method: "PUT", path: "/", body: "client_id=a&client_secret=s&x=&y=1")))
    }

    @Test("credentials, persons and addresses are masked by value, in every spelling, each person alike")
    func masking() {
        let mask = CassetteMask(
            secrets: [Secret("s3cret-key"), Secret("tok-12345")],
            subjects: [
                SubjectID(namespace: "acme", id: "C-4711/x"), SubjectID(namespace: "email", id: "ada@acme.io"),
                SubjectID(namespace: "other", id: "C-4711/x"),
            ]
        )
        let masked = Cassette(adapter: "acme", now: Self.cassette.now, exchanges: mask.masked(Self.exchanges))
        let text = masked.text(about: "x")
        for secret in ["s3cret", "tok-1", "4711", "ada@", "Ada\"", "acme.io"] {
            #expect(!text.contains(secret), "\(secret)")
        }
        #expect(masked.exchanges[0].request.body == #"{"key":"***","of":"person-2@example.com"}"#)
        #expect(masked.exchanges[1].request.path == "/people/person-1")
        #expect(masked.exchanges[1].request.headers.first?.value == "person-1")
        #expect(
            masked.exchanges[0].answer
                == .response(
                    status: 200,
                    headers: [Self.field("Content-Type", "application/json")],
                    body: #"{"access_token":"***","owner":"person-2@example.com","first_name":"***"}"#
                )
        )
        #expect(mask.masked("mail bob@myexample.com") == "mail somebody@example.com")
        #expect(mask.masked("mail bob%40my.org") == "mail somebody@example.com")
    }

    @Test("exchanges are played in their order, and what is not there fails and is remembered")
    func playing() async throws {
        let request = HTTPRequest(.get, "https://cmp.example/all?page=1")
        let exchange = { (body: String) in
            Cassette.Exchange(
                request: Cassette.Request(request),
                answer: .response(status: 200, headers: [], body: body)
            )
        }
        let player = CassettePlayer(
            Cassette(adapter: "acme", now: Self.cassette.now, exchanges: [exchange("1"), exchange("2")])
        )
        #expect(try await player.send(request).body == Array("1".utf8))
        #expect(player.remaining == 1)
        #expect(try await player.send(request).body == Array("2".utf8))
        await #expect(throws: TransportError.self) { try await player.send(request) }
        #expect(player.unmatched == ["GET /all"])
    }
}
