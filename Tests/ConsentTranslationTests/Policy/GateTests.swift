import OptIn
import Testing

@testable import ConsentTranslation

@Suite("Gates can only lower")
struct GateTests {
    private static let gate = CategoryRule.TCFGate(vendor: 565, purposes: [1, 10])

    /// What the TC string says about vendor 565 and purposes 1 and 10.
    enum Verdict: CaseIterable {
        case passes, fails, unknown

        var tcf: String? {
            var string = TCText()
            switch self {
            case .passes: return string.text
            case .fails:
                string.purposes = [1]
                return string.text
            case .unknown: return nil
            }
        }
    }

    private func payload(_ state: Decision.State?, _ tcf: String?) -> ConsentRecord {
        var payload = record([("k1", state)])
        payload.strings.tcf = tcf
        return payload
    }

    @Test(
        "the whole table: what the conditions come to, what the TC string says, what is decided",
        arguments: [
            (.granted, .passes, [.approved]), (.granted, .fails, [.denied]), (.granted, .unknown, [.undecided]),
            (.denied, .passes, [.denied]), (.denied, .fails, [.denied]), (.denied, .unknown, [.denied, .undecided]),
            (.none, .passes, [.undecided]), (.none, .fails, [.undecided, .denied]), (.none, .unknown, [.undecided]),
        ] as [(Decision.State, Verdict, [Permission])]
    )
    func table(state: Decision.State, verdict: Verdict, allowed: [Permission]) {
        let rule = policy(.aam, .any(selectors(["acme:k1"])), tcf: Self.gate)
        #expect(allowed.contains(rule.permission(.aam, of: payload(state, verdict.tcf))))
    }

    @Test("a record's own TC string decides, whichever was decoded on its way")
    func ownString() throws {
        var refusing = TCText()
        refusing.purposes = [1]
        let rule = policy(.aam, tcf: Self.gate)
        var payload = payload(.granted, refusing.text)
        payload.known = KnownTCString(decoded: try DecodedTCString(refusing.text))
        #expect(rule.permission(.aam, of: payload) == .denied)
        payload.strings.tcf = TCText().text
        #expect(rule.permission(.aam, of: payload) == .approved)
        payload.strings.tcf = nil
        #expect(rule.permission(.aam, of: payload) == .undecided)
    }

    @Test(
        "alone, the TC string is the whole rule",
        arguments: [(.passes, .approved), (.fails, .denied), (.unknown, .undecided)] as [(Verdict, Permission)]
    )
    func alone(verdict: Verdict, wanted: Permission) {
        let rule = policy(.aam, tcf: Self.gate)
        #expect(rule.permission(.aam, of: payload(.granted, verdict.tcf)) == wanted)
        #expect(rule.permission(.aam, of: payload(.denied, verdict.tcf)) == wanted)
    }

    @Test("a gate that lowered the outcome is named in the explanation, and only then")
    func namedGate() {
        let rule = policy(.aam, .any(selectors(["acme:k1"])), tcf: Self.gate)
        #expect(rule.explanation(.aam, of: payload(.granted, Verdict.fails.tcf))?.gate == "tcf (strict)")
        #expect(rule.explanation(.aam, of: payload(.granted, Verdict.passes.tcf))?.gate == nil)
        #expect(rule.explanation(.aam, of: payload(.denied, Verdict.fails.tcf))?.gate == nil)
    }

    @Test("a string that does not decode can only leave things open")
    func undecodable() {
        let rule = policy(.aam, tcf: Self.gate)
        for text in ["", "CO", "not a string", String(TCText().text.dropLast(9)), TCText().text + "="] {
            #expect(rule.permission(.aam, of: payload(.granted, text)) == .undecided, "\(text)")
        }
    }

    @Test("Global Privacy Control denies the categories that the policy names, whatever else is said")
    func gpc() {
        var site = policy(.aam, .any(selectors(["acme:k1"])))
        site.categories?[.aa] = CategoryRule(conditions: [.any(selectors(["acme:k1"]))])
        site.gpcDenies = CategorySet([.aam, .adcloud])
        var payload = payload(.granted, nil)
        payload.gpc = true
        #expect(site.permission(.aam, of: payload) == .denied)
        #expect(site.permission(.adcloud, of: payload) == .denied, "a category without a rule too")
        #expect(site.permission(.aa, of: payload) == .approved)
        #expect(site.explanation(.aam, of: payload)?.gate == "gpc")
        payload.decidedAt = nil
        payload.undecidedBecause = "the banner is open"
        #expect(site.permission(.aam, of: payload) == .denied)
        #expect(site.permission(.aa, of: payload) == .undecided)
        site.applies = .never
        #expect(site.permission(.aam, of: payload) == .denied)
    }

    @Test(
        "without the signal, or without a policy that heeds it, it denies nothing",
        arguments: [false, nil] as [Bool?]
    )
    func noSignal(gpc: Bool?) {
        var site = policy(.aam, .any(selectors(["acme:k1"])))
        site.gpcDenies = CategorySet([.aam])
        var payload = payload(.granted, nil)
        payload.gpc = gpc
        #expect(site.permission(.aam, of: payload) == .approved)
        payload.gpc = true
        site.gpcDenies = []
        #expect(site.permission(.aam, of: payload) == .approved)
    }
}
