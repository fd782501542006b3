import ConsentAdapters
import ConsentTransport
import Testing

@Suite("A vendor's own login")
struct SessionLoginTests {
    private let clock = VirtualClock()

    private func settings(change: (inout SessionLogin.Settings) -> Void = { _ in }) -> SessionLogin.Settings {
        var settings = SessionLogin.Settings(
            loginURL: "https://cmp.example/v1/sessions",
            members: [("type", "api-key"), ("key", "my id")],
            secretMembers: [("secret", Secret("canary"))]
        )
        change(&settings)
        return settings
    }

    private func answering(_ body: @escaping @Sendable (Int) -> String) -> ScriptedSender {
        ScriptedSender { (_, number) throws(TransportError) in HTTPResponse(status: 200, body: Array(body(number).utf8))
        }
    }

    private func prepared(_ source: SessionLogin) async throws(TransportError) -> HTTPRequest {
        var request = HTTPRequest(.get, "https://cmp.example/data")
        try await source.apply(to: &request)
        return request
    }

    @Test("id and secret are posted as JSON, and the token becomes a bearer token")
    func login() async throws {
        let sender = answering { #"{"access_token":"t\#($0)"}"# }
        let source = SessionLogin(settings(), sender: sender, clock: clock)
        #expect(try await prepared(source).headers["Authorization"] == "Bearer t1")
        let login = try #require(sender.requests.first)
        #expect(login.method == .post)
        #expect(login.url == "https://cmp.example/v1/sessions")
        #expect(login.headers["Content-Type"] == "application/json")
        #expect(
            String(decoding: login.body ?? [], as: UTF8.self) == #"{"key":"my id","secret":"canary","type":"api-key"}"#
        )
        #expect(!"\(settings())".contains("canary"))
    }

    @Test("the token is found on its path, its life on another, and a field of the vendor's own carries it")
    func paths() async throws {
        let sender = answering { #"{"data":{"session":{"id":"t\#($0)","ttl":"120"}}}"# }
        let settings = settings {
            $0.tokenPath = ["data", "session", "id"]
            $0.lifetimePath = ["data", "session", "ttl"]
            $0.headerName = "X-Session"
        }
        let source = SessionLogin(settings, sender: sender, clock: clock)
        let request = try await prepared(source)
        #expect(request.headers["X-Session"] == "t1")
        #expect(request.headers["Authorization"] == nil)
        clock.advance(by: .milliseconds(59_999))
        #expect(try await prepared(source).headers["X-Session"] == "t1")
        clock.advance(by: .milliseconds(1))
        #expect(try await prepared(source).headers["X-Session"] == "t2")
    }

    @Test("a life that the answer does not name is the one of the settings")
    func fallback() async throws {
        let sender = answering { #"{"access_token":"t\#($0)"}"# }
        let settings = settings {
            $0.fallbackLifetime = .seconds(3_600)
            $0.margin = .seconds(100)
        }
        let source = SessionLogin(settings, sender: sender, clock: clock)
        _ = try await prepared(source)
        clock.advance(by: .seconds(3_499))
        _ = try await prepared(source)
        #expect(sender.requests.count == 1)
        clock.advance(by: .seconds(1))
        _ = try await prepared(source)
        #expect(sender.requests.count == 2)
    }

    @Test(
        "an answer without the token is an error that shows nothing of it",
        arguments: [
            "", "[]", "{}", #"{"data":"canary"}"#, #"{"data":{"id":7,"x":"canary"}}"#, #"{"access_token":"canary"}"#,
        ]
    )
    func unusable(_ body: String) async throws {
        let source = SessionLogin(
            settings { $0.tokenPath = ["data", "id"] },
            sender: answering { _ in body },
            clock: clock
        )
        do throws(TransportError) {
            _ = try await prepared(source)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .tokenUnusable)
            #expect(!"\(error)".contains("canary"))
        }
    }

    @Test("a refused login is configuration and is not repeated", arguments: [400, 401, 403])
    func refused(_ status: Int) async throws {
        let sender = ScriptedSender(statuses: [status])
        let source = SessionLogin(settings(), sender: sender, clock: clock)
        do throws(TransportError) {
            _ = try await prepared(source)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .credentialsRefused)
            #expect(error.failureClass == .config)
        }
        #expect(sender.requests.count == 1)
    }

    @Test("a 401 in mid-run logs in once more, a 403 does not", arguments: [(401, 2), (403, 1)])
    func renewed(_ status: Int, _ logins: Int) async throws {
        let sender = ScriptedSender { (request, number) throws(TransportError) in
            guard !request.url.hasSuffix("/sessions") else {
                return HTTPResponse(status: 200, body: Array(#"{"access_token":"t\#(number)"}"#.utf8))
            }
            return HTTPResponse(status: request.headers["Authorization"] == "Bearer t1" ? status : 200)
        }
        let credentials = AccountCredentials.session(settings()).source(sender: sender, clock: clock)
        let session = HTTPSession(sender: sender, credentials: credentials, clock: clock)
        let answer = try? await session.fetch(HTTPRequest(.get, "https://cmp.example/data")).status
        #expect(answer == (status == 401 ? 200 : nil))
        #expect(sender.requests.count { $0.url.hasSuffix("/sessions") } == logins)
    }
}
