@testable import ConsentTransport
import Testing

@Suite("Host patterns")
struct HostPatternTests {
    static let matching: [(String, String)] = [
        ("api.example.com", "api.example.com"), ("API.Example.com", "api.EXAMPLE.com"),
        ("*.my.example.com", "tenant.my.example.com"), ("*.example.com", "a-b-1.example.com"),
        ("app-*.example.com", "app-eu.example.com"), ("app-*-x.example.com", "app-1-x.example.com"),
        ("127.0.0.1", "127.0.0.1"), ("[::1]", "[::1]"),
        ("[::ffff:127.0.0.1]", "[0:0:0:0:0:FFFF:7F00:1]"), ("localhost", "localhost"),
    ]

    static let other: [(String, String)] = [
        ("api.example.com", "api.example.com.evil.test"), ("api.example.com", "xapi.example.com"),
        ("api.example.com", "apixexample.com"), ("api.example.com", "example.com"), ("api.example.com", ""),
        ("api.example.com", "api.example.com."), ("*.example.com", "example.com"), ("*.example.com", ".example.com"),
        ("*.example.com", "a.b.example.com"), ("*.example.com", "a.example.com.evil.test"),
        ("*.example.com", "aexample.com"), ("*.example.com", "*.example.com"), ("*.example.com", "a%2e.example.com"),
        ("app-*.example.com", "app-.example.com"), ("app-*.example.com", "app.example.com"),
        ("app-*.example.com", "app-x.evil.example.com"), ("app-*.example.com", "xapp-1.example.com"),
        ("a*a.example.com", "a.example.com"), ("127.0.0.1", "127.0.0.2"), ("[::1]", "[::2]"), ("[::1]", "0.0.0.1"),
    ]

    static let malformed = [
        "", "*", "*.com", "*.*.example.com", "a.*.com", "example.*", "api.*", "**.example.com", "*a*.example.com",
        ".example.com", "example.com.", "a..example.com", "https://example.com", "example.com/path", "exa mple.com",
        "user@example.com", "example.com:", "example.com:0", "example.com:65536", "example.com:+1", "example.com:8a",
        "[::1", "[::g]", "[example.com]", "ex\u{e4}mple.com", "a.exam%70le.com",
        String(repeating: "a", count: 64) + ".com",
    ]

    @Test("a host that falls under the pattern", arguments: matching)
    func matches(_ pattern: String, _ host: String) throws {
        let pattern = try #require(HostPattern(pattern))
        #expect(pattern.matches(host: host, port: 443, schemePort: 443, anyPort: false))
    }

    @Test("a host that does not fall under the pattern", arguments: other)
    func misses(_ pattern: String, _ host: String) throws {
        let pattern = try #require(HostPattern(pattern))
        #expect(!pattern.matches(host: host, port: 443, schemePort: 443, anyPort: false))
    }

    @Test("a pattern that is malformed or too wide", arguments: malformed)
    func refuses(_ pattern: String) {
        #expect(HostPattern(pattern) == nil)
    }

    @Test("without a port the pattern means the scheme's, with one only that")
    func ports() throws {
        let plain = try #require(HostPattern("api.example.com"))
        let ported = try #require(HostPattern("api.example.com:8443"))
        let literal = try #require(HostPattern("[::1]:8443"))
        #expect(plain.matches(host: "api.example.com", port: 443, schemePort: 443, anyPort: false))
        #expect(!plain.matches(host: "api.example.com", port: 8443, schemePort: 443, anyPort: false))
        #expect(plain.matches(host: "api.example.com", port: 8443, schemePort: 443, anyPort: true))
        #expect(ported.matches(host: "api.example.com", port: 8443, schemePort: 443, anyPort: false))
        #expect(!ported.matches(host: "api.example.com", port: 443, schemePort: 443, anyPort: true))
        #expect(literal.matches(host: "[::1]", port: 8443, schemePort: 443, anyPort: false))
        #expect("\(ported)" == "api.example.com:8443")
    }
}
