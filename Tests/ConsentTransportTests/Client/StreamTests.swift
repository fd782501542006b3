@testable import ConsentTransport
import Synchronization
import Testing

@Suite("Bodies that are read while they arrive")
struct StreamTests {
    private static let block = [UInt8](repeating: 0x61, count: 64 << 10)

    /// An answer of that many blocks of 64 KiB.
    private static func blocks(_ count: Int) -> [LoopbackServer.Step] {
        [.begin(200, ["Content-Length: \(count * block.count)"])]
            + [LoopbackServer.Step](repeating: .send(block), count: count)
    }

    @Test("the header comes first, then the body in order, then the end")
    func order() async throws {
        try await LoopbackServer.with { _ in
            [.answer(201, ["X-One: 1"], "hello")]
        } _: { server in
            let stream = try await loopbackClient().open(HTTPRequest(.get, server.url()))
            #expect(stream.head.status == 201)
            #expect(stream.head.headers["x-one"] == "1")
            #expect(stream.head.body.isEmpty)
            var reader = stream.body.makeAsyncIterator()
            var bytes: [UInt8] = []
            while let chunk = try await reader.next() {
                #expect(!chunk.isEmpty)
                bytes += chunk
            }
            #expect(bytes == Array("hello".utf8))
            #expect(try await reader.next() == nil)
        }
    }

    @Test("the header is handed out while the body is still to come, past interim answers")
    func headFirst() async throws {
        try await LoopbackServer.with { _ in
            [.text("HTTP/1.1 103 Early Hints\r\nX-Early: e\r\n\r\n"), .begin(200, ["Content-Length: 5"]), .hang]
        } _: { server in
            let client = try loopbackClient()
            let stream = try await client.open(HTTPRequest(.get, server.url()))
            #expect(stream.head.status == 200)
            #expect(stream.head.headers["X-Early"] == nil)
            await client.shutdown()
            await #expect(throws: TransportError.self) { try await stream.body.collect(upTo: 5) }
        }
    }

    @Test("an answer without a body ends at once", arguments: [204, 404, 500])
    func empty(_ status: Int) async throws {
        try await LoopbackServer.with { _ in
            [status == 204 ? .begin(204) : .answer(status)]
        } _: { server in
            let stream = try await loopbackClient().open(HTTPRequest(.get, server.url()))
            #expect(stream.head.status == status)
            #expect(try await stream.body.collect(upTo: 0).isEmpty)
        }
    }

    @Test("a slow reader holds the server back: no more than the buffer is ever kept")
    func backPressure() async throws {
        try await LoopbackServer.with { _ in
            Self.blocks(1_024)
        } _: { server in
            var limits = TransportLimits()
            limits.streamBufferBytes = 128 << 10
            let client = try loopbackClient(limits: limits)
            let stream = try await client.open(HTTPRequest(.get, server.url()))
            var total = 0
            var largest = 0
            for try await chunk in stream.body {
                if total == 0 {
                    // The server has every chance to send it all; the system's socket buffers hold a few mebibytes.
                    for _ in 0..<100 { await Task.yield() }
                    #expect(server.sentBytes < 32 << 20)
                }
                total += chunk.count
                largest = max(largest, chunk.count)
            }
            #expect(total == 64 << 20)
            // One piece of libcurl's beyond the mark.
            #expect(largest <= limits.streamBufferBytes + (64 << 10))
        }
    }

    @Test("a compressed body pauses and goes on without loss", arguments: [1, 16 << 10, 1 << 20])
    func compressed(_ buffer: Int) async throws {
        let bomb = GzipSamples.bomb
        try await LoopbackServer.with { _ in
            [.begin(200, ["Content-Encoding: gzip", "Content-Length: \(bomb.count)"], bomb)]
        } _: { server in
            var limits = TransportLimits()
            limits.streamBufferBytes = buffer
            let stream = try await loopbackClient(limits: limits).open(HTTPRequest(.get, server.url()))
            var total = 0
            for try await chunk in stream.body {
                total += chunk.count
                await Task.yield()
            }
            #expect(total == 4 << 20)
        }
    }

    @Test("a stream has its own limit of size, and the one for whole answers is not asked")
    func sizes() async throws {
        var limits = TransportLimits()
        limits.maxBodyBytes = 10
        limits.maxStreamBytes = 1_000
        limits.streamBufferBytes = 100
        for size in [1_000, 1_001] {
            let body = [UInt8](repeating: 0x61, count: size)
            for headers in [["Content-Length: \(size)"], ["Connection: close"]] {
                try await LoopbackServer.with { _ in
                    [.begin(200, headers, body), .close]
                } _: { server in
                    let error = try await loopbackClient(limits: limits).streamFailure(HTTPRequest(.get, server.url()))
                    #expect(error?.code == (size > 1_000 ? .bodyTooLarge : nil))
                }
            }
        }
    }

    @Test("a stream has its own time, and the one for whole answers is not asked")
    func time() async throws {
        try await LoopbackServer.with { _ in
            [.begin(200, ["Content-Length: 10"], [1]), .hang]
        } _: { server in
            var limits = TransportLimits()
            limits.streamTimeout = .milliseconds(150)
            let request = HTTPRequest(.get, server.url())
            let error = try await loopbackClient(limits: limits).streamFailure(request)
            #expect(error?.code == .timeout)
            limits.totalTimeout = .milliseconds(1)
            limits.streamTimeout = .seconds(60)
            let stream = try await loopbackClient(limits: limits).open(request)
            var reader = stream.body.makeAsyncIterator()
            #expect(try await reader.next() == [1])
        }
    }

    @Test("a body that breaks off gives what came and then the error")
    func truncated() async throws {
        try await LoopbackServer.with { _ in
            [.begin(200, ["Content-Length: 10"], Array("abc".utf8)), .close]
        } _: { server in
            let stream = try await loopbackClient().open(HTTPRequest(.get, server.url()))
            var bytes: [UInt8] = []
            do throws(TransportError) {
                for try await chunk in stream.body { bytes += chunk }
                Issue.record("complete")
            } catch {
                #expect(error.code == .truncated)
                #expect(error.failureClass == .transient)
            }
            #expect(bytes == Array("abc".utf8))
        }
    }

    @Test("cancelling the reader ends the exchange and closes its connection")
    func cancelled() async throws {
        try await LoopbackServer.with { _ in
            [.begin(200, ["Content-Length: 10"], [1]), .hang]
        } _: { server in
            let client = try loopbackClient()
            let url = server.url()
            let task = Task { await client.streamFailure(HTTPRequest(.get, url)) }
            while server.requests.isEmpty { await Task.yield() }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            await server.waitForDisconnect()
            #expect(await client.loop.isIdle)
        }
    }

    @Test("letting go of the body ends the exchange, read or not", arguments: [false, true])
    func dropped(_ reads: Bool) async throws {
        try await LoopbackServer.with { _ in
            Self.blocks(1_024)
        } _: { server in
            let client = try loopbackClient()
            var stream: HTTPStream? = try await client.open(HTTPRequest(.get, server.url()))
            if reads {
                var reader = stream?.body.makeAsyncIterator()
                #expect(try await reader?.next() != nil)
                reader = nil
            }
            stream = nil
            await server.waitForDisconnect()
            while await !client.loop.isIdle { await Task.yield() }
        }
    }

    @Test("a body read to its end leaves its connection for the next request")
    func reuse() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "data")]
        } _: { server in
            let client = try loopbackClient(limits: patientLimits)
            for _ in 0..<5 {
                let stream = try await client.open(HTTPRequest(.get, server.url()))
                #expect(try await stream.body.collect(upTo: 4) == Array("data".utf8))
            }
            #expect(server.connections == 1)
        }
    }

    @Test("a second reader is sent away, the first gets the bytes")
    func secondReader() async throws {
        let waiting = Mutex<CheckedContinuation<BodyPipe.Step, Never>?>(nil)
        async let first = withCheckedContinuation { reader in waiting.withLock { $0 = reader } }
        while waiting.withLock({ $0 == nil }) { await Task.yield() }
        let second = await withCheckedContinuation { reader in
            let pipe = BodyPipe(capacity: 10)
            if let first = waiting.withLock({ $0 }) { pipe.wait(first) }
            pipe.wait(reader)
            [UInt8(7)].withUnsafeBytes { pipe.write($0) }
        }
        #expect(throws: TransportError.self) { try second.get() }
        #expect(try await first.get() == [7])
    }

    @Test("through a session: retries before the header, nothing after it")
    func session() async throws {
        try await LoopbackServer.with { request in
            switch request.number {
            case 1: [.answer(503)]
            case 2: [.answer(200, [], "data")]
            default: [.begin(200, ["Content-Length: 10"], [1]), .close]
            }
        } _: { server in
            let session = HTTPSession(sender: try loopbackClient(), clock: VirtualClock(), random: LargestGenerator())
            let stream = try await session.open(HTTPRequest(.get, server.url()))
            #expect(try await stream.body.collect(upTo: 4) == Array("data".utf8))
            let broken = try await session.open(HTTPRequest(.get, server.url()))
            await #expect(throws: TransportError.self) { try await broken.body.collect(upTo: 10) }
            #expect(server.requests.count == 3)
        }
    }

    @Test("bytes at hand are a body too, and collecting stops at its limit")
    func bytes() async throws {
        #expect(try await HTTPBody([1, 2, 3]).collect(upTo: 3) == [1, 2, 3])
        await #expect(throws: TransportError.self) { try await HTTPBody([1, 2, 3]).collect(upTo: 2) }
        let body = HTTPBody([1])
        #expect(try await body.collect(upTo: 1) == [1])
        #expect(try await body.collect(upTo: 1).isEmpty)
    }
}
