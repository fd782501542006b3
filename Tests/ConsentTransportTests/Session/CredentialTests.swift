import ConsentAdapters
import ConsentTransport
import Synchronization
import Testing

/// A source whose n-th token is `token-n`.
private final class CountingSource: CredentialSource {
    private let number = Atomic<Int>(1)

    var canRefresh: Bool { true }

    var refreshes: Int { number.load(ordering: .relaxed) - 1 }

    func apply(to request: inout HTTPRequest) {
        request.headers["Authorization"] = "token-\(number.load(ordering: .relaxed))"
    }

    func refresh() async {
        // Gives the other refused requests every chance to ask for a refresh of their own.
        for _ in 0..<100 { await Task.yield() }
        number.add(1, ordering: .relaxed)
    }
}

@Suite("Credentials")
struct CredentialTests {
    private let clock = VirtualClock()

    @Test("fixed credentials go where they belong")
    func fixedCredentials() throws {
        let cases: [(FixedCredentials, String?, String?, String)] = [
            (.none, nil, nil, "https://a.b/"),
            (.bearer(Secret("t")), "Bearer t", nil, "https://a.b/"),
            (
                .basic(user: "Aladdin", password: Secret("open sesame")), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", nil,
                "https://a.b/"
            ),
            (.header(name: "X-Key", Secret("k")), nil, "k", "https://a.b/"),
            (.query(name: "key", Secret("a b")), nil, nil, "https://a.b/?key=a%20b"),
            (
                .headers([("Authorization", Secret("Key sesame")), ("X-Key", Secret("k"))]), "Key sesame", "k",
                "https://a.b/"
            ),
        ]
        for (credentials, authorization, key, url) in cases {
            var request = HTTPRequest(.get, "https://a.b/")
            try credentials.apply(to: &request)
            #expect(request.headers["Authorization"] == authorization)
            #expect(request.headers["X-Key"] == key)
            #expect(request.url == url)
            #expect(!"\(credentials)".contains("sesame"))
        }
    }

    @Test("a credential in the path takes the place that the URL leaves for it, encoded")
    func pathSegment() throws {
        let credentials = FixedCredentials.pathSegment(name: "key", Secret("a/../b?c"))
        var request = HTTPRequest(.get, "https://a.b/v1/{key}/list?x={key}")
        try credentials.apply(to: &request)
        #expect(request.url == "https://a.b/v1/a%2F..%2Fb%3Fc/list?x={key}")
        var other = HTTPRequest(.get, "https://a.b/v1/list")
        #expect(throws: TransportError.self) { try credentials.apply(to: &other) }
        #expect(other.url == "https://a.b/v1/list")
    }

    @Test("many requests that are refused at the same time cause one refresh")
    func sharedRefresh() async throws {
        let source = CountingSource()
        let sender = ScriptedSender { (request, _) async throws(TransportError) in
            for _ in 0..<20 { await Task.yield() }
            return HTTPResponse(status: request.headers["Authorization"] == "token-1" ? 401 : 200)
        }
        let session = HTTPSession(sender: sender, credentials: source, clock: clock)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask { try await session.fetch(HTTPRequest(.get, "https://cmp.example/")).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 50))
        #expect(source.refreshes == 1)
    }

    @Test("a second refusal after the refresh is a matter of configuration")
    func refusedTwice() async throws {
        let source = CountingSource()
        let sender = ScriptedSender(statuses: [401])
        let session = HTTPSession(sender: sender, credentials: source, clock: clock)
        do throws(TransportError) {
            _ = try await session.fetch(HTTPRequest(.get, "https://cmp.example/"))
            Issue.record("accepted")
        } catch {
            #expect(error.code == .credentialsRefused)
            #expect(error.failureClass == .config)
        }
        #expect(sender.requests.map { $0.headers["Authorization"] } == ["token-1", "token-2"])
        #expect(source.refreshes == 1)
    }

    @Test("a cancelled request leaves a refresh that others wait for alone")
    func cancelledRefresh() async throws {
        let gate = Mutex(false)
        let asked = Atomic<Int>(0)
        let sender = ScriptedSender { (request, _) async throws(TransportError) in
            guard request.url.hasSuffix("/token") else {
                return HTTPResponse(status: request.headers["Authorization"] == "Bearer t" ? 200 : 401)
            }
            asked.add(1, ordering: .relaxed)
            while !gate.withLock({ $0 }) {
                if Task.isCancelled { throw TransportError(.cancelled, "") }
                await Task.yield()
            }
            return HTTPResponse(status: 200, body: Array(#"{"access_token":"t"}"#.utf8))
        }
        let settings = OAuth2ClientCredentials.Settings(
            tokenURL: "https://cmp.example/token",
            clientID: "id",
            clientSecret: Secret("s")
        )
        let credentials = OAuth2ClientCredentials(settings, sender: sender, clock: clock)
        let session = HTTPSession(sender: sender, credentials: credentials, clock: clock)
        let request = HTTPRequest(.get, "https://cmp.example/data")
        let leaving = Task { try await session.fetch(request).status }
        let staying = Task { try await session.fetch(request).status }
        while asked.load(ordering: .relaxed) == 0 { await Task.yield() }
        for _ in 0..<100 { await Task.yield() }
        leaving.cancel()
        await #expect(throws: TransportError.self) { try await leaving.value }
        gate.withLock { $0 = true }
        #expect(try await staying.value == 200)
    }
}
