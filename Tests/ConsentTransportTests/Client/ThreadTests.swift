@testable import ConsentTransport
import Testing

@Suite("The client's thread")
struct ThreadTests {
    @Test("a task that prefers it goes on there after each answer, and others where they were")
    func preference() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "ok")]
        } _: { server in
            var limits = patientLimits
            limits.maxConcurrentTransfers = 3
            let client = try loopbackClient(limits: limits)
            let url = server.url()
            let places = try await withThrowingTaskGroup(of: [Bool].self) { group in
                for index in 0..<20 {
                    // More of them than slots, so that some wait in line.
                    group.addTask(executorPreference: index < 10 ? client.executor : nil) {
                        var places: [Bool] = []
                        for _ in 0..<10 {
                            let response = try await client.send(HTTPRequest(.get, url))
                            #expect(response.text == "ok")
                            places.append(client.loop.thread.isCurrent)
                            await Task.yield()
                        }
                        return places
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(places.count { $0 } == 100)
            #expect(places.count == 200)
            #expect(await client.loop.isIdle)
        }
    }

    @Test("a task on it can be cancelled while its exchange runs")
    func cancellation() async throws {
        try await LoopbackServer.with { _ in
            [.hang]
        } _: { server in
            let client = try loopbackClient(limits: patientLimits)
            let url = server.url()
            let task = Task(executorPreference: client.executor) { await client.failure(HTTPRequest(.get, url)) }
            while server.requests.isEmpty { await Task.yield() }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await client.loop.isIdle)
        }
    }
}
