import ConsentAdapters
import ConsentTransport
import Synchronization
import Testing

@Suite("OAuth 2 client credentials")
struct OAuth2Tests {
    typealias Placement = OAuth2ClientCredentials.Placement

    private let clock = VirtualClock()

    private func settings(_ placement: Placement = .form) -> OAuth2ClientCredentials.Settings {
        OAuth2ClientCredentials.Settings(
            tokenURL: "https://cmp.example/oauth/token",
            clientID: "my id",
            clientSecret: Secret("canary&secret"),
            credentialsIn: placement,
            scope: "read all"
        )
    }

    /// A token endpoint whose n-th token is `t<n>`, with these members beside it.
    private func endpoint(_ members: String = "") -> ScriptedSender {
        ScriptedSender { (_, number) throws(TransportError) in
            HTTPResponse(status: 200, body: Array(#"{"access_token":"t\#(number)"\#(members)}"#.utf8))
        }
    }

    private func source(
        _ sender: ScriptedSender,
        _ placement: Placement = .form
    ) -> OAuth2ClientCredentials {
        OAuth2ClientCredentials(settings(placement), sender: sender, clock: clock)
    }

    private func token(_ source: OAuth2ClientCredentials) async throws(TransportError) -> String? {
        var request = HTTPRequest(.get, "https://cmp.example/data")
        try await source.apply(to: &request)
        return request.headers["Authorization"]
    }

    @Test("id and secret travel where the endpoint wants them", arguments: Placement.allCases)
    func placements(_ placement: Placement) async throws {
        let sender = endpoint()
        #expect(try await token(source(sender, placement)) == "Bearer t1")
        let request = try #require(sender.requests.first)
        #expect(request.method == .post)
        let body = request.body.map { String(decoding: $0, as: UTF8.self) }
        let grant = "grant_type=client_credentials&scope=read%20all"
        let credentials = "&client_id=my%20id&client_secret=canary%26secret"
        switch placement {
        case .form:
            #expect(body == grant + credentials)
            #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
            #expect(request.headers["Authorization"] == nil)
        case .basic:
            #expect(body == grant)
            // "my%20id:canary%26secret"
            #expect(request.headers["Authorization"] == "Basic bXklMjBpZDpjYW5hcnklMjZzZWNyZXQ=")
        case .query:
            #expect(request.url == "https://cmp.example/oauth/token?" + grant + credentials)
            #expect(body == nil)
        case .json:
            #expect(
                body == #"{"client_id":"my id","client_secret":"canary&secret","#
                    + #""grant_type":"client_credentials","scope":"read all"}"#
            )
            #expect(request.headers["Content-Type"] == "application/json")
        }
    }

    static let lifetimes: [(String, Duration)] = [
        (#","expires_in":3600"#, .seconds(3_540)), (#","expires_in":"3600""#, .seconds(3_540)),
        (#","expires_in":3600.5"#, .milliseconds(3_540_500)), ("", .seconds(240)),
        (#","expires_in":null"#, .seconds(240)),
        (#","expires_in":"soon""#, .seconds(240)), (#","expires_in":-5"#, .seconds(240)),
        (#","expires_in":0"#, .seconds(240)), (#","expires_in":60"#, .seconds(30)), (#","expires_in":61"#, .seconds(1)),
        (#","expires_in":1e300"#, .seconds(86_340)), (#","expires_in":[1],"token_type":"bearer""#, .seconds(240)),
    ]

    @Test("a token is used until a minute before its end, five minutes where none is named", arguments: lifetimes)
    func lifetime(_ members: String, _ usable: Duration) async throws {
        let sender = endpoint(members)
        let source = source(sender)
        #expect(try await token(source) == "Bearer t1")
        clock.advance(by: usable - .milliseconds(1))
        #expect(try await token(source) == "Bearer t1")
        clock.advance(by: .milliseconds(1))
        #expect(try await token(source) == "Bearer t2")
        #expect(sender.requests.count == 2)
    }

    @Test("many requests without a token ask for one together")
    func singleFlight() async throws {
        let sender = ScriptedSender { (_, number) async throws(TransportError) in
            for _ in 0..<100 { await Task.yield() }
            return HTTPResponse(status: 200, body: Array(#"{"access_token":"t\#(number)"}"#.utf8))
        }
        let source = source(sender)
        let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await token(source) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(tokens == ["Bearer t1"])
        #expect(sender.requests.count == 1)
    }

    @Test("refused client credentials are reported once as configuration, without a storm", arguments: [400, 401, 403])
    func refused(_ status: Int) async throws {
        let sender = ScriptedSender(statuses: [status])
        do throws(TransportError) {
            _ = try await token(source(sender))
            Issue.record("accepted")
        } catch {
            #expect(error.code == .credentialsRefused)
            #expect(error.failureClass == .config)
            #expect(error.httpStatus == status)
            #expect(error.message.contains("cmp.example"))
            #expect(!"\(error)".contains("canary"))
        }
        #expect(sender.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test("a token endpoint that throttles or fails is waited for like any other")
    func waitsForEndpoint() async throws {
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            switch number {
            case 1: HTTPResponse(status: 429, headers: ["Retry-After": "7"])
            case 2: HTTPResponse(status: 502)
            default: HTTPResponse(status: 200, body: Array(#"{"access_token":"t"}"#.utf8))
            }
        }
        #expect(try await token(source(sender)) == "Bearer t")
        #expect(clock.sleeps.first == .seconds(7))
        #expect(sender.requests.count == 3)
    }

    static let unusable = [
        "", "canary", "[]", "null", "{}", #"{"access_token":null}"#, #"{"access_token":""}"#, #"{"access_token":7}"#,
        #"{"access_token":"canary\r\nX: y"}"#, #"{"access_token":"can ary"}"#, #"{"access_token":"canary"#,
        #"{"access_token":"canary","token_type":"mac"}"#,
        #"{"access_token":""# + String(repeating: "a", count: 16 << 10) + #"a"}"#,
        #"{"access_token":"t","x":""# + String(repeating: "a", count: 64 << 10) + #""}"#,
        String(repeating: #"{"a":"#, count: 10_000),
    ]

    @Test("an answer without a usable token is an error that shows nothing of it", arguments: unusable)
    func unusableAnswers(_ body: String) async throws {
        let sender = ScriptedSender { (_, _) throws(TransportError) in HTTPResponse(status: 200, body: Array(body.utf8))
        }
        do throws(TransportError) {
            _ = try await token(source(sender))
            Issue.record("accepted")
        } catch {
            #expect(error.code == .tokenUnusable)
            #expect(error.failureClass == .contract)
            #expect(!"\(error)".contains("canary"))
        }
    }

    @Test("the longest token is taken")
    func longestToken() async throws {
        let long = String(repeating: "a", count: 16 << 10)
        let sender = ScriptedSender { (_, _) throws(TransportError) in
            HTTPResponse(status: 200, body: Array(#"{"access_token":"\#(long)"}"#.utf8))
        }
        #expect(try await token(source(sender)) == "Bearer " + long)
    }

    @Test("over libcurl: a token is fetched, refused, renewed once and reused")
    func overLibcurl() async throws {
        let tokens = Atomic<Int>(0)
        try await LoopbackServer.with { request in
            if request.path == "/token" {
                let number = tokens.add(1, ordering: .relaxed).newValue
                return [
                    .answer(
                        200,
                        ["Content-Type: application/json"],
                        #"{"access_token":"t\#(number)","expires_in":3600}"#
                    )
                ]
            }
            return [request.header("Authorization") == "Bearer t2" ? .answer(200, [], "data") : .answer(401)]
        } _: { server in
            let client = try loopbackClient()
            let settings = OAuth2ClientCredentials.Settings(
                tokenURL: server.url("/token"),
                clientID: "id",
                clientSecret: Secret("s")
            )
            let session = HTTPSession(sender: client, credentials: OAuth2ClientCredentials(settings, sender: client))
            for _ in 0..<3 {
                #expect(try await session.fetch(HTTPRequest(.get, server.url("/data"))).text == "data")
            }
            #expect(server.requests.map(\.path) == ["/token", "/data", "/token", "/data", "/data", "/data"])
        }
    }
}
