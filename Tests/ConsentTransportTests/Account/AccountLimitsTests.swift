import ConsentAdapters
import ConsentTransport
import Foundation
import Logging
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The limits that a site sets for an account")
struct AccountLimitsTests {
    /// The packaged adapter with a rate of 100 requests in 15 seconds.
    private static let source: ConsentSource? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Adapters/didomi-api/adapter.yaml").path
        return (try? AdapterRegistry.load(file: file))?.source
    }()

    private func account(
        host: String,
        _ limits: AccountLimits,
        surroundings: Surroundings = Surroundings()
    ) throws -> CMPAccount {
        var connection = Connection(
            values: ["host": host, "organization_id": "acme"],
            secrets: ["key": Secret("k"), "secret": Secret("s")],
            isInsecureTest: true
        )
        connection.limits = limits
        return try CMPAccount(
            source: try #require(Self.source),
            connection: connection,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            surroundings: surroundings
        )
    }

    @Test("a server that may be asked by one at a time never sees a second request before its answer")
    func oneAtATime() async throws {
        let seen = Mutex((now: 0, most: 0))
        try await LoopbackServer.with { _ in
            seen.withLock { seen in
                seen.now += 1
                seen.most = max(seen.most, seen.now)
            }
            // Long enough for others to come in, if any were let through.
            usleep(20_000)
            seen.withLock { $0.now -= 1 }
            return [.answer(200, [], #"{"access_token":"t"}"#)]
        } _: { server in
            let host = "127.0.0.1:\(server.port)"
            let account = try account(host: host, AccountLimits(concurrent: 1))
            #expect(account.width == 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    let plan = RequestPlan(host: host, path: "/\(number)", isInsecureTest: true)
                    group.addTask { _ = try await account.fetch(plan) }
                }
                try await group.waitForAll()
            }
            await account.close()
            #expect(server.requests.count >= 7, "a login and six requests")
        }
        #expect(seen.withLock { $0.most } == 1)
    }

    @Test("the transport's own limit is never exceeded", arguments: [(nil, 16), (16, 16), (1_000, 16), (3, 3), (0, 1)])
    func width(_ limit: Int?, _ width: Int) async throws {
        let account = try account(host: "127.0.0.1:1", AccountLimits(concurrent: limit))
        #expect(account.width == width)
        await account.close()
    }

    /// Rates of the site beside the adapter's 100 in 15 seconds, the requests, and the time that they take.
    private static let rates: [([ConsentSource.Rate], Int, Duration)] = [
        ([], 100, .zero),
        ([], 102, .milliseconds(300)),
        ([.init(requests: 1_000, milliseconds: 1_000)], 102, .milliseconds(300)),
        ([.init(requests: 1, milliseconds: 10_000)], 3, .seconds(20)),
        ([.init(requests: 2, milliseconds: 1_000), .init(requests: 3, milliseconds: 60_000)], 4, .seconds(20)),
    ]

    @Test("its rates hold beside the adapter's, so that the lowest counts", arguments: rates)
    func lowestRate(_ rates: [ConsentSource.Rate], _ requests: Int, _ time: Duration) async throws {
        let clock = VirtualClock()
        var surroundings = Surroundings(clock: clock)
        surroundings.sender = { _ in Answering() }
        let account = try account(host: "cmp.example", AccountLimits(rates: rates), surroundings: surroundings)
        let start = clock.elapsed
        for _ in 0..<requests {
            _ = try await account.fetch(RequestPlan(host: "cmp.example", path: "/data", isInsecureTest: true))
        }
        await account.close()
        #expect(clock.elapsed - start == time)
    }
}

/// A network that has the same for everybody.
private struct Answering: HTTPSender {
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        HTTPResponse(status: 200, headers: HTTPFields(), body: Array(#"{"access_token":"t"}"#.utf8))
    }
}
