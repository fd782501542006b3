@testable import ConsentTransport
import Testing

@Suite("Redirects")
struct RedirectTests {
    private let policy = TransportPolicy(
        allowedHosts: ["a.example.com", "b.example.com", "10.0.0.1"].compactMap { HostPattern($0) }
    )

    private func next(
        _ status: Int,
        _ location: String?,
        method: HTTPMethod = .get,
        from url: String = "https://a.example.com/v1/list?page=1"
    ) throws(TransportError) -> HTTPRequest? {
        let headers: HTTPFields = [
            "Accept": "application/json", "Authorization": "Bearer t", "X-Api-Key": "k", "Cookie": "c",
            "Content-Type": "application/json",
        ]
        let hasBody = method != .get && method != .head
        let request = HTTPRequest(method, url, headers: headers, body: hasBody ? [0x7B, 0x7D] : nil)
        var response = HTTPResponse(status: status)
        response.headers["Location"] = location
        return try Redirect.next(after: response, to: request, policy: policy)
    }

    private func refusal(_ location: String, method: HTTPMethod = .get, status: Int = 307) -> TransportError? {
        do throws(TransportError) {
            _ = try next(status, location, method: method)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "only the five statuses are redirects, and only with a target",
        arguments: [200, 204, 300, 304, 305, 306, 404]
    )
    func others(_ status: Int) throws {
        #expect(try next(status, "https://b.example.com/") == nil)
        for status in [301, 302, 303, 307, 308] { #expect(try next(status, nil) == nil) }
    }

    static let targets = [
        ("https://b.example.com/x", "https://b.example.com/x"), ("/x?y", "https://a.example.com/x?y"),
        ("x", "https://a.example.com/v1/x"), ("../x", "https://a.example.com/x"),
        ("?p=2", "https://a.example.com/v1/list?p=2"),
        ("//b.example.com/x", "https://b.example.com/x"), ("HTTPS://B.example.com/x", "https://B.example.com/x"),
    ]

    @Test("a target is read against the address that it came from", arguments: targets)
    func resolution(_ location: String, _ expected: String) throws {
        let url = try #require(try next(302, location)).url
        #expect(try RequestTarget(parsing: url) == RequestTarget(parsing: expected))
        #expect(url.lowercased() == expected.lowercased())
    }

    static let methods: [(Int, HTTPMethod, HTTPMethod)] = [
        (301, .get, .get), (301, .post, .get), (301, .put, .put), (302, .post, .get), (302, .head, .head),
        (302, .delete, .delete), (303, .get, .get), (303, .head, .head), (303, .post, .get), (303, .put, .get),
        (303, .delete, .get), (307, .get, .get), (307, .post, .post), (307, .put, .put), (308, .post, .post),
        (308, .patch, .patch),
    ]

    @Test("303 asks with GET, 301 and 302 turn POST into GET, 307 and 308 change nothing", arguments: methods)
    func method(_ status: Int, _ method: HTTPMethod, _ expected: HTTPMethod) throws {
        let next = try #require(try next(status, "/x", method: method))
        #expect(next.method == expected)
        let keepsBody = method == expected && method != .get && method != .head
        #expect(next.body == (keepsBody ? [0x7B, 0x7D] : nil))
        #expect((next.headers["Content-Type"] == nil) == (method != expected))
        #expect(next.headers["Authorization"] == "Bearer t")
    }

    @Test("to another host or port only harmless fields go along")
    func credentials() throws {
        let other = try #require(try next(302, "https://b.example.com/x"))
        #expect(other.headers.fields.map(\.name) == ["Accept"])
        let same = try #require(try next(302, "https://a.example.com/x"))
        #expect(same.headers["X-Api-Key"] == "k")
    }

    static let refused = [
        "http://a.example.com/", "http://b.example.com/", "ftp://a.example.com/", "file:///etc/passwd",
        "gopher://a.example.com/", "https://evil.test/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/",
        "https://169.254.169.254/latest", "https://a.example.com.evil.test/", "https://a.example.com@evil.test/",
        "https://user:canary@a.example.com/", "https://evil.test\\@a.example.com/", "https://a.example.com:8443/",
        "https://a.example.com/a b", "https://a.example.com/\u{e9}", "https://", "javascript:alert(1)",
        "//evil.test/canary?canary",
    ]

    @Test("a target that leads elsewhere, leaves https or reads two ways is refused", arguments: refused)
    func refusals(_ location: String) throws {
        let error = try #require(refusal(location), "\(location)")
        #expect(error.code == .redirectRefused)
        #expect(error.failureClass == .contract)
        #expect(error.message.hasPrefix("a.example.com redirects "))
        #expect(!error.message.contains("canary"))
    }

    @Test("a body goes to no other host")
    func bodies() throws {
        #expect(refusal("https://b.example.com/x", method: .post, status: 307)?.code == .redirectRefused)
        #expect(refusal("https://b.example.com/x", method: .put, status: 302)?.code == .redirectRefused)
        #expect(refusal("https://b.example.com/x", method: .post, status: 303) == nil)
    }

    @Test("as many redirects as allowed are followed, one more is not, and with none they are handed out")
    func number() async throws {
        for (count, limit) in [(3, 3), (4, 3), (0, 0)] {
            let sender = ScriptedSender { (_, number) throws(TransportError) in
                let status = number <= count ? 302 : 200
                return HTTPResponse(status: status, headers: ["Location": "/\(number)"])
            }
            let follower = RedirectFollower(sender, policy: policy, maxRedirects: limit)
            let error = await follower.failure(HTTPRequest(.get, "https://a.example.com/"))
            #expect((error?.code == .redirectRefused) == (count > limit))
            #expect(sender.requests.count == min(count, limit) + 1)
        }
        let sender = ScriptedSender { (_, _) throws(TransportError) in
            HTTPResponse(status: 302, headers: ["Location": "/again"])
        }
        let response = try await RedirectFollower(sender, policy: policy, maxRedirects: 0)
            .send(HTTPRequest(.get, "https://a.example.com/"))
        #expect(response.status == 302)
    }

    @Test("over libcurl: whole answers and streams are followed alike")
    func followed() async throws {
        try await LoopbackServer.with { request in
            request.path == "/" ? [.answer(307, ["Location: /data"], "moved")] : [.answer(200, [], "data")]
        } _: { server in
            let client = try loopbackClient()
            let local = TransportPolicy(allowedHosts: [try #require(HostPattern("127.0.0.1"))], insecureTest: true)
            let follower = RedirectFollower(client, policy: local)
            #expect(try await follower.send(HTTPRequest(.get, server.url())).text == "data")
            let stream = try await follower.open(HTTPRequest(.get, server.url()))
            #expect(stream.head.status == 200)
            #expect(try await stream.body.collect(upTo: 4) == Array("data".utf8))
            #expect(server.requests.map(\.path) == ["/", "/data", "/", "/data"])
        }
    }

    static let inside = ["10.0.0.1", "169.254.169.254", "inside.example.com"]

    @Test("over libcurl: an allowed host behind a redirect is refused by its address", arguments: inside)
    func addresses(_ host: String) async throws {
        try await LoopbackServer.with { _ in
            [.answer(302, ["Location: http://\(host)/latest/meta-data"])]
        } _: { server in
            let hosts = ["127.0.0.1", host]
            let client = try loopbackClient(hosts: hosts, resolved: ["inside.example.com:80:169.254.169.254"])
            let local = TransportPolicy(allowedHosts: hosts.compactMap { HostPattern($0) }, insecureTest: true)
            let follower = RedirectFollower(client, policy: local)
            let request = HTTPRequest(.get, server.url())
            #expect(await follower.failure(request)?.code == .addressRefused)
            #expect(await follower.streamFailure(request)?.code == .addressRefused)
        }
    }
}
