@testable import ConsentTransport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Addresses at connect time")
struct ConnectTimeTests {
    private func client(_ host: String, change: (inout TransportPolicy) -> Void = { _ in }) throws -> CurlClient {
        let pattern = try #require(HostPattern(host))
        var policy = TransportPolicy(allowedHosts: [pattern])
        change(&policy)
        return try CurlClient(options: CurlClient.Options(policy: policy))
    }

    static let loopbackForms = [
        // The URL's host, and the host as libcurl's parser reads it, which is what the allow-list sees.
        ("127.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("127.1", "127.0.0.1"), ("localhost", "localhost"),
        ("[::1]", "[::1]"), ("[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]"), ("[::ffff:7f00:1]", "[::ffff:127.0.0.1]"),
        ("0.0.0.0", "0.0.0.0"), ("0", "0.0.0.0"), ("[::]", "[::]"), ("169.254.169.254", "169.254.169.254"),
        ("2852039166", "169.254.169.254"), ("10.0.0.1", "10.0.0.1"), ("192.168.1.1", "192.168.1.1"),
        ("100.64.0.1", "100.64.0.1"), ("[fe80::1]", "[fe80::1]"), ("[fd00::1]", "[fd00::1]"),
        ("[fd00:ec2::254]", "[fd00:ec2::254]"), ("224.0.0.1", "224.0.0.1"), ("255.255.255.255", "255.255.255.255"),
    ]

    @Test("an allowed host that leads to a special address is refused before a connection", arguments: loopbackForms)
    func refused(_ written: String, _ pattern: String) async throws {
        let client = try client(pattern)
        let error = try #require(await client.failure(HTTPRequest(.get, "https://\(written)/")))
        #expect(error.code == .addressRefused, "\(error)")
        #expect(error.failureClass == .config)
    }

    static let resolvedAddresses: [(String, AddressClass)] = [
        ("127.0.0.1", .loopback), ("127.9.9.9", .loopback), ("169.254.169.254", .metadata), ("169.254.1.1", .linkLocal),
        ("10.0.0.1", .privateNetwork), ("172.16.0.1", .privateNetwork), ("192.168.0.1", .privateNetwork),
        ("100.64.0.1", .sharedSpace), ("100.100.100.200", .metadata), ("0.0.0.0", .unspecified),
        ("224.0.0.1", .multicast), ("[::1]", .loopback), ("[::]", .unspecified), ("[fd00::1]", .privateNetwork),
        ("[fd00:ec2::254]", .metadata), ("[fe80::1]", .linkLocal), ("[::ffff:127.0.0.1]", .loopback),
        ("[::ffff:10.0.0.1]", .privateNetwork), ("[::ffff:169.254.169.254]", .metadata),
        ("[64:ff9b::7f00:1]", .loopback), ("[2002:a00:1::]", .privateNetwork), ("10.0.0.1,127.0.0.1", .loopback),
    ]

    @Test("a public name that the name server sends to a special address is refused", arguments: resolvedAddresses)
    func rebinding(_ address: String, _ kind: AddressClass) async throws {
        let pattern = try #require(HostPattern("api.example.com"))
        var options = CurlClient.Options(policy: TransportPolicy(allowedHosts: [pattern]))
        options.resolved = ["api.example.com:443:\(address)"]
        let request = HTTPRequest(.get, "https://api.example.com/")
        let client = try CurlClient(options: options)
        for error in [await client.failure(request), await client.streamFailure(request)] {
            #expect(error?.code == .addressRefused)
            #expect(error?.message.contains("(\(kind.rawValue))") == true, "\(String(describing: error))")
            // Advised only where it would help.
            let isOnSite = kind == .privateNetwork || kind == .sharedSpace
            #expect(error?.message.contains("set allow_private_addresses: true") == isOnSite)
        }
    }

    @Test("exceptions of the proxy in the environment open no way around the address rules")
    func environmentProxyExceptions() async throws {
        // In a process of its own: whoever reads the environment meanwhile would read what has been freed.
        await #expect(processExitsWith: .success) {
            setenv("no_proxy", "bypass.example", 1)
            try await LoopbackServer.with { _ in
                [.answer(200, [], "from the proxy")]
            } _: { server in
                let client = try loopbackClient(
                    hosts: ["bypass.example"],
                    proxy: server.url(),
                    resolved: ["bypass.example:80:10.0.0.1"]
                )
                #expect(try await client.send(HTTPRequest(.get, "http://bypass.example/x")).text == "from the proxy")
            }
        }
    }

    @Test("a refused address never sees a connection, an allowed one does")
    func serverSeesNothing() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "ok")]
        } _: { server in
            let strict = try client("127.0.0.1:\(server.port)")
            let url = "https://127.0.0.1:\(server.port)/"
            #expect(await strict.failure(HTTPRequest(.get, url))?.code == .addressRefused)
            let onSite = try client("127.0.0.1:\(server.port)") { $0.allowPrivateAddresses = true }
            #expect(await onSite.failure(HTTPRequest(.get, url))?.code == .addressRefused)
            #expect(server.connections == 0)
            let named = try loopbackClient(hosts: ["localhost"])
            #expect(try await named.send(HTTPRequest(.get, server.url("/", host: "localhost"))).text == "ok")
        }
    }

    @Test("a test policy opens loopback and nothing else", arguments: ["10.0.0.1", "169.254.169.254", "[fd00::1]"])
    func insecureTestIsNarrow(_ host: String) async throws {
        let client = try client(host) { $0.insecureTest = true }
        #expect(await client.failure(HTTPRequest(.get, "http://\(host)/"))?.code == .addressRefused)
    }

    @Test("with a proxy, a host written as a special address is still refused, and names go to the proxy")
    func proxy() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "from the proxy")]
        } _: { server in
            let client = try loopbackClient(hosts: ["cmp.example", "10.0.0.1"], proxy: server.url())
            let response = try await client.send(HTTPRequest(.get, "http://cmp.example/x"))
            #expect(response.text == "from the proxy")
            #expect(server.requests.first?.path == "http://cmp.example/x")
            #expect(await client.failure(HTTPRequest(.get, "http://10.0.0.1/"))?.code == .addressRefused)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a proxy that is not there is named as the cause")
    func proxyIsAway() async throws {
        let server = try LoopbackServer { _ in [] }
        let proxy = server.url()
        server.stop()
        let client = try loopbackClient(hosts: ["cmp.example"], proxy: proxy)
        let error = await client.failure(HTTPRequest(.get, "https://cmp.example/x"))
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("proxy") == true)
    }

    @Test("a proxy that refuses the tunnel is named as the cause", arguments: [407, 403, 502])
    func proxyRefuses(_ status: Int) async throws {
        try await LoopbackServer.with { _ in
            [.answer(status, [], "no"), .close]
        } _: { server in
            let client = try loopbackClient(hosts: ["cmp.example"], proxy: server.url())
            let error = await client.failure(HTTPRequest(.get, "https://cmp.example/x"))
            #expect(error?.code == .unreachable)
            #expect(error?.failureClass == (status == 407 ? .config : .transient))
            #expect(error?.message.contains("proxy") == true)
            #expect(server.requests.first?.path == "cmp.example:443")
        }
    }
}
