@testable import OptIn
import Testing

@Suite("The cookie's attributes, byte for byte")
struct CookieAttributeTests {
    /// 2024-01-15T12:00:00Z.
    private static let now: Int64 = 1_705_320_000_000

    @Test(
        "the text is put together as the library does",
        arguments: [
            (OptInCookieAttributes(), "=x; path=/; expires=Fri, 14 Feb 2025 05:13:20 GMT;"),
            (
                OptInCookieAttributes(domain: "example.com"),
                "=x; path=/; expires=Fri, 14 Feb 2025 05:13:20 GMT; domain=example.com;"
            ),
            (OptInCookieAttributes(lifetime: .session, domain: "example.com"), "=x; path=/; domain=example.com;"),
            (OptInCookieAttributes(lifetime: .session, isSecure: true), "=x; path=/;Secure"),
            (
                OptInCookieAttributes(
                    lifetime: .session,
                    domain: "a.de",
                    isSecure: true,
                    sameSite: OptInCookieAttributes.SameSite.none
                ),
                "=x; path=/; domain=a.de;SameSite=None;Secure"
            ),
            (OptInCookieAttributes(lifetime: .session, sameSite: .lax), "=x; path=/;SameSite=Lax;"),
            (OptInCookieAttributes(lifetime: .seconds(-5)), "=x; path=/; expires=Mon, 15 Jan 2024 11:59:55 GMT;"),
            (OptInCookieAttributes(lifetime: .seconds(.max)), "=x; path=/; expires=Invalid Date;"),
        ]
    )
    func text(attributes: OptInCookieAttributes, wanted: String) {
        #expect(attributes.assignment(of: "x", at: Self.now)?.text == "adobeujs-optin" + wanted)
    }

    @Test("with the lifetime none, nothing is written")
    func never() {
        #expect(OptInCookieAttributes(lifetime: .none).assignment(of: "x", at: Self.now) == nil)
    }

    @Test(
        "the option optInStorageExpiry is read as the library reads it; what fails there has no lifetime here",
        arguments: [
            ("", .standard), ("3600", .seconds(3_600)), (" 10", .seconds(10)), ("60s", .seconds(60)),
            ("1.5", .seconds(1)), ("-5", .seconds(-5)), ("+7", .seconds(7)), ("1e9", .seconds(1)),
            ("SESSION", .session), ("NONE", OptInCookieLifetime.none),
            ("session", nil), ("none", nil), ("abc", nil), ("0", nil), ("true", nil), ("Infinity", nil), ("-", nil),
            ("0x10", nil),
        ] as [(String, OptInCookieLifetime?)]
    )
    func expiry(text: String, wanted: OptInCookieLifetime?) {
        #expect(OptInCookieLifetime(parsing: text) == wanted)
    }

    @Test(
        "other values than text are read by what JavaScript makes of them",
        arguments: [
            (.undefined, .standard), (.null, .standard), (.number(0), .standard), (.number(.nan), .standard),
            (.bool(false), .standard), (.number(3_600), .seconds(3_600)), (.number(1.9), .seconds(1)),
            (.number(1e21), .seconds(1)), (.number(1e20), .seconds(10_000_000_000_000)),
            (.bool(true), nil), (.number(.infinity), nil), (.object(PageObject()), nil),
            (.array([.number(60)]), .seconds(60)),
        ] as [(PageValue, OptInCookieLifetime?)]
    )
    func expiryValues(value: PageValue, wanted: OptInCookieLifetime?) {
        #expect(OptInCookieLifetime(option: value) == wanted)
    }

    @Test(
        "dates have no milliseconds, and know leap days and times before 1970",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (999, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399_000, "Sun, 28 Feb 2100 23:59:59 GMT"), (4_107_542_400_000, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (8_640_000_000_000_000, "Sat, 13 Sep 275760 00:00:00 GMT"),
            (-62_167_219_200_000, "Sat, 01 Jan 0000 00:00:00 GMT"),
        ] as [(Int64, String)]
    )
    func dates(time: Int64, wanted: String) {
        #expect(CookieDate.text(of: time) == wanted)
    }
}
