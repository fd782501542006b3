@testable import OptIn
import Testing

@Suite("Known traps are told by name")
struct TrapTests {
    struct Fall: Sendable, CustomTestStringConvertible {
        var configuration = #"{"doesOptInApply":true}"#
        var cookie: String?
        var steps: [String] = []
        let trap: OptInTrap

        var testDescription: String { trap.rawValue }
    }

    private static let on = #""doesOptInApply":true,"isOptInStorageEnabled":true"#

    static let falls: [Fall] = [
        Fall(configuration: #"{"optInCookiesDomain":"example.com"}"#, trap: .unknownOption),
        Fall(configuration: #"{"doesoptinapply":true}"#, trap: .unknownOption),
        Fall(configuration: #"{"doesOptInApply":"TRUE"}"#, trap: .textCountsAsTrue),
        Fall(configuration: #"{"doesOptInApply":{}}"#, trap: .textCountsAsTrue),
        Fall(configuration: "{}", trap: .everythingApproved),
        Fall(configuration: #"{"doesOptInApply":true,"previousPermissions":{}}"#, trap: .emptyPreviousPermissions),
        Fall(configuration: #"{"doesOptInApply":true,"previousPermissions":"{aa:true}"}"#, trap: .permissionsNotJSON),
        Fall(configuration: #"{"doesOptInApply":true,"previousPermissions":{"aa":true,"x":1}}"#, trap: .unknownKey),
        Fall(configuration: #"{"doesOptInApply":true,"preOptInApprovals":"{\"x\":1}"}"#, trap: .unknownKey),
        Fall(configuration: #"{"doesOptInApply":true,"previousPermissions":{"aa":false}}"#, trap: .defaultsAsChoice),
        Fall(
            configuration: #"{"doesOptInApply":true,"preOptInApprovals":{"aa":true}}"#,
            trap: .preApprovalsNeverComplete
        ),
        Fall(configuration: #"{"isIabContext":true}"#, trap: .pluginNotRegistered),
        Fall(configuration: #"{"doesOptInApply":true,"isIabContext":true}"#, trap: .noCMP),
        Fall(configuration: #"{"sameSiteCookie":"none"}"#, trap: .sameSiteNoneWithoutSecure),
        Fall(configuration: #"{"sameSiteCookie":"bogus"}"#, trap: .unknownSameSite),
        Fall(configuration: #"{"optInStorageExpiry":"session"}"#, trap: .expiryFails),
        Fall(configuration: #"{"optInStorageExpiry":"NONE"}"#, trap: .expiryNone),
        Fall(configuration: #"{"optInStorageExpiry":-1}"#, trap: .expiryDeletes),
        Fall(configuration: #"{"optInStorageExpiry":34560001}"#, trap: .expiryCapped),
        Fall(cookie: "adobeujs-optin={}", trap: .storageIsOff),
        Fall(configuration: "{\(on)}", cookie: "adobeujs-optin=5; domain=example.com", trap: .cookieUnreadable),
        Fall(configuration: "{\(on)}", cookie: #"adobeujs-optin={"x":1}"#, trap: .unknownKey),
        Fall(configuration: "{\(on)}", cookie: #"adobeujs-optin={"iabConsentHash":"x"}"#, trap: .hashCountsAsChoice),
        Fall(
            configuration: #"{\#(on),"previousPermissions":{"aa":false,"ecid":true}}"#,
            cookie: #"adobeujs-optin={"aa":true,"ecid":true}"#,
            trap: .cookieBeatsConfiguration
        ),
        Fall(configuration: "{\(on)}", cookie: #"adobeujs-optin={"aa":true}; HttpOnly"#, trap: .httpOnly),
        Fall(cookie: "adobeujs-optin={}; domain=example.org", trap: .cookieRefused),
        Fall(cookie: "adobeujs-optin={}; SameSite=None", trap: .cookieRefused),
        Fall(configuration: "{\(on)}", cookie: #"adobeujs-optin={"aa":true}; Secure"#, trap: .flagsLost),
        Fall(configuration: "{\(on)}", cookie: #"adobeujs-optin={"aa":true}"#, trap: .twoCookies),
        Fall(
            configuration: "{\(on)}",
            cookie: #"adobeujs-optin={"aa":true}"#,
            steps: ["deny aa", "reload"],
            trap: .twoCookies
        ),
        Fall(steps: ["approve"], trap: .nothingToDecide),
        Fall(steps: ["approve AAM"], trap: .enumName),
        Fall(steps: ["deny aa,videoaa"], trap: .videoaa),
        Fall(steps: ["approve marketing"], trap: .unknownCategory),
        Fall(steps: ["approve aa", "deny aa wait"], trap: .stagedShowsAtOnce),
        Fall(steps: ["complete"], trap: .completeDoesNothing),
        Fall(
            configuration: #"{"doesOptInApply":true,"previousPermissions":{"iabConsentHash":"x"}}"#,
            steps: ["approveAll", "isApproved"],
            trap: .extraKeySpoilsIsApproved
        ),
        Fall(
            configuration: #"{"doesOptInApply":true,"previousPermissions":{"aa":"false"}}"#,
            steps: ["isApproved aa"],
            trap: .textIsApproved
        ),
        Fall(steps: ["approve aa wait", "reload"], trap: .stagedIsLost),
        Fall(configuration: #"{\#(on),"optInCookieDomain":"co.uk"}"#, steps: ["approveAll"], trap: .cookieRefused),
    ]

    @Test("each is told where somebody falls into it, and how to get out", arguments: falls)
    func told(fall: Fall) throws {
        let traps = try Self.warnings(fall).map(\.trap)
        #expect(traps.contains(fall.trap))
    }

    @Test("the table knows every trap but that of time")
    func complete() {
        let known = Set(Self.falls.map(\.trap)).union([.cookieEnded])
        #expect(known == Set(OptInTrap.allCases))
    }

    @Test("a cookie that has ended when it is set is told")
    func ended() throws {
        var cookie = try #require(CookieJar.Cookie(assignment: "adobeujs-optin={}", host: "www.example.com"))
        cookie.end = SimulationCase.start
        var narrator = SimulationNarrator(PageSettings(), cookie: cookie, at: SimulationCase.start)
        #expect(narrator.start().warnings.map(\.trap).contains(.cookieEnded))
    }

    @Test("a page without traps has no warnings, whatever it does")
    func clean() throws {
        let fall = Fall(
            configuration:
                #"{\#(Self.on),"previousPermissions":{"aa":true,"aam":false},"optInCookieDomain":"example.com"}"#,
            steps: ["approve ecid wait", "deny target wait", "complete", "isApproved aa,ecid", "reload", "isApproved"],
            trap: .noCMP
        )
        #expect(try Self.warnings(fall).map(\.trap) == [])
    }

    private static func warnings(_ fall: Fall) throws -> [OptInWarning] {
        var settings = PageSettings()
        settings.configuration = try #require(PageValue(json: fall.configuration))
        let cookie = fall.cookie.flatMap { CookieJar.Cookie(assignment: $0, host: settings.site.host) }
        var narrator = SimulationNarrator(settings, cookie: cookie, at: SimulationCase.start)
        var warnings = narrator.start().warnings
        for text in fall.steps {
            let step = try SimulationStep(text: text)
            warnings += try narrator.take(step, title: text).warnings
        }
        return warnings
    }
}
