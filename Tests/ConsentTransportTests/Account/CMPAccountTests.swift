import ConsentAdapters
import ConsentTransport
import Foundation
import Logging
import Testing

@Suite("An account at a CMP, over libcurl")
struct CMPAccountTests {
    /// The packaged adapter with a token endpoint and a rule for blocked accounts.
    private static let source: ConsentSource? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Adapters/onetrust-universal/adapter.yaml").path
        return (try? AdapterRegistry.load(file: file))?.source
    }()

    private static let token = LoopbackServer.Step.answer(200, [], #"{"access_token":"t","expires_in":3600}"#)

    private func account(host: String, network: NetworkSettings = NetworkSettings()) throws -> CMPAccount {
        let connection = Connection(
            values: ["host": host, "client_id": "id"],
            secrets: ["client_secret": Secret("canary")],
            isInsecureTest: true
        )
        return try CMPAccount(
            source: try #require(Self.source),
            connection: connection,
            network: network,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Asks once for `/data` of a server with these steps behind its token endpoint.
    private func fetch(
        notFound: [Int] = [],
        _ answer: @escaping @Sendable (LoopbackServer.Request) -> [LoopbackServer.Step]
    ) async throws -> (body: [UInt8]?, error: TransportError?, requests: [LoopbackServer.Request]) {
        try await LoopbackServer.with { request in
            request.method == "POST" ? [Self.token] : answer(request)
        } _: { server in
            let host = "127.0.0.1:\(server.port)"
            let account = try account(host: host)
            let plan = RequestPlan(host: host, path: "/data", isInsecureTest: true)
            do throws(TransportError) {
                let body = try await account.fetch(plan, notFound: notFound)
                await account.close()
                return (body, nil, server.requests)
            } catch {
                await account.close()
                return (nil, error, server.requests)
            }
        }
    }

    @Test("a request carries the token and asks for JSON")
    func authorized() async throws {
        let outcome = try await fetch { _ in [.answer(200, [], "data")] }
        #expect(outcome.body == Array("data".utf8))
        let request = try #require(outcome.requests.last)
        #expect(request.header("Authorization") == "Bearer t")
        #expect(request.header("Accept") == "application/json")
    }

    @Test("a redirect on the same host keeps the token, one to a host that the manifest does not name is refused")
    func redirects() async throws {
        let moved = try await fetch { request in
            request.path == "/data" ? [.answer(308, ["Location: /v2/data"])] : [.answer(200, [], "data")]
        }
        #expect(moved.body == Array("data".utf8))
        #expect(moved.requests.map(\.path).suffix(2) == ["/data", "/v2/data"])
        #expect(moved.requests.last?.header("Authorization") == "Bearer t")
        let away = try await fetch { _ in [.answer(302, ["Location: http://evil.example/"])] }
        #expect(away.error?.code == .redirectRefused)
        #expect(away.error?.failureClass == .contract)
    }

    @Test("a declared status means that nothing is known, an unlisted one is a breach of contract")
    func statuses() async throws {
        let absent = try await fetch(notFound: [404]) { _ in [.answer(404)] }
        #expect(absent.body == nil && absent.error == nil)
        let unlisted = try await fetch { _ in [.answer(418)] }
        #expect(unlisted.error?.failureClass == .contract)
    }

    @Test("a block for the hour parks the account at once, and no further request is sent")
    func parked() async throws {
        try await LoopbackServer.with { request in
            request.method == "POST" ? [Self.token] : [.answer(429, ["ot-period: HOUR"])]
        } _: { server in
            let host = "127.0.0.1:\(server.port)"
            let account = try account(host: host)
            for _ in 0..<2 {
                do throws(TransportError) {
                    _ = try await account.fetch(RequestPlan(host: host, path: "/data", isInsecureTest: true))
                    Issue.record("accepted")
                } catch {
                    #expect(error.code == .suspended)
                    #expect(error.suspendedUntil != nil)
                }
            }
            await account.close()
            #expect(server.requests.map(\.path) == ["/api/access/v1/oauth/token", "/data"])
        }
    }

    @Test("an export is read as a stream under the same token")
    func stream() async throws {
        try await LoopbackServer.with { request in
            request.method == "POST" ? [Self.token] : [.answer(200, ["Content-Type: text/csv"], "a;b\n1;2\n")]
        } _: { server in
            let host = "127.0.0.1:\(server.port)"
            let account = try account(host: host)
            let plan = RequestPlan(host: host, path: "/export.csv", isInsecureTest: true)
            let body = try #require(try await account.stream(plan, accept: "text/csv"))
            #expect(try await body.collect(upTo: 100) == Array("a;b\n1;2\n".utf8))
            #expect(server.requests.last?.header("Accept") == "text/csv")
            #expect(server.requests.last?.header("Authorization") == "Bearer t")
            await account.close()
        }
    }

    @Test("through the operator's proxy, which resolves the name")
    func proxy() async throws {
        try await LoopbackServer.with { request in
            request.method == "POST" ? [Self.token] : [.answer(200, [], "data")]
        } _: { server in
            let network = NetworkSettings(environment: ["HTTPS_PROXY": server.url()])
            let account = try account(host: "cmp.example", network: network)
            let plan = RequestPlan(host: "cmp.example", path: "/data", isInsecureTest: true)
            #expect(try await account.fetch(plan) == Array("data".utf8))
            #expect(server.requests.last?.path == "http://cmp.example/data")
            await account.close()
        }
    }

    @Test("a proxy in another notation is refused without showing it", arguments: ["ftp://canary", "socks5://canary"])
    func badProxy(_ proxy: String) throws {
        let network = NetworkSettings(environment: ["HTTPS_PROXY": proxy])
        do {
            _ = try account(host: "cmp.example", network: network)
            Issue.record("accepted")
        } catch let error as TransportError {
            #expect(error.failureClass == .config)
            #expect(!error.message.contains("canary"))
        }
    }
}
