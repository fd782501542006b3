@testable import OptIn
import Foundation
import Testing

@Suite("How the opt-in cookie is kept")
struct CookieTermsTests {
    /// Domain, host, what is configured, what the attribute is.
    struct DomainRow: Sendable {
        let domain: String?
        let host: String?
        let configured: String?
        let attribute: String?

        init(_ domain: String?, _ host: String?, _ configured: String?, _ attribute: String?) {
            self.domain = domain
            self.host = host
            self.configured = configured
            self.attribute = attribute
        }
    }

    @Test(
        "the domain is the library's own: named, or the last two labels; a host's own name means the host alone",
        arguments: [
            DomainRow("example.com", nil, "example.com", "example.com"),
            DomainRow(".Example.COM", nil, "example.com", "example.com"),
            DomainRow("example.com", "www.example.com", "example.com", "example.com"),
            DomainRow("www.example.com", "www.example.com", "www.example.com", nil),
            DomainRow("example.co.uk", "shop.example.co.uk", "example.co.uk", "example.co.uk"),
            DomainRow(nil, "www.example.com", "example.com", "example.com"),
            DomainRow(nil, "a.b.c.example.com", "example.com", "example.com"),
            DomainRow(nil, "example.com", "example.com", nil),
            DomainRow(nil, "WWW.Example.de", "example.de", "example.de"),
            DomainRow(nil, "localhost", nil, nil), DomainRow(nil, "intranet", nil, nil),
            DomainRow(nil, "192.168.1.20", nil, nil), DomainRow(nil, "[::1]", nil, nil),
            DomainRow("localhost", "localhost", "localhost", nil),
            DomainRow("10.0.0.1", nil, "10.0.0.1", nil),
            DomainRow(nil, "shop.xn--mller-kva.de", "xn--mller-kva.de", "xn--mller-kva.de"),
        ]
    )
    func domains(row: DomainRow) throws {
        let domain = try CookieDomain(domain: row.domain, host: row.host)
        #expect(domain.configured == row.configured)
        #expect(domain.attribute == row.attribute)
        #expect(domain.isGuessed == (row.domain == nil && row.configured != nil))
    }

    @Test(
        "what a browser would refuse, or what cannot be told, is an error",
        arguments: [
            (nil, nil, .domainNeeded), (nil, "www.bbc.co.uk", .domainNeeded), (nil, "co.uk", .domainNeeded),
            (nil, "a.com.au", .domainNeeded), ("com", nil, .invalidDomain), ("com", "example.com", .invalidDomain),
            ("other.com", "www.example.com", .invalidDomain), ("ample.com", "www.example.com", .invalidDomain),
            ("www.example.com", "example.com", .invalidDomain), ("0.0.1", "10.0.0.1", .invalidDomain),
            ("", nil, .invalidDomain), ("exa mple.com", nil, .invalidDomain), ("example..com", nil, .invalidDomain),
            ("-a.com", nil, .invalidDomain), ("example.com;", nil, .invalidDomain), (nil, "", .invalidDomain),
            ("example.com\r\nX: y", nil, .invalidDomain), ("müller.de", nil, .invalidDomain),
            (nil, "example.com:8080/x", .invalidDomain), (nil, "https://example.com", .invalidDomain),
            (String(repeating: "a.", count: 127), nil, .invalidDomain),
        ] as [(String?, String?, OptInExportError.Code)]
    )
    func refusedDomains(domain: String?, host: String?, code: OptInExportError.Code) {
        let error = #expect(throws: OptInExportError.self) { try CookieDomain(domain: domain, host: host) }
        #expect(error?.code == code)
    }

    @Test(
        "the life is seconds, a number with a unit, or the session",
        arguments: [
            ("3600", .seconds(3_600)), ("1 second", .seconds(1)), ("90 days", .seconds(7_776_000)),
            ("90days", .seconds(7_776_000)), ("13 weeks", .seconds(7_862_400)), ("session", .session),
            ("SESSION", .session), ("2 hours", .seconds(7_200)), ("5 minutes", .seconds(300)),
            ("3155760000", .seconds(3_155_760_000)),
        ] as [(String, CookieExpiry)]
    )
    func expiries(text: String, wanted: CookieExpiry) throws {
        #expect(try CookieExpiry(text) == wanted)
    }

    @Test(
        "a life that the library would misread is refused",
        arguments: [
            "", "0", "-1", "1.5", "NONE", "abc", "60s", "1 month", "days", " 10", "1e3", "٣", "3155760001",
            "99999999999999999999", "9223372036854775807 weeks", "1 2", "session 1",
        ]
    )
    func refusedExpiries(text: String) {
        let error = #expect(throws: OptInExportError.self) { try CookieExpiry(text) }
        #expect(error?.code == .invalidExpiry)
    }

    @Test("a form asks for a number and a unit: the largest of seconds to days that is whole")
    func numberAndUnit() {
        for (seconds, number, unit) in [
            (34_190_000, 34_190_000, "seconds"), (7_862_400, 91, "days"), (3_600, 1, "hours"), (5_400, 90, "minutes"),
        ] as [(Int64, Int64, String)] {
            let found = CookieExpiry.seconds(seconds).numberAndUnit
            #expect(found?.number == number && found?.unit == unit)
        }
        #expect(CookieExpiry.session.numberAndUnit == nil)
    }

    @Test("SameSite is one of three words in any case; None needs Secure")
    func sameSite() throws {
        #expect(try CookieTerms.SameSite(word: "sTRict") == .strict)
        #expect(try CookieTerms.SameSite(word: "lax") == .lax)
        for word in ["", "maybe", "None;", "no restriction"] {
            #expect(throws: OptInExportError.self) { try CookieTerms.SameSite(word: word) }
        }
        let error = #expect(throws: OptInExportError.self) { try CookieTerms(sameSite: CookieTerms.SameSite.none) }
        #expect(error?.code == .insecureSameSite)
        #expect(
            try CookieTerms(isSecure: true, sameSite: CookieTerms.SameSite.none).sameSite == CookieTerms.SameSite.none
        )
    }

    @Test("the line has the attributes of the configuration, the library's default life, and Path=/")
    func attributes() throws {
        let decision = ExportedDecision(permissions: Permissions(approved: .all, decided: CategorySet([.aa])))
        let value = "adobeujs-optin=%7B%22aa%22%3Atrue%7D; Path=/"
        let domain = try CookieDomain(domain: nil, host: "www.example.com")
        let host = try CookieDomain(domain: nil, host: "localhost")
        let now: Int64 = 1_000_000_000_000
        func line(_ domain: CookieDomain, _ terms: CookieTerms) throws -> String? {
            try SetCookieLine(decision, domain: domain, terms: terms, now: now).value
        }
        let life = "; Expires=Wed, 09 Oct 2002 19:00:00 GMT; Max-Age=34190000"
        #expect(try line(domain, CookieTerms()) == value + life + "; Domain=example.com")
        #expect(try line(host, CookieTerms(expiry: .session)) == value)
        #expect(
            try line(host, CookieTerms(expiry: .seconds(60), isSecure: true, sameSite: .lax)) == value
                + "; Expires=Sun, 09 Sep 2001 01:47:40 GMT; Max-Age=60; SameSite=Lax; Secure"
        )
        #expect(try line(host, CookieTerms(expiry: .seconds(34_560_001)))?.contains("Max-Age=34560000") == true)
    }

    @Test("a cookie that browsers would drop for its size is an error")
    func size() throws {
        let decision = ExportedDecision(permissions: Permissions(approved: .all, decided: .all))
        let host = try CookieDomain(domain: nil, host: "localhost")
        // Name, =, value: 4,096 bytes in all.
        let spent = "adobeujs-optin=".count + "%7B%22x%22%3A%22%22%2C".count
        let rest = try #require(OptInCookie.value(for: decision.permissions)).count - "%7B".count
        for (more, fits) in [(0, true), (1, false)] {
            let filler = String(repeating: "a", count: ExportLimits.maxCookieBytes - spent - rest + more)
            let existing = try ExistingPermissions("{\"x\":\"\(filler)\"}")
            let line = try? SetCookieLine(
                decision,
                mergedInto: existing,
                domain: host,
                terms: try CookieTerms(),
                now: 0
            )
            #expect((line != nil) == fits)
        }
    }

    @Test(
        "moments are written as Foundation writes them",
        arguments: [0, 951_782_400_000, 1_772_442_904_127, 4_102_444_799_999]
    )
    func moments(milliseconds: Int64) {
        let date = Date(timeIntervalSince1970: Double(milliseconds / 1_000))
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        #expect(ExportTime(milliseconds: milliseconds).httpDate == formatter.string(from: date))
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
        #expect(ExportTime(milliseconds: milliseconds).iso8601.hasPrefix(formatter.string(from: date)))
    }

    @Test("every day of 130 years has its date, and moments beyond the calendar are its ends")
    func days() {
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "GMT") ?? calendar.timeZone
        for day in 0..<47_482 {
            let parts = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(day) * 86_400)
            )
            let wanted = String(format: "%04d-%02d-%02dT00:00:00Z", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            #expect(ExportTime(milliseconds: Int64(day) * 86_400_000).iso8601 == wanted)
        }
        #expect(ExportTime(milliseconds: .min).iso8601 == "1970-01-01T00:00:00Z")
        #expect(ExportTime(milliseconds: .max).iso8601 == "9999-12-31T23:59:59.999Z")
    }
}
