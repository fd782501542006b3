@testable import ConsentTransport
import Testing

@Suite("Cancelling and ending")
struct CancellationTests {
    @Test("cancelling the task ends a running exchange and closes its connection")
    func whileRunning() async throws {
        try await LoopbackServer.with { _ in
            [.hang]
        } _: { server in
            let client = try loopbackClient(limits: patientLimits)
            let url = server.url()
            let task = Task { await client.failure(HTTPRequest(.get, url)) }
            while server.requests.isEmpty { await Task.yield() }
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled)
            #expect(error?.failureClass == nil)
            await server.waitForDisconnect()
        }
    }

    @Test("a task that is cancelled before it sends never reaches the server")
    func beforeStart() async throws {
        try await LoopbackServer.with { _ in
            [.answer()]
        } _: { server in
            let client = try loopbackClient()
            let url = server.url()
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await client.failure(HTTPRequest(.get, url))
            }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(server.connections == 0)
        }
    }

    @Test("an exchange that waits in line can be cancelled, and the line moves on")
    func whileWaiting() async throws {
        try await LoopbackServer.with {
            $0.path == "/hang" ? [.hang] : [.answer(200, [], "ok")]
        } _: { server in
            var limits = patientLimits
            limits.maxConcurrentTransfers = 1
            let client = try loopbackClient(limits: limits)
            let hangURL = server.url("/hang")
            let url = server.url("/next")
            let first = Task { await client.failure(HTTPRequest(.get, hangURL)) }
            while server.requests.isEmpty { await Task.yield() }
            let second = Task { await client.failure(HTTPRequest(.get, url)) }
            while await client.loop.waitingCount == 0 { await Task.yield() }
            let third = Task { try await client.send(HTTPRequest(.get, url)).text }
            while await client.loop.waitingCount < 2 { await Task.yield() }
            second.cancel()
            #expect(await second.value?.code == .cancelled)
            first.cancel()
            #expect(await first.value?.code == .cancelled)
            #expect(try await third.value == "ok")
            #expect(server.requests.map(\.path) == ["/hang", "/next"])
        }
    }

    @Test("cancelling after the answer changes nothing")
    func afterwards() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "ok")]
        } _: { server in
            let client = try loopbackClient(limits: patientLimits)
            let url = server.url()
            let task = Task { try await client.send(HTTPRequest(.get, url)).text }
            #expect(try await task.value == "ok")
            task.cancel()
            #expect(try await client.send(HTTPRequest(.get, url)).text == "ok")
            #expect(server.connections == 1)
        }
    }

    @Test("cancels that race with answers end every exchange exactly once")
    func races() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "ok")]
        } _: { server in
            let client = try loopbackClient()
            let url = server.url()
            let outcomes = await withTaskGroup(of: TransportError.Code?.self) { group in
                for index in 0..<300 {
                    group.addTask {
                        let task = Task {
                            await client.failure(HTTPRequest(.get, url))
                        }
                        for _ in 0..<(index % 40) { await Task.yield() }
                        task.cancel()
                        return await task.value?.code
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count == 300)
            #expect(outcomes.allSatisfy { $0 == nil || $0 == .cancelled })
            #expect(await client.loop.isIdle)
            #expect(try await client.send(HTTPRequest(.get, url)).text == "ok")
        }
    }

    @Test("one more request than the line holds is refused")
    func overload() async throws {
        try await LoopbackServer.with { _ in
            [.hang]
        } _: { server in
            var limits = TransportLimits()
            limits.maxConcurrentTransfers = 1
            limits.maxQueuedTransfers = 1
            let client = try loopbackClient(limits: limits)
            let url = server.url()
            let tasks = (0..<2).map { _ in
                Task { await client.failure(HTTPRequest(.get, url)) }
            }
            while await client.loop.waitingCount == 0 { await Task.yield() }
            let refused = await client.failure(HTTPRequest(.get, url))
            #expect(refused?.code == .overloaded)
            tasks.forEach { $0.cancel() }
            for task in tasks { #expect(await task.value?.code == .cancelled) }
        }
    }

    @Test("dropping the client ends its thread")
    func threadEnds() async throws {
        for _ in 0..<20 {
            var client: CurlClient? = try loopbackClient()
            let thread = try #require(client?.loop.thread)
            client = nil
            await thread.waitUntilEnded()
        }
    }
}
