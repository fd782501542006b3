@testable import OptIn
import Testing

@Suite("What the cookie holds: merged, never replaced")
struct CookieContentTests {
    private func decoded(_ content: OptInCookieContent) -> String? { OptInCookie.percentDecoded(content.text) }

    @Test(
        "decided categories keep their place, unknown keys stay, new ones are appended, undecided ones are left alone"
    )
    func merging() {
        var content = OptInCookieContent(value: #"{"nope":[1,{"b":null}],"target":true,"aa":false}"#)
        content.merge(Permissions(approved: CategorySet([.aa, .ecid]), decided: CategorySet([.aa, .ecid, .aam])))
        #expect(decoded(content) == #"{"nope":[1,{"b":null}],"target":true,"aa":true,"aam":false,"ecid":true}"#)
    }

    @Test("keys that look like indexes go first, as in JavaScript")
    func indexes() {
        var content = OptInCookieContent(value: #"{"aa":true,"10":1,"9":2,"01":3}"#)
        content.merge(Permissions(approved: [], decided: CategorySet([.aam])))
        #expect(decoded(content) == #"{"9":2,"10":1,"aa":true,"01":3,"aam":false}"#)
    }

    @Test("what is remembered is kept beside the choice, and a hash alone counts as one")
    func memo() {
        var content = OptInCookieContent()
        #expect(!content.isKnownChoice)
        content.memoize(OptInCookieContent.hashKey, "x")
        #expect(content.memo("iabConsentHash") == "x")
        #expect(content.isKnownChoice)
        #expect(content.permissions == .undecided)
        content.memoize("k", "v")
        #expect(content.unknownKeys == ["k"])
        #expect(!content.isKnownChoice)
    }

    @Test(
        "what is no encoded JSON object counts as empty",
        arguments: ["", "abc", "null", "true", "5", "[1]", "%22x%22", "%", "%E0%A4%A", "%C3%28", #"{"a":"#]
    )
    func unreadable(value: String) {
        #expect(OptInCookieContent(value: value) == OptInCookieContent())
    }

    @Test("a cookie at the limit is read, one byte more counts as empty")
    func limit() {
        let frame = #"{"k":""}"#.utf8.count
        let atLimit = #"{"k":""# + String(repeating: "x", count: OptInLimits.maxCookieBytes - frame) + #""}"#
        #expect(OptInCookieContent(value: atLimit).memo("k") != nil)
        #expect(OptInCookieContent(value: atLimit + " ") == OptInCookieContent())
    }

    @Test("every text survives being encoded and decoded", arguments: ["é;=,\" %", "a\nb", "😀", "%41", ""])
    func roundTrip(text: String) {
        var content = OptInCookieContent()
        content.memoize("k", text)
        #expect(OptInCookieContent(value: content.text).memo("k") == text)
    }
}
