import ConsentStrings
import Testing

@Suite("Damaged lists and key dumps")
struct DamagedJSONTests {
    /// A copy with a few bytes changed, left out or put in.
    static func damaged(_ bytes: [UInt8], using random: inout RepeatableRandom) -> [UInt8] {
        var bytes = bytes
        let alphabet = Array("{}[]\",:0123456789-.e\\ntfaZ_~\u{0}\u{FF}".utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            switch Int.random(in: 0...2, using: &random) {
            case 0: bytes[at] = byte
            case 1: bytes.insert(byte, at: at)
            default: bytes.remove(at: at)
            }
        }
        return bytes
    }

    @Test("a damaged vendor list is read or refused, and never has a vendor that the list does not file")
    func vendorList() {
        let seed: UInt64 = 1_125
        var random = RepeatableRandom(seed: seed)
        let bytes = Array(MadeUpList.three.utf8)
        for round in 0..<3_000 {
            guard let list = try? GlobalVendorList(json: Self.damaged(bytes, using: &random)) else { continue }
            let isConsistent = list.vendors.allSatisfy { $0.key == $0.value.declaration.id && $0.key > 0 }
            #expect(isConsistent, "seed \(seed), round \(round)")
        }
    }

    @Test("a damaged key dump is read or refused, and its reconciled string never grants more than what it says twice")
    func keyDump() throws {
        let seed: UInt64 = 2_511
        var random = RepeatableRandom(seed: seed)
        let text = try MobileConsentKeysTests.value().encoded()
        let bytes = Array(
            """
            {"IABTCF_TCString":"\(text)","IABTCF_gdprApplies":1,"IABTCF_PurposeConsents":"1101",
            "IABTCF_VendorConsents":"00101","IABTCF_PublisherRestrictions2":"____1","IABGPP_GppSID":"7_8",
            "IABGPP_HDR_GppString":"DBABLA~BVVVVVVVVlA","IABGPP_8_String":"BVVVVVVo","IABUSPrivacy_String":"1YNN"}
            """.utf8
        )
        for round in 0..<3_000 {
            guard let decoded = try? MobileConsentKeys.decode(json: Self.damaged(bytes, using: &random)) else {
                continue
            }
            let tcf = decoded.value.tcf
            #expect(decoded.warnings.count <= ConsentStringLimits.maxWarnings)
            _ = decoded.value.purposeChoices
            guard let reconciled = tcf.reconciled else { continue }
            if let string = tcf.string {
                #expect(reconciled.purposeConsents.isSubset(of: string.purposeConsents), "seed \(seed), round \(round)")
            }
            if let keys = tcf.purposeConsents {
                #expect(reconciled.purposeConsents.isSubset(of: keys), "seed \(seed), round \(round)")
            }
        }
    }
}
