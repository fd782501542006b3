import ConsentTranslation
import OptIn
import Testing

/// A TC string with what the two readings make of it for vendor 565 and purposes 1 and 10.
struct TCFRow: CustomTestStringConvertible {
    let testDescription: String
    let strict: Permission
    let plugin: Permission
    let text: String

    init(_ name: String, strict: Permission, plugin: Permission, _ change: (inout TCText) -> Void) {
        var string = TCText()
        change(&string)
        testDescription = name
        self.strict = strict
        self.plugin = plugin
        text = string.text
    }
}

private let rows: [TCFRow] = [
    TCFRow("consent to everything", strict: .approved, plugin: .approved) { _ in },
    TCFRow("consent to nothing", strict: .denied, plugin: .denied) { string in
        string.purposes = []
        string.vendors = []
    },
    TCFRow("purpose 10 is missing", strict: .denied, plugin: .denied) { $0.purposes = [1, 2, 3] },
    TCFRow("purpose 1 is missing", strict: .denied, plugin: .denied) { $0.purposes = [10] },
    TCFRow("vendor 565 is missing", strict: .denied, plugin: .denied) { $0.vendors = [564, 566] },
    TCFRow("purposes that nobody asks for are missing", strict: .approved, plugin: .approved) {
        $0.purposes = [1, 10]
    },
    TCFRow("purpose 1 was not asked (PurposeOneTreatment)", strict: .undecided, plugin: .denied) { string in
        string.purposeOneTreatment = true
        string.purposes = Array(2...11)
    },
    TCFRow("PurposeOneTreatment beside the bit of purpose 1", strict: .undecided, plugin: .approved) { string in
        string.purposeOneTreatment = true
    },
    TCFRow("PurposeOneTreatment beside a refusal of another purpose", strict: .denied, plugin: .denied) { string in
        string.purposeOneTreatment = true
        string.purposes = [1]
    },
    TCFRow("a restriction of type 0 overrides consent", strict: .denied, plugin: .approved) { string in
        string.restrictions = [TCText.Restriction(purpose: 10, type: 0, vendor: 565)]
    },
    TCFRow("a restriction to consent lets consent stand", strict: .approved, plugin: .approved) { string in
        string.restrictions = [TCText.Restriction(purpose: 10, type: 1, vendor: 565)]
    },
    TCFRow("a restriction to legitimate interest overrides consent", strict: .denied, plugin: .approved) { string in
        string.restrictions = [TCText.Restriction(purpose: 1, type: 2, vendor: 565)]
    },
    TCFRow("a restriction of the undefined type is read as a ban", strict: .denied, plugin: .approved) { string in
        string.restrictions = [TCText.Restriction(purpose: 10, type: 3, vendor: 565)]
    },
    TCFRow("a restriction of another vendor means nothing here", strict: .approved, plugin: .approved) { string in
        string.restrictions = [TCText.Restriction(purpose: 10, type: 0, vendor: 564)]
    },
    TCFRow("a restriction of another purpose means nothing here", strict: .approved, plugin: .approved) { string in
        string.restrictions = [TCText.Restriction(purpose: 4, type: 0, vendor: 565)]
    },
    TCFRow("a restriction lifts nothing: without consent it stays no", strict: .denied, plugin: .denied) { string in
        string.vendors = []
        string.restrictions = [TCText.Restriction(purpose: 10, type: 1, vendor: 565)]
    },
    TCFRow("the vendor was disclosed", strict: .approved, plugin: .approved) { $0.disclosed = [1, 565] },
    TCFRow("the vendor was not disclosed", strict: .denied, plugin: .approved) { $0.disclosed = [564] },
    TCFRow("nobody was disclosed", strict: .denied, plugin: .approved) { $0.disclosed = [] },
    TCFRow("no disclosure before 2026-02-28", strict: .approved, plugin: .approved) { string in
        string.created = "2026-02-27T23:59:59.9Z"
        string.lastUpdated = "2026-02-27T23:59:59.9Z"
    },
    TCFRow("no disclosure from 2026-02-28 on", strict: .undecided, plugin: .approved) { string in
        string.created = "2026-02-28T00:00:00Z"
        string.lastUpdated = "2026-02-28T00:00:00Z"
    },
    TCFRow("disclosure from 2026-02-28 on", strict: .approved, plugin: .approved) { string in
        string.created = "2026-02-28T00:00:00Z"
        string.lastUpdated = "2026-02-28T00:00:00Z"
        string.disclosed = [565]
    },
    TCFRow("global scope before September 2021", strict: .approved, plugin: .approved) { string in
        string.isServiceSpecific = false
        string.created = "2021-08-31T23:59:59.9Z"
        string.lastUpdated = "2021-08-31T23:59:59.9Z"
        string.policyVersion = 2
        string.purposes = Array(1...10)
    },
    TCFRow("global scope from September 2021 on", strict: .undecided, plugin: .approved) { string in
        string.isServiceSpecific = false
        string.created = "2021-08-31T00:00:00Z"
        string.lastUpdated = "2021-09-01T00:00:00Z"
    },
]

@Suite("The two readings of a TC string")
struct TCFRuleTests {
    private func permission(_ rule: Policy.TCFRule, _ text: String, _ change: (inout ConsentRecord) -> Void = { _ in })
        -> Permission
    {
        var site = policy(.aam, tcf: CategoryRule.TCFGate(vendor: 565, purposes: [1, 10]))
        site.tcfRule = rule
        var payload = record([])
        payload.strings.tcf = text
        change(&payload)
        return site.permission(.aam, of: payload)
    }

    @Test("the strict reading", arguments: rows)
    func strict(row: TCFRow) {
        #expect(permission(.strict, row.text) == row.strict)
    }

    @Test("the reading of Adobe's plug-in: consent of the vendor and its purposes, and nothing else", arguments: rows)
    func plugin(row: TCFRow) {
        #expect(permission(.adobePlugin, row.text) == row.plugin)
    }

    @Test("the strict reading never approves what the plug-in's does not")
    func strictIsStricter() {
        for row in rows where row.strict == .approved { #expect(row.plugin == .approved) }
    }

    @Test("the strict reading is the default")
    func defaultRule() {
        #expect(Policy().tcfRule == .strict)
    }

    @Test("a damaged segment of disclosed vendors leaves the strict reading open")
    func damagedDisclosure() {
        var string = TCText()
        string.disclosed = [565]
        let cut = String(string.text.dropLast(20))
        #expect(permission(.strict, cut) == .undecided)
        #expect(permission(.adobePlugin, cut) == .approved)
    }

    @Test("where GDPR does not apply by the payload's own word, the strict rule lets everything pass")
    func strictScope() {
        var string = TCText()
        string.vendors = []
        #expect(permission(.strict, string.text) { $0.gdprApplies = false } == .approved)
        #expect(permission(.strict, string.text) { $0.gdprApplies = true } == .denied)
    }

    @Test("the plug-in does not look at whether GDPR applies")
    func pluginIgnoresScope() {
        var string = TCText()
        string.vendors = []
        #expect(permission(.adobePlugin, string.text) { $0.gdprApplies = false } == .denied)
        #expect(permission(.adobePlugin, string.text) { $0.gdprApplies = true } == .denied)
    }
}
