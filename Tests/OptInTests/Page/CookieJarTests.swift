@testable import OptIn
import Testing

@Suite("The browser's cookies")
struct CookieJarTests {
    private static let now: Int64 = 1_705_320_000_000

    @Test(
        "the library takes the shortest ending of the host that the browser accepts",
        arguments: [
            ("www.example.com", "example.com"), ("example.com", "example.com"), ("a.b.example.co.uk", "example.co.uk"),
            ("example.co.uk", "example.co.uk"), ("localhost", ""), ("127.0.0.1", "127.0.0.1"), ("co.uk", ""),
        ]
    )
    func registrableDomain(host: String, wanted: String) {
        #expect(PageSite(host: host).registrableDomain == wanted)
    }

    @Test(
        "a cookie that a page may not set is dropped, and the reason is known",
        arguments: [
            ("x=1; domain=example.com;", "https", nil), ("x=1; domain=.example.com", "https", nil),
            ("x=1; domain=com", "https", .domain), ("x=1; domain=other.com", "https", .domain),
            ("x=1; domain=ample.com", "https", .domain), ("x=1; domain=a.www.example.com", "https", .domain),
            ("x=1; Secure", "http", .secure), ("x=1; Secure", "https", nil),
            ("x=1; SameSite=None", "https", .sameSite), ("x=1; samesite=NONE; secure", "https", nil),
            ("x=1; SameSite=bogus", "https", nil),
        ] as [(String, String, CookieJar.Refusal?)]
    )
    func refusals(text: String, scheme: String, wanted: CookieJar.Refusal?) {
        var jar = CookieJar()
        let site = PageSite(host: "www.example.com", isSecure: scheme == "https")
        #expect(jar.assign(text, end: nil, from: site, at: Self.now) == wanted)
        #expect(jar.text(for: site, at: Self.now) == (wanted == nil ? "x=1" : ""))
    }

    @Test("the older of two cookies of one name goes first, and each is replaced by its own kind only")
    func hostAndDomain() {
        var jar = CookieJar()
        let site = PageSite()
        _ = jar.assign("x=host", end: nil, from: site, at: Self.now)
        _ = jar.assign("x=domain; domain=example.com", end: nil, from: site, at: Self.now)
        #expect(jar.text(for: site, at: Self.now) == "x=host; x=domain")
        _ = jar.assign("x=again", end: nil, from: site, at: Self.now)
        #expect(jar.text(for: site, at: Self.now) == "x=again; x=domain")
        #expect(jar.text(for: PageSite(host: "shop.example.com"), at: Self.now) == "x=domain")
        _ = jar.assign("x=", end: Self.now, from: site, at: Self.now)
        #expect(jar.text(for: site, at: Self.now) == "x=domain", "a cookie that has ended goes")
    }

    @Test("scripts neither see nor overwrite an HttpOnly cookie, nor a secure one from http")
    func hidden() throws {
        var jar = CookieJar()
        let site = PageSite()
        jar.put(try #require(CookieJar.Cookie(assignment: "x=1; HttpOnly", host: site.host)), at: Self.now)
        #expect(jar.text(for: site, at: Self.now) == "")
        #expect(jar.assign("x=2", end: nil, from: site, at: Self.now) == .httpOnly)
        jar.put(try #require(CookieJar.Cookie(assignment: "y=1; Secure", host: site.host)), at: Self.now)
        let insecure = PageSite(isSecure: false)
        #expect(jar.text(for: insecure, at: Self.now) == "")
        #expect(jar.assign("y=2", end: nil, from: insecure, at: Self.now) == .secure)
    }
}
