import ConsentTransport
import Testing

@Suite("Servers that misbehave")
struct HostileServerTests {
    /// Sends one GET to a server with these steps and returns the error.
    private func error(
        _ limits: TransportLimits = TransportLimits(),
        _ steps: [LoopbackServer.Step]
    ) async throws -> TransportError? {
        try await LoopbackServer.with { _ in
            steps
        } _: { server in
            let client = try loopbackClient(limits: limits)
            return await client.failure(HTTPRequest(.get, server.url()))
        }
    }

    private func limits(_ change: (inout TransportLimits) -> Void) -> TransportLimits {
        var limits = TransportLimits()
        change(&limits)
        return limits
    }

    static let cutOff: [(String, [LoopbackServer.Step])] = [
        ("before anything", [.close]),
        ("in the status line", [.text("HTTP/1.1 20"), .close]),
        ("in the header", [.text("HTTP/1.1 200 OK\r\nContent-Le"), .close]),
        ("between header and body", [.begin(200, ["Content-Length: 10"]), .close]),
        ("in the body", [.begin(200, ["Content-Length: 10"], [1, 2, 3]), .close]),
        ("in a chunk", [.begin(200, ["Transfer-Encoding: chunked"], Array("5\r\nab".utf8)), .close]),
        ("between chunks", [.begin(200, ["Transfer-Encoding: chunked"], Array("2\r\nab\r\n".utf8)), .close]),
    ]

    @Test("an answer that is cut off is truncated and may be tried again, wherever the cut is", arguments: cutOff)
    func truncation(_ place: String, _ steps: [LoopbackServer.Step]) async throws {
        let error = try #require(try await error(TransportLimits(), steps))
        #expect(error.code == .truncated || error.code == .protocolViolation, "cut \(place): \(error)")
        #expect(place == "in the status line" || error.code == .truncated, "cut \(place): \(error)")
        #expect(error.message.contains("127.0.0.1"))
    }

    @Test("a body at the limit is taken, one byte more is not, whether its length is announced or not")
    func bodyLimit() async throws {
        let limits = limits { $0.maxBodyBytes = 1_000 }
        for size in [1_000, 1_001] {
            let body = [UInt8](repeating: 0x61, count: size)
            let hex = String(size, radix: 16)
            let chunk = Array("\(hex)\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
            let ways: [LoopbackServer.Step] = [
                .begin(200, ["Content-Length: \(size)"], body),
                .begin(200, ["Transfer-Encoding: chunked"], chunk),
                .begin(200, ["Connection: close"], body),
            ]
            for way in ways {
                let error = try await error(limits, [way, .close])
                #expect(error?.code == (size > 1_000 ? .bodyTooLarge : nil))
            }
        }
    }

    @Test("an endless chunked body is stopped at the limit")
    func endlessBody() async throws {
        let chunk = Array("4000\r\n".utf8) + [UInt8](repeating: 0x61, count: 0x4000) + Array("\r\n".utf8)
        let steps =
            [.begin(200, ["Transfer-Encoding: chunked"])] + [LoopbackServer.Step](repeating: .send(chunk), count: 200)
        let error = try await error(limits { $0.maxBodyBytes = 100_000 }, steps + [.hang])
        #expect(error?.code == .bodyTooLarge)
        #expect(error?.failureClass == .contract)
    }

    @Test("a small body that decompresses to a huge one is stopped at the limit")
    func gzipBomb() async throws {
        let bomb = GzipSamples.bomb
        let steps: [LoopbackServer.Step] = [
            .begin(200, ["Content-Encoding: gzip", "Content-Length: \(bomb.count)"], bomb)
        ]
        #expect(try await error(limits { $0.maxBodyBytes = (4 << 20) - 1 }, steps)?.code == .bodyTooLarge)
        #expect(try await error(limits { $0.maxBodyBytes = 4 << 20 }, steps) == nil)
    }

    @Test("the most violent bomb, megabytes from a few hundred bytes, is stopped by its expansion alone")
    func zstdBomb() async throws {
        let bomb = CompressedSample.zstdBomb
        let error = try await error(
            TransportLimits(),
            [.begin(200, ["Content-Encoding: zstd", "Content-Length: \(bomb.count)"], bomb)]
        )
        // A libcurl without zstd does not know the encoding.
        #expect(error?.code == .bodyTooLarge || error?.code == .badEncoding)
    }

    @Test(
        "damaged or unknown compression is an error and not a body",
        arguments: ["gzip", "deflate", "br", "zstd", "secret"]
    )
    func badEncoding(_ encoding: String) async throws {
        let error = try await error(
            TransportLimits(),
            [.begin(200, ["Content-Encoding: \(encoding)", "Content-Length: 12"], Array("not that one".utf8))]
        )
        #expect(error?.code == .badEncoding)
    }

    @Test("header lines are counted, and their bytes, with interim answers among them")
    func headerLimits() async throws {
        let limits = limits {
            $0.maxHeaderCount = 10
            $0.maxHeaderBytes = 1_000
        }
        let interim = LoopbackServer.Step.text("HTTP/1.1 100 Continue\r\n\r\n")
        // Status line, length, empty line and the given ones.
        let fields = (0..<8).map { "X-\($0): v" }
        #expect(try await error(limits, [.answer(200, Array(fields.prefix(7)), "")]) == nil)
        #expect(try await error(limits, [.answer(200, fields, "")])?.code == .headersTooLarge)
        #expect(
            try await error(limits, [.answer(200, ["X: " + String(repeating: "x", count: 1_000)], "")])?.code
                == .headersTooLarge
        )
        let endless = [LoopbackServer.Step](repeating: interim, count: 50)
        #expect(try await error(limits, endless + [.hang])?.code == .headersTooLarge)
    }

    @Test("what is not HTTP is refused", arguments: ["SSH-2.0-OpenSSH_9\r\n", "<html></html>", "220 ftp ready\r\n"])
    func notHTTP(_ greeting: String) async throws {
        let error = try await error(TransportLimits(), [.text(greeting), .close])
        #expect(error?.code == .protocolViolation)
        #expect(error?.failureClass == .contract)
    }

    @Test("a server that accepts and says nothing runs into the total timeout")
    func silence() async throws {
        let error = try await error(limits { $0.totalTimeout = .milliseconds(150) }, [.hang])
        #expect(error?.code == .timeout)
        #expect(error?.failureClass == .transient)
        #expect(error?.curlCode == 28)
    }

    @Test("a server that accepts and says nothing is given up by the first-byte limit long before the total timeout")
    func firstByte() async throws {
        let limits = limits { $0.firstByteTimeout = .milliseconds(100) }
        let error = try await error(limits, [.hang])
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("begin to answer") == true)
        #expect(try await self.error(limits, [.text("HTTP/1.1 100 Continue\r\n\r\n"), .answer()]) == nil)
    }

    @Test("a body that expands more than allowed is stopped, though it is within the limit of size")
    func expansion() async throws {
        let bomb = GzipSamples.bomb
        let steps: [LoopbackServer.Step] = [
            .begin(200, ["Content-Encoding: gzip", "Content-Length: \(bomb.count)"], bomb)
        ]
        let strict = limits {
            $0.expansionFloorBytes = 1 << 20
            $0.maxExpansion = 20
        }
        let error = try await error(strict, steps)
        #expect(error?.code == .bodyTooLarge)
        #expect(error?.message.contains("decompresses") == true)
        #expect(try await self.error(limits { $0.expansionFloorBytes = 1 << 20 }, steps) == nil)
    }

    @Test("a server that drips is given up by the speed limit long before the total timeout")
    func slowDrip() async throws {
        let limits = limits {
            $0.lowSpeedBytesPerSecond = 10_000
            $0.lowSpeedTime = .seconds(1)
        }
        let body = [UInt8](repeating: 0x61, count: 10_000)
        let error = try await error(limits, [.begin(200, ["Content-Length: 10000"]), .drip(body)])
        #expect(error?.code == .tooSlow)
    }

    @Test("the request's own timeout replaces the client's")
    func requestTimeout() async throws {
        try await LoopbackServer.with { _ in
            [.hang]
        } _: { server in
            let client = try loopbackClient()
            let request = HTTPRequest(.get, server.url(), timeout: .milliseconds(100))
            let error = await client.failure(request)
            #expect(error?.code == .timeout)
        }
    }

    @Test("nothing listening is unreachable, a name without address as well")
    func unreachable() async throws {
        let server = try LoopbackServer { _ in [] }
        let url = server.url()
        server.stop()
        let client = try loopbackClient(hosts: ["127.0.0.1", "no-such-host.invalid"])
        let refused = await client.failure(HTTPRequest(.get, url))
        #expect(refused?.code == .unreachable)
        #expect(refused?.curlCode == 7)
        let unknown = await client.failure(HTTPRequest(.get, "http://no-such-host.invalid/"))
        #expect(unknown?.code == .unreachable)
        #expect(unknown?.curlCode == 6)
    }

    @Test("a server that does not speak TLS fails in the handshake")
    func plainOnTLS() async throws {
        try await LoopbackServer.with(greeting: [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .close]) { _ in
            []
        } _: { server in
            let client = try loopbackClient()
            let url = "https://127.0.0.1:\(server.port)/"
            let error = await client.failure(HTTPRequest(.get, url))
            #expect(error?.code == .tlsHandshake)
            #expect(error?.failureClass == .transient)
        }
    }
}
