@testable import ConsentTransport
import Testing

/// A slot's handle remembers what it was told, and only the difference is told to it. These are the ways in which
/// something of one request could stay for the next.
@Suite("One request after another in the same slot")
struct SlotTests {
    /// Requests of every shape, by a name for the report.
    static let shapes: [(String, @Sendable (String) -> HTTPRequest)] = [
        ("GET", { HTTPRequest(.get, $0) }),
        (
            "GET with credentials",
            { HTTPRequest(.get, $0, headers: ["Authorization": "canary", "Accept": "text/csv"]) }
        ),
        ("GET with an empty field", { HTTPRequest(.get, $0, headers: ["X-Empty": ""]) }),
        (
            "GET with our own standing fields",
            { HTTPRequest(.get, $0, headers: ["user-agent": "x", "Accept-Encoding": "gzip"]) }
        ),
        ("GET with a timeout", { HTTPRequest(.get, $0, timeout: .seconds(1_000)) }),
        ("HEAD", { HTTPRequest(.head, $0) }),
        ("POST", { HTTPRequest(.post, $0, body: Array("posted".utf8)) }),
        ("POST that may be repeated", { HTTPRequest(.post, $0, body: Array("again".utf8), isRepeatable: true) }),
        ("POST of a type", { HTTPRequest(.post, $0, headers: ["Content-Type": "text/csv"], body: Array("a,b".utf8)) }),
        ("POST of nothing", { HTTPRequest(.post, $0) }),
        ("POST of an empty body", { HTTPRequest(.post, $0, body: []) }),
        ("PUT", { HTTPRequest(.put, $0, body: Array("put".utf8)) }),
        ("PUT of nothing", { HTTPRequest(.put, $0) }),
        ("PATCH", { HTTPRequest(.patch, $0, body: Array("patch".utf8)) }),
        ("DELETE", { HTTPRequest(.delete, $0) }),
        ("DELETE with a body", { HTTPRequest(.delete, $0, body: Array("which".utf8)) }),
    ]

    /// What a server sees of a request.
    private struct Seen: Equatable {
        let method: String
        let header: [String]
        let body: [UInt8]

        init(_ request: LoopbackServer.Request) {
            method = request.method
            header = request.headers.map { "\($0.name): \($0.value)" }
            body = request.body
        }
    }

    private static func oneSlot(_ limits: TransportLimits = patientLimits) -> TransportLimits {
        var limits = limits
        limits.maxConcurrentTransfers = 1
        return limits
    }

    @Test("whatever went before, a request is sent as if it were the first")
    func everyPair() async throws {
        try await LoopbackServer.with { request in
            [request.method == "HEAD" ? .begin(200, ["Content-Length: 0"]) : .answer(200, [], "ok")]
        } _: { server in
            var firsts: [Seen] = []
            for (_, request) in Self.shapes {
                _ = try await loopbackClient(limits: Self.oneSlot()).send(request(server.url("/x")))
                firsts.append(Seen(try #require(server.requests.last)))
            }
            let client = try loopbackClient(limits: Self.oneSlot())
            for (index, shape) in Self.shapes.enumerated() {
                for (other, next) in Self.shapes.enumerated() {
                    _ = try await client.send(shape.1(server.url("/x")))
                    #expect(Seen(try #require(server.requests.last)) == firsts[index], "\(shape.0)")
                    _ = try await client.send(next.1(server.url("/x")))
                    #expect(Seen(try #require(server.requests.last)) == firsts[other], "\(next.0) after \(shape.0)")
                }
            }
        }
    }

    @Test("a request that failed leaves nothing for the next either")
    func afterFailure() async throws {
        try await LoopbackServer.with { request in
            request.path == "/cut" ? [.begin(200, ["Content-Length: 10"]), .close] : [.answer(200, [], "ok")]
        } _: { server in
            let client = try loopbackClient(limits: Self.oneSlot())
            for (name, request) in Self.shapes where name != "HEAD" {
                _ = await client.failure(request(server.url("/cut")))
                #expect(try await client.send(HTTPRequest(.get, server.url("/x"))).text == "ok")
                let seen = try #require(server.requests.last)
                #expect(seen.method == "GET" && seen.body.isEmpty, "after \(name)")
                #expect(seen.header("Authorization") == nil && seen.header("Content-Type") == nil, "after \(name)")
            }
        }
    }

    @Test("only a request that must not be repeated gets a new connection, not the one behind it")
    func freshConnection() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "x")]
        } _: { server in
            let client = try loopbackClient(limits: Self.oneSlot())
            let (get, url) = (HTTPRequest(.get, server.url()), server.url())
            let requests = [
                get, get, HTTPRequest(.post, url, body: [1]), get,
                HTTPRequest(.post, url, body: [1], isRepeatable: true),
                HTTPRequest(.post, url), get,
            ]
            var connects: [Int] = []
            for request in requests { connects.append(try await client.send(request).facts.connects) }
            #expect(connects == [1, 0, 1, 0, 0, 1, 0])
        }
    }

    @Test("a short timeout is that of its own request only")
    func timeouts() async throws {
        try await LoopbackServer.with { request in
            request.path == "/hang"
                ? [.hang] : [.begin(200, ["Content-Length: 15"]), .drip([UInt8](repeating: 0x61, count: 15))]
        } _: { server in
            let client = try loopbackClient(limits: Self.oneSlot())
            let short = HTTPRequest(.get, server.url("/hang"), timeout: .milliseconds(100))
            for _ in 0..<2 {
                #expect(await client.failure(short)?.code == .timeout)
                #expect(try await client.send(HTTPRequest(.get, server.url("/slow"))).body.count == 15)
            }
        }
    }

    @Test("the limit of a stream is not that of the answer before it or behind it")
    func bodyLimits() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], String(repeating: "a", count: 1_001))]
        } _: { server in
            var limits = Self.oneSlot()
            limits.maxBodyBytes = 1_000
            limits.maxStreamBytes = 1_001
            let client = try loopbackClient(limits: limits)
            let request = HTTPRequest(.get, server.url())
            for _ in 0..<2 {
                #expect(await client.failure(request)?.code == .bodyTooLarge)
                #expect(try await client.open(request).body.collect(upTo: 2_000).count == 1_001)
            }
        }
    }

    @Test("standing fields are sent once, and one that the request sets itself replaces them")
    func standingFields() async throws {
        try await LoopbackServer.with { _ in
            [.answer()]
        } _: { server in
            let client = try loopbackClient(limits: Self.oneSlot())
            _ = try await client.send(HTTPRequest(.get, server.url()))
            _ = try await client.send(
                HTTPRequest(.get, server.url(), headers: ["user-agent": "x", "accept-encoding": "y"])
            )
            let names = server.requests.map { $0.headers.map { $0.name.lowercased() }.sorted() }
            #expect(names == [[String]](repeating: ["accept", "accept-encoding", "host", "user-agent"], count: 2))
            #expect(server.requests.map { $0.header("User-Agent") } == ["ConsentBridge", "x"])
            #expect(server.requests.last?.header("Accept-Encoding") == "y")
        }
    }
}
