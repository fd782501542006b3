import ConsentTransport
import Testing

@Suite("How this machine reaches the outside")
struct NetworkSettingsTests {
    @Test("the environment names the proxy, its exceptions and the authorities")
    func environment() {
        let settings = NetworkSettings(environment: [
            "HTTPS_PROXY": "http://proxy.corp:3128", "NO_PROXY": " corp , .example.org,",
            "SSL_CERT_FILE": "/etc/ca.pem",
        ])
        #expect(settings.proxy == "http://proxy.corp:3128")
        #expect(settings.withoutProxy == ["corp", ".example.org"])
        #expect(settings.caFile == "/etc/ca.pem")
        #expect(NetworkSettings(environment: [:]) == NetworkSettings())
        #expect(NetworkSettings(environment: ["HTTPS_PROXY": "", "HTTP_PROXY": "http://x"]) == NetworkSettings())
    }

    @Test("small letters come first, as with curl, and a proxy without a scheme speaks http")
    func spelling() {
        let settings = NetworkSettings(environment: ["https_proxy": "one:1", "HTTPS_PROXY": "two:2"])
        #expect(settings.proxy == "http://one:1")
    }

    static let hosts: [(String, Bool)] = [
        ("api.example.com", true), ("example.org", false), ("api.example.org", false), ("notexample.org", true),
        ("API.Example.Org", false), ("api.example.org:8443", false), ("corp", false), ("corp.example.com", true),
        ("localhost", false), ("127.0.0.1", false), ("127.0.0.1:8080", false), ("[::1]:8080", false),
        ("10.0.0.1", true),
    ]

    @Test("which hosts are behind the proxy", arguments: hosts)
    func behindProxy(_ host: String, _ isBehind: Bool) {
        var settings = NetworkSettings()
        #expect(settings.proxy(for: host) == nil)
        settings.proxy = "http://proxy:3128"
        settings.withoutProxy = ["corp", ".example.org"]
        #expect((settings.proxy(for: host) != nil) == isBehind)
        settings.withoutProxy = ["*"]
        #expect(settings.proxy(for: host) == nil)
    }
}
