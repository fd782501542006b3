import ConsentTransport
import Testing

@Suite("One exchange over libcurl")
struct ExchangeTests {
    @Test("a request arrives as it was written and the answer comes back with its header in order")
    func roundTrip() async throws {
        try await LoopbackServer.with { _ in
            [.answer(201, ["X-One: 1", "X-Two:  two words ", "x-one: again"], "hello")]
        } _: { server in
            let client = try loopbackClient()
            let request = HTTPRequest(
                .post,
                server.url("/a/b?q=1%202"),
                headers: ["X-Key": "k", "X-Empty": "", "Content-Type": "application/json"],
                body: Array("{}".utf8)
            )
            let response = try await client.send(request)
            #expect(response.status == 201)
            #expect(response.text == "hello")
            #expect(response.headers["X-ONE"] == "1")
            #expect(response.headers.values(of: "X-One") == ["1", "again"])
            #expect(response.headers["x-two"] == "two words")
            #expect(response.facts.connects == 1)
            #expect(response.facts.bodyBytesOnWire == 5)
            let seen = try #require(server.requests.first)
            #expect(seen.method == "POST")
            #expect(seen.path == "/a/b?q=1%202")
            #expect(seen.header("X-Key") == "k")
            #expect(seen.header("X-Empty") == "")
            #expect(seen.header("Content-Type") == "application/json")
            #expect(seen.header("Expect") == nil)
            #expect(seen.body == Array("{}".utf8))
        }
    }

    @Test("every method is sent with the right body and length", arguments: HTTPMethod.allCases)
    func methods(_ method: HTTPMethod) async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "")]
        } _: { server in
            let client = try loopbackClient()
            _ = try await client.send(HTTPRequest(method, server.url()))
            let seen = try #require(server.requests.first)
            #expect(seen.method == method.rawValue)
            let hasBodyByNature = method == .post || method == .put || method == .patch
            #expect(seen.header("Content-Length") == (hasBodyByNature ? "0" : nil))
            #expect(seen.header("Content-Type") == nil)
        }
    }

    @Test("nothing of a request is left in the handle for the next one")
    func handleIsClean() async throws {
        try await LoopbackServer.with { request in
            [request.method == "HEAD" ? .begin(200, ["Content-Length: 0"]) : .answer(200, [], "ok")]
        } _: { server in
            var limits = TransportLimits()
            limits.maxConcurrentTransfers = 1
            let client = try loopbackClient(limits: limits)
            let first = HTTPRequest(.put, server.url(), headers: ["Authorization": "x"], body: Array("body".utf8))
            _ = try await client.send(first)
            _ = try await client.send(HTTPRequest(.head, server.url()))
            let last = try await client.send(HTTPRequest(.get, server.url()))
            #expect(last.text == "ok")
            let seen = server.requests
            #expect(seen.map(\.method) == ["PUT", "HEAD", "GET"])
            #expect(seen[2].header("Authorization") == nil)
            #expect(seen[2].header("Content-Length") == nil)
            #expect(seen[2].body.isEmpty)
        }
    }

    @Test("one connection serves many requests, one after the other")
    func connectionReuse() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "x")]
        } _: { server in
            let client = try loopbackClient(limits: patientLimits)
            var connects: [Int] = []
            for _ in 0..<20 {
                connects.append(try await client.send(HTTPRequest(.get, server.url("/reuse"))).facts.connects)
            }
            #expect(connects == [1] + [Int](repeating: 0, count: 19))
            // Only ours are counted: a port given back by one test may be asked by a late client of another.
            let ours = server.requests.filter { $0.path == "/reuse" }
            #expect(ours.count == 20)
            #expect(Set(ours.map(\.connection)).count == 1)
        }
    }

    @Test("a connection that lay unused for too long is not taken")
    func idleConnection() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "x")]
        } _: { server in
            var limits = patientLimits
            limits.maxConnectionIdle = .seconds(1)
            let client = try loopbackClient(limits: limits)
            #expect(try await client.send(HTTPRequest(.get, server.url())).facts.connects == 1)
            try await Task.sleep(for: .seconds(2.5))
            #expect(try await client.send(HTTPRequest(.get, server.url())).facts.connects == 1)
        }
    }

    @Test("a request that must not be repeated gets a connection of its own")
    func freshConnection() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "x")]
        } _: { server in
            let client = try loopbackClient()
            _ = try await client.send(HTTPRequest(.get, server.url()))
            _ = try await client.send(HTTPRequest(.post, server.url(), body: [1]))
            #expect(server.connections == 2)
        }
    }

    @Test("more requests than slots wait in line, and all are answered")
    func queueing() async throws {
        try await LoopbackServer.with { request in
            [.answer(200, [], request.path)]
        } _: { server in
            var limits = TransportLimits()
            limits.maxConcurrentTransfers = 4
            let client = try loopbackClient(limits: limits)
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for index in 0..<200 {
                    let url = server.url("/\(index)")
                    group.addTask { (index, try await client.send(HTTPRequest(.get, url)).text) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(answers.count == 200)
            #expect(answers.allSatisfy { $0.value == "/\($0.key)" })
            #expect(server.connections <= 4)
        }
    }

    @Test("a redirect is handed to the caller and not followed", arguments: [301, 302, 303, 307, 308])
    func redirect(_ status: Int) async throws {
        try await LoopbackServer.with { _ in
            [.answer(status, ["Location: http://169.254.169.254/latest"], "moved")]
        } _: { server in
            let response = try await loopbackClient().send(HTTPRequest(.get, server.url()))
            #expect(response.status == status)
            #expect(response.headers["Location"] == "http://169.254.169.254/latest")
            #expect(server.requests.count == 1)
        }
    }

    @Test("of interim answers and trailers nothing is kept")
    func interimAnswers() async throws {
        let chunked = "4\r\nbody\r\n0\r\nX-Trailer: t\r\nX-Final: changed\r\n\r\n"
        try await LoopbackServer.with { _ in
            [
                .text("HTTP/1.1 103 Early Hints\r\nX-Early: e\r\n\r\n"),
                .begin(200, ["Transfer-Encoding: chunked", "X-Final: f"], Array(chunked.utf8)),
            ]
        } _: { server in
            let response = try await loopbackClient().send(HTTPRequest(.get, server.url()))
            #expect(response.text == "body")
            #expect(response.headers["X-Early"] == nil)
            #expect(response.headers["X-Trailer"] == nil)
            #expect(response.headers.values(of: "X-Final") == ["f"])
        }
    }

    @Test("a compressed body comes out decompressed, and both sizes are known", arguments: CompressedSample.hello)
    func compression(_ sample: CompressedSample) async throws {
        try await LoopbackServer.with { _ in
            [
                .begin(
                    200,
                    ["Content-Encoding: \(sample.encoding)", "Content-Length: \(sample.bytes.count)"],
                    sample.bytes
                )
            ]
        } _: { server in
            let client = try loopbackClient()
            let request = HTTPRequest(.get, server.url())
            let answer = try? await client.send(request)
            // Which of them there are is the library's; what it offers, it must be able to undo.
            let offer = try #require(server.requests.first?.header("Accept-Encoding"))
            #expect(offer.contains("gzip") && offer.contains("deflate"))
            guard offer.contains(sample.encoding) else {
                #expect(answer == nil)
                return
            }
            let response = try #require(answer)
            #expect(response.text == GzipSamples.helloText)
            #expect(response.facts.bodyBytesOnWire == sample.bytes.count)
        }
    }

    @Test("a shut-down client refuses further requests and ends those in flight")
    func shutdown() async throws {
        try await LoopbackServer.with { _ in
            [.hang]
        } _: { server in
            let client = try loopbackClient()
            async let hanging = client.failure(HTTPRequest(.get, server.url()))
            while server.requests.isEmpty { await Task.yield() }
            await client.shutdown()
            #expect(await hanging?.code == .closed)
            let url = server.url()
            let later = await client.failure(HTTPRequest(.get, url))
            #expect(later?.code == .closed)
        }
    }
}
