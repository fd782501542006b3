import ConsentStrings
import Testing

@Suite("GPP keys of mobile SDKs")
struct MobileGPPKeysTests {
    static let nationalOptOut = "BVVVVVVVVlA"

    @Test(
        "GppSID: ids joined by underscores, or one number; -1 none applies, empty not known",
        arguments: [
            (#""7_8""#, [7, 8], 0), (#""7""#, [7], 0), ("7", [7], 0), (#""-1""#, [-1], 0), ("-1", [-1], 0),
            (#""""#, [], 0), ("null", nil, 0), (#""7,8""#, nil, 1), (#""7_""#, nil, 1), (#""-2""#, nil, 1),
            (#""65536""#, nil, 1), ("[7]", nil, 1), ("1.5", nil, 1),
        ] as [(String, [Int]?, Int)]
    )
    func sectionIDs(written: String, expected: [Int]?, warnings: Int) throws {
        let decoded = try MobileConsentKeysTests.decode(#"{"IABGPP_GppSID":\#(written)}"#)
        #expect(decoded.value.gpp.sectionIDs == expected)
        #expect(decoded.warnings.count == warnings)
    }

    @Test(
        "only sections that apply speak; where that is not known all do",
        arguments: [
            ("7", ["usnat sale_or_sharing", "usnat advertising"]), ("-1", []),
            ("", ["uspv1 sale_or_sharing", "usnat sale_or_sharing", "usnat advertising"]),
            ("6_8", ["uspv1 sale_or_sharing", "usca sale_or_sharing", "usca advertising"]),
        ]
    )
    func applicable(listed: String, expected: [String]) throws {
        let text = try USPurposeTests.text([(6, "1YNN"), (7, Self.nationalOptOut)])
        let keys = try MobileConsentKeysTests.decode(
            #"{"IABGPP_HDR_GppString":"\#(text)","IABGPP_GppSID":"\#(listed)"}"#
        ).value
        #expect(keys.gpp.string?.sectionIDs == [6, 7])
        #expect(keys.purposeChoices.map { "\($0.section) \($0.purpose.rawValue)" } == expected)
    }

    @Test("a section that applies and is nowhere is not known")
    func missing() throws {
        let choices = try MobileConsentKeysTests.decode(#"{"IABGPP_GppSID":"2_8"}"#).value.purposeChoices
        #expect(choices.map(\.sectionID) == [8, 8])
        #expect(choices.allSatisfy { $0.choice == nil })
    }

    @Test("sections with keys of their own are decoded; what differs from the GPP string is told and can only refuse")
    func ownSections() throws {
        let alone = try MobileConsentKeysTests.decode(#"{"IABGPP_7_String":"\#(Self.nationalOptOut)"}"#)
        #expect(alone.value.gpp.sections.map(\.id) == [7])
        #expect(alone.value.purposeChoices.map(\.isOptedOut) == [true, true])
        #expect(alone.warnings.isEmpty)
        // The string permits, the key of its own refuses.
        var permitting = try #require(USSection(id: 7))
        for field in ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"] { permitting.set(field, to: [2]) }
        let text = try GPPString(sections: [GPPSection(id: 7, content: .us(permitting))]).encoded()
        let both = try MobileConsentKeysTests.decode(
            #"{"IABGPP_HDR_GppString":"\#(text)","IABGPP_7_String":"\#(Self.nationalOptOut)"}"#
        )
        #expect(both.warnings.map(\.code) == [.keysDisagree])
        #expect(both.value.purposeChoices.map(\.isOptedOut) == [false, false, true, true])
        let same = try MobileConsentKeysTests.decode(
            #"{"IABGPP_HDR_GppString":"\#(text)","IABGPP_7_String":"\#(text.split(separator: "~")[1])"}"#
        )
        #expect(same.warnings.isEmpty)
        #expect(same.value.purposeChoices.count == 2)
    }

    @Test("a GPP string or section that cannot be read is told and permits nothing")
    func unreadable() throws {
        let decoded = try MobileConsentKeysTests.decode(
            #"{"IABGPP_HDR_GppString":"DBxx","IABGPP_8_String":"B","IABGPP_GppSID":"7_8"}"#
        )
        #expect(decoded.value.gpp.text == "DBxx")
        #expect(decoded.value.gpp.string == nil)
        #expect(decoded.warnings.map(\.code) == [.unreadableKey, .unreadableKey])
        #expect(decoded.value.purposeChoices.allSatisfy { $0.choice == nil })
        #expect(Set(decoded.value.purposeChoices.map(\.sectionID)) == [7, 8])
    }

    @Test("another TC string in the GPP string than in its own key is told")
    func otherTCString() throws {
        let own = try MobileConsentKeysTests.value().encoded()
        var other = MobileConsentKeysTests.value()
        other.purposeConsents = []
        let gpp = try GPPString(sections: [GPPSection(id: 2, content: .tcfEUv2(other))]).encoded()
        let decoded = try MobileConsentKeysTests.decode(
            #"{"IABTCF_TCString":"\#(own)","IABGPP_HDR_GppString":"\#(gpp)"}"#
        )
        #expect(decoded.warnings.map(\.code) == [.keysDisagree])
    }
}
