import BoundedJSON
import ConsentStrings
import Testing

/// A flat JSON object.
private func json(_ keys: [String: String]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (name, value) in keys.sorted(by: { $0.key < $1.key }) {
        writer.key(name)
        writer.string(value)
    }
    writer.endObject()
    return writer.bytes
}

/// A 0-based bit string of ids.
private func bits(_ ids: some Sequence<Int>, count: Int) -> String {
    let ids = Set(ids)
    return String((1...max(count, 1)).map { ids.contains($0) ? "1" : "0" }.prefix(count))
}

@Suite("Key dumps of mobile SDKs")
struct MobileConsentKeysTests {
    static func decode(_ text: String) throws(ConsentStringError) -> Decoded<MobileConsentKeys> {
        try MobileConsentKeys.decode(json: Array(text.utf8))
    }

    static func value() -> TCString {
        var value = TCString()
        value.createdMilliseconds = 1_700_000_000_000
        value.lastUpdatedMilliseconds = 1_700_000_000_000
        value.cmpID = 10
        value.cmpVersion = 3
        value.vendorListVersion = 30
        value.policyVersion = 4
        value.isServiceSpecific = true
        value.publisherCountryCode = "DE"
        value.specialFeatureOptIns = [1]
        value.purposeConsents = [1, 2, 4]
        value.purposeLegitimateInterests = [2, 7]
        value.vendorConsents = [3, 5, 565]
        value.vendorLegitimateInterests = [5]
        value.publisherRestrictions = [PublisherRestriction(purposeID: 2, type: .requireConsent, vendors: [5])]
        value.disclosedVendors = [3, 5, 565]
        value.publisherPurposes = PublisherPurposes(
            consents: [1],
            customPurposeCount: 2,
            customConsents: [2]
        )
        return value
    }

    /// What an SDK writes for a string.
    static func keys(of value: TCString) throws -> [String: String] {
        var keys = [
            "IABTCF_TCString": try value.encoded(), "IABTCF_gdprApplies": "1",
            "IABTCF_CmpSdkID": String(value.cmpID), "IABTCF_CmpSdkVersion": String(value.cmpVersion),
            "IABTCF_PolicyVersion": String(value.policyVersion),
            "IABTCF_PublisherCC": value.publisherCountryCode ?? "AA",
            "IABTCF_PurposeOneTreatment": value.purposeOneTreatment ? "1" : "0",
            "IABTCF_UseNonStandardTexts": value.usesNonStandardTexts ? "1" : "0",
            "IABTCF_PurposeConsents": bits(value.purposeConsents, count: 11),
            "IABTCF_PurposeLegitimateInterests": bits(value.purposeLegitimateInterests, count: 11),
            "IABTCF_SpecialFeaturesOptIns": bits(value.specialFeatureOptIns, count: 2),
            "IABTCF_VendorConsents": bits(value.vendorConsents, count: value.vendorConsents.largest),
            "IABTCF_VendorLegitimateInterests": bits(
                value.vendorLegitimateInterests,
                count: value.vendorLegitimateInterests.largest
            ),
        ]
        keys["IABTCF_DisclosedVendors"] = value.disclosedVendors.map { bits($0, count: $0.largest) }
        if let publisher = value.publisherPurposes {
            keys["IABTCF_PublisherConsent"] = bits(publisher.consents, count: 11)
            keys["IABTCF_PublisherLegitimateInterests"] = bits(publisher.legitimateInterests, count: 11)
            keys["IABTCF_PublisherCustomPurposesConsents"] = bits(
                publisher.customConsents,
                count: publisher.customPurposeCount
            )
        }
        for purpose in Set(value.publisherRestrictions.map(\.purposeID)) {
            var digits = [Character](repeating: "_", count: 600)
            for restriction in value.publisherRestrictions where restriction.purposeID == purpose {
                for vendor in restriction.vendors { digits[vendor - 1] = Character("\(restriction.type.rawValue)") }
            }
            keys["IABTCF_PublisherRestrictions\(purpose)"] = String(digits)
        }
        return keys
    }

    @Test("a dump that says the same twice is read without a warning, and grants what the string grants")
    func agreement() throws {
        let value = Self.value()
        let decoded = try MobileConsentKeys.decode(json: json(try Self.keys(of: value)))
        #expect(decoded.warnings.isEmpty)
        let tcf = decoded.value.tcf
        #expect(tcf.gdprApplies == true)
        #expect(tcf.cmpID == 10)
        #expect(tcf.string == value)
        #expect(tcf.purposeConsents == [1, 2, 4])
        #expect(tcf.vendorConsents == [3, 5, 565])
        #expect(tcf.publisherRestrictions == value.publisherRestrictions)
        #expect(tcf.publisherCustomConsents == [2])
        #expect(tcf.reconciled == value)
        #expect(decoded.value.otherFields.isEmpty)
    }

    @Test("without a string the bit strings grant the same, under the rules of their policy version")
    func keysAlone() throws {
        let value = Self.value()
        var keys = try Self.keys(of: value)
        keys["IABTCF_TCString"] = nil
        let tcf = try MobileConsentKeys.decode(json: json(keys)).value.tcf
        let reconciled = try #require(tcf.reconciled)
        let vendor = VendorDeclaration(
            id: 5,
            purposes: [1, 3, 4],
            legitimateInterestPurposes: [2, 7],
            flexiblePurposes: [2]
        )
        for purpose in 1...11 {
            #expect(
                reconciled.permission(of: vendor, for: purpose) == value.permission(of: vendor, for: purpose),
                "\(purpose)"
            )
        }
        #expect(reconciled.publisherPurposes == value.publisherPurposes)
        keys["IABTCF_PolicyVersion"] = nil
        #expect(try MobileConsentKeys.decode(json: json(keys)).value.tcf.reconciled?.policyVersion == 4)
    }

    @Test(
        "gdprApplies of 0, 1 and unset differ; other values are told and leave it unset",
        arguments: [
            ("{}", nil, 0), (#"{"IABTCF_gdprApplies":null}"#, nil, 0), (#"{"IABTCF_gdprApplies":""}"#, nil, 0),
            (#"{"IABTCF_gdprApplies":0}"#, false, 0), (#"{"IABTCF_gdprApplies":"0"}"#, false, 0),
            (#"{"IABTCF_gdprApplies":1}"#, true, 0), (#"{"IABTCF_gdprApplies":"1"}"#, true, 0),
            (#"{"IABTCF_gdprApplies":true}"#, true, 0), (#"{"IABTCF_gdprApplies":2}"#, nil, 1),
            (#"{"IABTCF_gdprApplies":"yes"}"#, nil, 1), (#"{"IABTCF_gdprApplies":[1]}"#, nil, 1),
        ] as [(String, Bool?, Int)]
    )
    func gdprApplies(text: String, applies: Bool?, warnings: Int) throws {
        let decoded = try Self.decode(text)
        #expect(decoded.value.tcf.gdprApplies == applies)
        #expect(decoded.warnings.map(\.code) == [ConsentStringWarning.Code](repeating: .unreadableKey, count: warnings))
    }

    @Test("positions are 0-based, and what lies past the end is 0")
    func positions() throws {
        let tcf = try Self.decode(
            #"{"IABTCF_PurposeConsents":"101","IABTCF_VendorConsents":"0001","IABTCF_SpecialFeaturesOptIns":""}"#
        ).value.tcf
        #expect(tcf.purposeConsents == [1, 3])
        #expect(tcf.vendorConsents == [4])
        #expect(tcf.vendorConsents?.contains(5) == false)
        #expect(tcf.specialFeatureOptIns == [])
        #expect(tcf.purposeLegitimateInterests == nil)
    }

    @Test(
        "a bit string that is none denies everything: other characters, and numbers, which have lost the zeros in front",
        arguments: [#""10x""#, #""1 1""#, "111", "true", "[1]", #""１""#, "1e3"]
    )
    func oddBits(written: String) throws {
        let decoded = try Self.decode(#"{"IABTCF_PurposeConsents":\#(written),"IABTCF_VendorConsents":"1"}"#)
        #expect(decoded.value.tcf.purposeConsents == [])
        #expect(decoded.value.tcf.reconciled?.purposeConsents == [])
        #expect(decoded.warnings.map(\.code) == [.unreadableKey])
    }

    @Test("a bit string of every id is read, one character more is not")
    func bitStringLimit() throws {
        for (count, isRead) in [(65_535, true), (65_536, false)] {
            let text = String(repeating: "1", count: count)
            let decoded = try MobileConsentKeys.decode(json: json(["IABTCF_VendorConsents": text]))
            #expect(decoded.value.tcf.vendorConsents?.count == (isRead ? 65_535 : 0))
            #expect(decoded.warnings.isEmpty == isRead)
        }
    }

    @Test(
        "restrictions have a digit for each vendor; anything else is none, and 3 is the undefined type that forbids",
        arguments: [
            ("_0_1", [(.notAllowed, "2"), (.requireConsent, "4")]), ("22", [(.requireLegitimateInterest, "1-2")]),
            ("_x9", []), ("", []), ("3", [(.undefined, "1")]),
        ] as [(String, [(RestrictionType, String)])]
    )
    func restrictions(written: String, expected: [(RestrictionType, String)]) throws {
        let decoded = try MobileConsentKeys.decode(json: json(["IABTCF_PublisherRestrictions7": written]))
        #expect(
            decoded.value.tcf.publisherRestrictions
                == expected.map { PublisherRestriction(purposeID: 7, type: $0.0, vendors: Self.vendors($0.1)) }
        )
        #expect(decoded.warnings.isEmpty)
    }

    static func vendors(_ text: String) -> VendorSet { (try? VendorSet(rangesText: text)) ?? [] }

    @Test("restrictions that cannot be read allow the purpose to nobody")
    func unreadableRestrictions() throws {
        let decoded = try Self.decode(#"{"IABTCF_PublisherRestrictions2":12,"IABTCF_PublisherRestrictionsX":"0"}"#)
        #expect(
            decoded.value.tcf.publisherRestrictions == [
                PublisherRestriction(purposeID: 2, type: .notAllowed, vendors: VendorSet(ranges: [1...65_535]))
            ]
        )
        #expect(decoded.value.otherFields == ["IABTCF_PublisherRestrictionsX": "0"])
    }

    @Test("the string wins over a key that says something else, which is told; nothing is granted that either denies")
    func disagreement() throws {
        var keys = try Self.keys(of: Self.value())
        keys["IABTCF_PurposeConsents"] = "1010"
        keys["IABTCF_VendorConsents"] = "0111"
        keys["IABTCF_PurposeOneTreatment"] = "1"
        keys["IABTCF_PublisherRestrictions2"] = "____2"
        keys["IABTCF_CmpSdkID"] = "11"
        let decoded = try MobileConsentKeys.decode(json: json(keys))
        #expect(decoded.warnings.map(\.code) == [ConsentStringWarning.Code](repeating: .keysDisagree, count: 5))
        #expect(decoded.value.tcf.string == Self.value())
        let reconciled = try #require(decoded.value.tcf.reconciled)
        #expect(reconciled.purposeConsents == [1])
        #expect(reconciled.vendorConsents == [3])
        #expect(reconciled.purposeOneTreatment)
        #expect(reconciled.cmpID == 10)
        #expect(reconciled.publisherRestrictions.map(\.type) == [.requireConsent, .requireLegitimateInterest])
        let flexible = VendorDeclaration(id: 5, purposes: [2], flexiblePurposes: [2])
        #expect(reconciled.permission(of: flexible, for: 2).reason == .contradictoryRestrictions)
    }

    @Test(
        "a string that cannot be read grants nothing, whatever the bit strings say",
        arguments: ["CAAA", "?", "1YNN"]
    )
    func damagedString(text: String) throws {
        let decoded = try MobileConsentKeys.decode(
            json: json(["IABTCF_TCString": text, "IABTCF_PurposeConsents": "11", "IABTCF_VendorConsents": "11"])
        )
        #expect(decoded.value.tcf.text == text)
        #expect(decoded.value.tcf.string == nil)
        #expect(decoded.value.tcf.reconciled == nil)
        #expect(decoded.warnings.map(\.code) == [.unreadableKey])
        #expect(decoded.warnings.allSatisfy { !$0.message.contains(text) })
    }

    @Test("a string or country of another type is told and grants nothing", arguments: ["1", "true", "{}"])
    func otherTypes(written: String) throws {
        let decoded = try Self.decode(
            #"{"IABTCF_TCString":\#(written),"IABTCF_PublisherCC":\#(written),"IABTCF_PurposeConsents":"11"}"#
        )
        #expect(decoded.value.tcf.text == "")
        #expect(decoded.value.tcf.reconciled == nil)
        #expect(decoded.value.tcf.publisherCountryCode == nil)
        #expect(decoded.warnings.map(\.code) == [.unreadableKey, .unreadableKey])
    }

    @Test("an empty string is no string")
    func emptyString() throws {
        let decoded = try Self.decode(#"{"IABTCF_TCString":"","IABTCF_gdprApplies":0,"IABUSPrivacy_String":""}"#)
        #expect(decoded.value.tcf.text == nil)
        #expect(decoded.value.tcf.reconciled == nil)
        #expect(decoded.value.usPrivacyText == nil)
        #expect(decoded.warnings.isEmpty)
    }

    @Test("whatever string and keys say, nothing is granted that either denies")
    func neverMore() throws {
        let seed: UInt64 = 20_261_125
        var random = RepeatableRandom(seed: seed)
        func ids(_ range: ClosedRange<Int>) -> [Int] { range.filter { _ in Bool.random(using: &random) } }
        for round in 0..<300 {
            var value = Self.value()
            value.publisherRestrictions = []
            value.purposeConsents = PurposeSet(ids(1...11))
            value.purposeLegitimateInterests = PurposeSet(ids(2...11).filter { !(3...6).contains($0) })
            value.vendorConsents = VendorSet(ids(1...9))
            value.vendorLegitimateInterests = VendorSet(ids(1...9))
            value.disclosedVendors = VendorSet(1...9)
            var keys = try Self.keys(of: value)
            let consents = PurposeSet(ids(1...11))
            let vendors = VendorSet(ids(1...9))
            keys["IABTCF_PurposeConsents"] = bits(consents, count: 11)
            keys["IABTCF_VendorConsents"] = bits(vendors, count: 9)
            let vendor = Int.random(in: 1...9, using: &random)
            let declaration = VendorDeclaration(id: vendor, purposes: [1, 3, 4], legitimateInterestPurposes: [2, 7])
            let reconciled = try #require(try MobileConsentKeys.decode(json: json(keys)).value.tcf.reconciled)
            for purpose in 1...11 where reconciled.permission(of: declaration, for: purpose).isPermitted {
                let permission = value.permission(of: declaration, for: purpose)
                #expect(permission.isPermitted, "seed \(seed), round \(round)")
                if permission.basis == .consent {
                    #expect(consents.contains(purpose) && vendors.contains(vendor), "seed \(seed), round \(round)")
                }
            }
        }
    }

    @Test("Additional Consent and US Privacy are decoded, and told if they cannot be")
    func otherStrings() throws {
        let good = try Self.decode(#"{"IABTCF_AddtlConsent":"1~7.12","IABUSPrivacy_String":"1YYN"}"#).value
        #expect(good.additionalConsent?.consented == [7, 12])
        #expect(good.purposeChoices.map(\.isOptedOut) == [true])
        let bad = try Self.decode(#"{"IABTCF_AddtlConsent":"3~7","IABUSPrivacy_String":"1yyn"}"#)
        #expect(bad.value.additionalConsent == nil)
        #expect(bad.warnings.map(\.code) == [.unreadableKey, .unreadableKey])
        #expect(bad.value.purposeChoices.allSatisfy { $0.choice == nil && $0.sectionID == 6 })
        #expect(!bad.value.purposeChoices.isEmpty)
    }

    @Test(
        "dumps that are refused as a whole",
        arguments: [
            "", "[]", "1", "{", #"{"IABTCF_TCString":"a"} x"#, #"{"IABTCF_gdprApplies":0,"IABTCF_gdprApplies":1}"#,
            #"{"IABTCF_gdprApplies":null,"IABTCF_gdprApplies":1}"#,
        ]
    )
    func refused(text: String) {
        do throws(ConsentStringError) {
            _ = try Self.decode(text)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .malformed)
        }
    }

    @Test("a dump at the limit is read, one byte more is not")
    func dumpLimit() {
        let frame = #"{"other":""}"#
        for extra in [0, 1] {
            let filler = String(
                repeating: "x",
                count: ConsentStringLimits.maxKeyDumpBytes - frame.utf8.count + extra
            )
            do throws(ConsentStringError) {
                _ = try Self.decode(#"{"other":"\#(filler)"}"#)
                #expect(extra == 0)
            } catch {
                #expect(extra == 1)
                #expect(error.code == .tooLong)
            }
        }
    }

    @Test("keys of others are passed over, decoded fields of GPP sections are kept as they are written")
    func otherFields() throws {
        let value = try Self.decode(
            #"{"theme":{"IABTCF_TCString":"x"},"n":[1],"IABGPP_USNAT_SaleOptOut":2,"IABGPP_HDR_Version":"1","#
                + #""IABGPP_HDR_Sections":"2_7","IABGPP_TCFEU2_VendorConsents":"3_5","IABX":{"a":1}}"#
        ).value
        #expect(
            value.otherFields == [
                "IABGPP_USNAT_SaleOptOut": "2", "IABGPP_HDR_Version": "1", "IABGPP_HDR_Sections": "2_7",
                "IABGPP_TCFEU2_VendorConsents": "3_5",
            ]
        )
        #expect(value.tcf.text == nil)
    }
}
