import ConsentStrings
import ConsentTranslation
import OptIn
import Testing

/// A real string of Adobe's Web SDK with what each rule makes of it. All four set PurposeOneTreatment.
struct WebSDKRow: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let plugin: Permission
    let strict: Permission
    let edge: AdobeTCF.EdgeAnswer.General

    static let all = [
        WebSDKRow(
            testDescription: "purposes 1 and 10, vendor 565",
            text: "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA",
            plugin: .approved,
            strict: .undecided,
            edge: .in
        ),
        WebSDKRow(
            testDescription: "purpose 10, vendor 565",
            text: "CO052oTO052oTDGAMBFRACBgAABAAAAAAIYgEawAQEagAAAA",
            plugin: .denied,
            strict: .undecided,
            edge: .out
        ),
        WebSDKRow(
            testDescription: "purpose 1, vendor 565",
            text: "CO052kIO052kIDGAMBFRACBgAIAAAAAAAIYgEawAQEagAAAA",
            plugin: .denied,
            strict: .denied,
            edge: .in
        ),
        WebSDKRow(
            testDescription: "purposes 1 and 10, vendor 1",
            text: "CO052qdO052qdDGAMBFRACBgAIBAAAAAAIYgAAoAAAAA",
            plugin: .denied,
            strict: .denied,
            edge: .out
        ),
    ]
}

@Suite("The rules beside each other")
struct TCFComparisonTests {
    private func gated() -> Policy {
        var site = policy(.aam, tcf: CategoryRule.TCFGate(vendor: 565, purposes: [1, 10]))
        site.categories?[.ecid] = CategoryRule(conditions: [.anyCategory([.aam])])
        site.categories?[.aa] = CategoryRule(conditions: [.any(selectors(["analytics"]))])
        return site
    }

    private func compare(_ site: Policy, tcf: String?, gdprApplies: Bool? = nil) -> TCFComparison? {
        var payload = record([("stats", .granted)])
        payload.strings.tcf = tcf
        payload.gdprApplies = gdprApplies
        return site.comparingTCFRules(of: payload, mapping: mapping, now: now)
    }

    @Test("Adobe's own sample strings", arguments: WebSDKRow.all)
    func samples(row: WebSDKRow) throws {
        let comparison = try #require(compare(gated(), tcf: row.text))
        #expect(comparison.readings[.adobePlugin]?.permission == row.plugin)
        #expect(comparison.readings[.strict]?.permission == row.strict)
        #expect(comparison.edge.general == row.edge)
        #expect(comparison.differing == (row.plugin == row.strict ? [] : [.aam, .ecid]))
    }

    @Test("categories with a gate are named, and those that come out otherwise because of one; no others")
    func categories() throws {
        var string = TCText()
        string.disclosed = [564]
        let comparison = try #require(compare(gated(), tcf: string.text))
        #expect(comparison.used == .strict)
        #expect(comparison.categories.map(\.category) == [.aam, .ecid])
        #expect(comparison.categories.map { $0.permissions[.strict] } == [.denied, .denied])
        #expect(comparison.categories.map { $0.permissions[.adobePlugin] } == [.approved, .approved])
    }

    @Test("what is compared is what the policy decides under each rule", arguments: Policy.TCFRule.allCases)
    func agreesWithDeciding(rule: Policy.TCFRule) throws {
        var site = gated()
        site.tcfRule = rule
        for row in WebSDKRow.all {
            var payload = record([("stats", .granted)])
            payload.strings.tcf = row.text
            let compared = try #require(site.comparingTCFRules(of: payload, mapping: mapping, now: now))
            #expect(compared.used == rule)
            let outcome = site.decide(payload, mapping: mapping, now: now)
            for reading in compared.categories {
                #expect(reading.permissions[rule] == outcome.permissions[reading.category])
            }
        }
    }

    @Test("each explanation of a gated category tells its rule, and no other does", arguments: Policy.TCFRule.allCases)
    func explanations(rule: Policy.TCFRule) {
        var site = gated()
        site.tcfRule = rule
        var payload = record([])
        payload.strings.tcf = TCText().text
        #expect(site.explanation(.aam, of: payload)?.tcfRule == rule)
        #expect(site.explanation(.ecid, of: payload)?.tcfRule == nil)
        #expect(site.explanation(.livefyre, of: payload)?.tcfRule == nil)
    }

    @Test("without a string and without a gate there is nothing to compare")
    func nothing() {
        #expect(compare(policy(.aa, .any(selectors(["analytics"]))), tcf: nil) == nil)
        #expect(compare(policy(.aa, .any(selectors(["analytics"]))), tcf: TCText().text)?.categories == [])
        #expect(compare(gated(), tcf: nil)?.edge.general == nil)
    }

    @Test("where GDPR does not apply the edge lets everything in, the strict rule too, and the plug-in does not look")
    func noGDPR() throws {
        let comparison = try #require(compare(gated(), tcf: WebSDKRow.all[3].text, gdprApplies: false))
        #expect(comparison.edge.general == .in)
        #expect(comparison.readings[.strict]?.permission == .approved)
        #expect(comparison.readings[.adobePlugin]?.permission == .denied)
    }
}

@Suite("The strict rule with a vendor list")
struct VendorListRuleTests {
    private func list(_ vendor: String, specification: Int = 3) throws -> GlobalVendorList {
        try GlobalVendorList(
            json: Array(
                """
                {"gvlSpecificationVersion":\(specification),"vendorListVersion":120,"vendors":{\(vendor)}}
                """.utf8
            )
        )
    }

    private func permission(_ list: GlobalVendorList?, rule: Policy.TCFRule = .strict) -> Permission {
        var site = policy(.aam, tcf: CategoryRule.TCFGate(vendor: 565, purposes: [1, 10]))
        site.tcfRule = rule
        site.vendorList = list
        var payload = record([])
        payload.strings.tcf = TCText().text
        return site.permission(.aam, of: payload)
    }

    private static let adobe = #""565":{"id":565,"name":"A","purposes":[1,10],"legIntPurposes":[]"#

    @Test("a vendor that bases its purposes on consent may, as without a list")
    func listed() throws {
        #expect(permission(nil) == .approved)
        #expect(permission(try list(Self.adobe + "}")) == .approved)
    }

    @Test("a vendor that is not on the list, or was taken off it before now, may not")
    func notListed() throws {
        #expect(permission(try list("")) == .denied)
        #expect(permission(try list(Self.adobe + #","deletedDate":"2026-11-01T00:00:00Z"}"#)) == .denied)
        #expect(permission(try list(Self.adobe + #","deletedDate":"2027-11-01T00:00:00Z"}"#)) == .approved)
    }

    @Test("a purpose that the vendor does not base on consent is none that consent permits")
    func otherBasis() throws {
        let vendor = #""565":{"id":565,"name":"A","purposes":[1],"legIntPurposes":[10]}"#
        #expect(permission(try list(vendor)) == .denied)
        #expect(permission(try list(#""565":{"id":565,"name":"A","purposes":[1]}"#)) == .denied)
    }

    @Test("by a list of the other specification nothing can be said")
    func otherEra() throws {
        #expect(permission(try list(Self.adobe + "}", specification: 2)) == .undecided)
    }

    @Test("the plug-in's rule looks at no list")
    func plugin() throws {
        #expect(permission(try list(""), rule: .adobePlugin) == .approved)
    }
}
