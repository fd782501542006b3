@testable import ConsentTransport
import Testing

@Suite("What may be requested")
struct AdmissionTests {
    private let policy = TransportPolicy(allowedHosts: ["api.example.com", "127.0.0.1"].compactMap { HostPattern($0) })

    private func code(_ url: String, _ policy: TransportPolicy? = nil) -> TransportError.Code? {
        do throws(TransportError) {
            _ = try (policy ?? self.policy).admit(HTTPRequest(.get, url))
            return nil
        } catch {
            return error.code
        }
    }

    static let refused: [(String, TransportError.Code)] = [
        ("http://api.example.com/", .insecureScheme), ("ftp://api.example.com/", .insecureScheme),
        ("file:///etc/passwd", .invalidRequest), ("gopher://api.example.com/", .insecureScheme),
        ("HTTP://api.example.com/", .insecureScheme),
        ("https://evil.test/", .forbiddenHost), ("https://api.example.com.evil.test/", .forbiddenHost),
        ("https://api.example.com:8443/", .forbiddenHost), ("https://api.example.com./", .forbiddenHost),
        ("https://api.example.com@evil.test/", .invalidRequest), ("https://user:pw@api.example.com/", .invalidRequest),
        ("https://evil.test#@api.example.com/", .forbiddenHost),
        ("https://evil.test?@api.example.com/", .forbiddenHost),
        ("https://evil.test\\@api.example.com/", .invalidRequest),
        ("https://evil.test\\.api.example.com/", .invalidRequest),
        ("https:///api.example.com/", .invalidRequest), ("//api.example.com/", .invalidRequest),
        ("https:/api.example.com/../x", .invalidRequest), ("https:api.example.com", .invalidRequest),
        ("api.example.com", .invalidRequest), ("", .invalidRequest), ("https://", .invalidRequest),
        ("https://api.example.com/a b", .invalidRequest), ("https://api.example.com/\r\nX: y", .invalidRequest),
        ("https://api.example.com/\u{0}", .invalidRequest), ("https://api.exampl\u{e9}.com/", .invalidRequest),
        ("https://api.example.com/a/../b", .invalidRequest), ("https://api.example.com/a/%2E%2e/b", .invalidRequest),
        ("https://api.example.com/a%2/../b", .invalidRequest), ("https://api.example.com/a%/../b", .invalidRequest),
        ("https://api.example.com/a%2", .invalidRequest), ("https://api.example.com/a%zz", .invalidRequest),
        ("https://api.example.com/..", .invalidRequest), ("https://api.example.com/a/.", .invalidRequest),
        ("https://api.example.com/a/.%2e?q", .invalidRequest), ("https://[fe80::1%25eth0]/", .invalidRequest),
        ("https://api.example.com:99999/", .invalidRequest), ("https://[::1/", .invalidRequest),
    ]

    @Test("a URL that leads elsewhere or reads two ways is refused", arguments: refused)
    func refuses(_ url: String, _ expected: TransportError.Code) {
        #expect(code(url) == expected)
    }

    @Test(
        "a plain https URL of an allowed host is admitted",
        arguments: [
            "https://api.example.com/", "https://API.example.com/x?y=1&z=..", "https://api.example.com:443",
            "https://api.example.com/a..b/...", "https://api.example.com/.well-known/x", "https://2130706433/",
            "https://0x7f.1/",
        ]
    )
    func admits(_ url: String) {
        #expect(code(url) == nil)
    }

    @Test("a test policy admits http and any port, and the host rule stays")
    func insecureTest() {
        var test = policy
        test.insecureTest = true
        #expect(code("http://127.0.0.1:8080/", test) == nil)
        #expect(code("http://evil.test/", test) == .forbiddenHost)
        #expect(code("ftp://127.0.0.1/", test) == .insecureScheme)
    }

    @Test("the longest URL is admitted, one byte more is not")
    func longURL() {
        let head = "https://api.example.com/"
        let fits = head + String(repeating: "a", count: Limits.maxURLBytes - head.utf8.count)
        #expect(code(fits) == nil)
        #expect(code(fits + "a") == .invalidRequest)
    }

    @Test("errors name the host but never the path, the query or a user")
    func messages() {
        for url in ["https://evil.test/canary?canary", "http://api.example.com/canary", "https://canary:canary@a.b/"] {
            do throws(TransportError) {
                _ = try policy.admit(HTTPRequest(.get, url))
                Issue.record("admitted")
            } catch {
                #expect(!"\(error)".contains("canary"))
            }
        }
    }
}
