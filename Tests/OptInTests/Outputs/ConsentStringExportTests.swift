import Foundation
import OptIn
import Testing

@Suite("TC strings in exports")
struct ConsentStringExportTests {
    private static let granting = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
    private static let refusing = "CO052qdO052qdDGAMBFRACBgAIBAAAAAAIYgAAoAAAAA"

    private func decision(
        _ text: String?,
        collecting: Permission = .approved,
        gdprApplies: Bool? = nil
    ) -> ExportedDecision {
        var permissions = Permissions.undecided
        permissions[.aa] = collecting
        permissions[.ecid] = collecting
        let tcf = text.map { ExportedDecision.ConsentString(text: $0, gdprApplies: gdprApplies) }
        return ExportedDecision(permissions: permissions, decidedAt: 1_772_442_904_127, tcf: tcf)
    }

    private func entry(_ consent: WebSDKConsent) throws -> [String: Any]? {
        let entries = try json(consent.write) as? [[String: Any]]
        return entries?.first { $0["standard"] as? String == "IAB TCF" }
    }

    @Test("the string goes out as it is, with version 2.0", arguments: [nil, true, false] as [Bool?])
    func verbatim(gdprApplies: Bool?) throws {
        let consent = WebSDKConsent(decision(Self.granting, gdprApplies: gdprApplies))
        let entry = try #require(try entry(consent))
        #expect(entry["value"] as? String == Self.granting)
        #expect(entry["version"] as? String == "2.0")
        #expect(entry["gdprApplies"] as? Bool == gdprApplies ?? true, "where nobody says, it applies")
    }

    @Test(
        "a string by which the edge would collect more than was decided is left out, unless somebody asks for it",
        arguments: [
            (granting, .approved, nil, true), (granting, .denied, nil, false), (granting, .undecided, nil, false),
            (refusing, .approved, nil, true), (refusing, .denied, nil, true), (refusing, .denied, false, false),
        ] as [(String, Permission, Bool?, Bool)]
    )
    func wider(text: String, collecting: Permission, gdprApplies: Bool?, isSent: Bool) throws {
        let decision = decision(text, collecting: collecting, gdprApplies: gdprApplies)
        let consent = WebSDKConsent(decision)
        #expect((try entry(consent) != nil) == isSent)
        #expect(consent.notes.contains { $0.code == .stringWider } != isSent)
        #expect(try entry(WebSDKConsent(decision, standards: [.iabTCF])) != nil)
        let xdm = try #require(try json(XDMConsent(decision).write) as? [String: Any])
        #expect((xdm["consentStrings"] != nil) == isSent)
    }

    @Test("a string that does not decode is never sent, since the edge would refuse it", arguments: ["", "CO", "1YNN"])
    func unreadable(text: String) throws {
        for standards in [nil, [.iabTCF]] as [[ConsentStandard]?] {
            let consent = WebSDKConsent(decision(text, gdprApplies: false), standards: standards)
            #expect(try entry(consent) == nil)
            #expect(consent.notes.contains { $0.code == .stringUnreadable })
        }
    }

    @Test("without a string nothing is said about it, unless it was asked for")
    func missing() {
        #expect(WebSDKConsent(decision(nil)).notes.isEmpty)
        let asked = WebSDKConsent(decision(nil), standards: [.iabTCF])
        #expect(asked.isEmpty)
        #expect(asked.notes.map(\.code) == [.standardLeftOut, .nothingDecided])
    }

    @Test(
        "XDM spells its members its own way and always says whether GDPR applies",
        arguments: [nil, true, false] as [Bool?]
    )
    func xdm(gdprApplies: Bool?) throws {
        let consent = XDMConsent(
            decision(Self.granting, gdprApplies: gdprApplies),
            identity: XDMConsent.Identity("ECID:1:2")
        )
        let object = try #require(try json(consent.write) as? [String: Any])
        let string: NSDictionary = [
            "consentStandard": "IAB TCF", "consentStandardVersion": "2.0", "consentStringValue": Self.granting,
            "gdprApplies": gdprApplies ?? true,
        ]
        #expect(object["consentStrings"] as? NSArray == [string])
        let wanted: NSDictionary = [
            "ECID": [
                "1:2": [
                    "identityIABConsent": ["consentTimestamp": "2026-03-02T09:15:04.127Z", "consentString": string]
                ]
            ]
        ]
        #expect(object["identityPrivacyInfo"] as? NSDictionary == wanted)
        #expect(((object["consents"] as? [String: Any])?["metadata"] as? [String: String])?["time"] != nil)
    }

    @Test("a form that does not have a standard says so")
    func otherForm() {
        let consent = XDMConsent(decision(Self.granting), standards: [.adobe1])
        #expect(consent.isEmpty)
        #expect(consent.notes.contains { $0.code == .standardLeftOut })
    }

    @Test("an identity is a namespace and an id", arguments: ["", ":", "ECID", "ECID:", ":1"])
    func identities(text: String) {
        #expect(XDMConsent.Identity(text) == nil)
    }
}
