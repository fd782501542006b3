import ConsentStrings
import Testing

@Suite("May a vendor process for a purpose")
struct PermissionTests {
    /// The words of the vector file for each reason.
    static let words: [PurposePermission.Reason: String] = [
        .declaredBasis: "default", .publisherRestriction: "restriction", .vendorNotDisclosed: "vendor not disclosed",
        .purposeNotDeclared: "vendor has not declared the purpose", .publisherForbids: "publisher forbids",
        .publisherRequiresConsent: "publisher requires consent, vendor not flexible",
        .publisherRequiresLegitimateInterest: "publisher requires LI, vendor not flexible",
        .contradictoryRestrictions: "contradictory restrictions", .noPurposeConsent: "no purpose consent",
        .noVendorConsent: "no vendor consent",
        .noPurposeLegitimateInterest: "no purpose LI (objected or not established)",
        .noVendorLegitimateInterest: "no vendor LI (objected or not established)",
    ]

    @Test("every basis and every reason agrees with the reference cases")
    func vectors() throws {
        for vector in try Vectors.sample("tcf2-permissions.jsonl") {
            let value = try TCString(vector.text)
            let declared = try #require(vector.members["vendor"] as? [String: Any])
            let vendor = VendorDeclaration(
                id: declared["id"] as? Int ?? 0,
                purposes: PurposeSet(declared["purposes"] as? [Int] ?? []),
                legitimateInterestPurposes: PurposeSet(declared["legIntPurposes"] as? [Int] ?? []),
                flexiblePurposes: PurposeSet(declared["flexiblePurposes"] as? [Int] ?? [])
            )
            let basis = try #require(vector.members["basis"] as? [String: Any])
            let why = try #require(vector.members["why"] as? [String: String])
            for purpose in 1...11 {
                let permission = value.permission(of: vendor, for: purpose)
                let expected: LegalBasis? =
                    switch basis[String(purpose)] as? String {
                    case "consent": .consent
                    case "li": .legitimateInterest
                    default: nil
                    }
                #expect(permission.basis == expected, "\(vector.id) purpose \(purpose)")
                #expect(Self.words[permission.reason] == why[String(purpose)], "\(vector.id) purpose \(purpose)")
            }
        }
    }

    /// A string in which everything is consented to and established.
    static func everything(policyVersion: Int = 2) -> TCString {
        var value = TCString()
        value.policyVersion = policyVersion
        value.purposeConsents = PurposeSet(1...11)
        value.purposeLegitimateInterests = PurposeSet(1...11)
        value.vendorConsents = [9]
        value.vendorLegitimateInterests = [9]
        return value
    }

    @Test(
        "a restriction of type 0, or of the undefined type 3, overrides consent",
        arguments: [RestrictionType.notAllowed, .undefined]
    )
    func forbidden(type: RestrictionType) {
        var value = Self.everything()
        let vendor = VendorDeclaration(id: 9, purposes: [2], flexiblePurposes: [2])
        #expect(value.permission(of: vendor, for: 2).basis == .consent)
        value.publisherRestrictions = [PublisherRestriction(purposeID: 2, type: type, vendors: [9])]
        #expect(value.permission(of: vendor, for: 2) == PurposePermission(basis: nil, reason: .publisherForbids))
        #expect(value.permission(of: VendorDeclaration(id: 8, purposes: [2]), for: 2).reason == .noVendorConsent)
    }

    @Test("a flexible vendor may not fall back to its other basis without a restriction")
    func noFallback() {
        var value = Self.everything()
        value.purposeLegitimateInterests.remove(7)
        let vendor = VendorDeclaration(id: 9, purposes: [], legitimateInterestPurposes: [7], flexiblePurposes: [7])
        #expect(value.permission(of: vendor, for: 7).reason == .noPurposeLegitimateInterest)
        value.publisherRestrictions = [PublisherRestriction(purposeID: 7, type: .requireConsent, vendors: [9])]
        #expect(
            value.permission(of: vendor, for: 7) == PurposePermission(basis: .consent, reason: .publisherRestriction)
        )
    }

    @Test("legitimate interest never serves purpose 1, nor 3 to 6 from policy version 4 on")
    func barred() {
        let vendor = VendorDeclaration(id: 9, purposes: [], legitimateInterestPurposes: [1, 2, 3, 6, 7])
        for (policyVersion, permitted) in [(2, [2, 3, 6, 7]), (4, [2, 7]), (5, [2, 7])] {
            let value = Self.everything(policyVersion: policyVersion)
            for purpose in [1, 2, 3, 6, 7] {
                let permission = value.permission(of: vendor, for: purpose)
                #expect(
                    permission.isPermitted == permitted.contains(purpose),
                    "policy \(policyVersion), purpose \(purpose)"
                )
                if !permission.isPermitted { #expect(permission.reason == .legitimateInterestBarred) }
            }
        }
    }

    @Test("a purpose 1 that was not put to the user is neither consent nor refusal")
    func purposeOneTreatment() {
        var value = Self.everything()
        value.purposeConsents.remove(1)
        let vendor = VendorDeclaration(id: 9, purposes: [1])
        #expect(value.permission(of: vendor, for: 1).reason == .noPurposeConsent)
        value.purposeOneTreatment = true
        #expect(value.permission(of: vendor, for: 1) == PurposePermission(basis: nil, reason: .purposeOneNotAsked))
        value.purposeConsents.insert(1)
        #expect(value.permission(of: vendor, for: 1).reason == .purposeOneNotAsked)
    }

    @Test("PurposeOneTreatment makes purpose 1, and no other, one that was not asked, whatever its bit is")
    func answers() {
        var value = Self.everything()
        value.purposeConsents.remove(2)
        #expect((1...3).map(value.answer) == [.consented, .refused, .consented])
        value.purposeOneTreatment = true
        #expect((1...3).map(value.answer) == [.notAsked, .refused, .consented])
        value.purposeConsents.remove(1)
        #expect((1...3).map(value.answer) == [.notAsked, .refused, .consented])
    }

    @Test("absent disclosed vendors restrict nobody, empty and damaged ones everybody")
    func disclosure() {
        var value = Self.everything()
        let vendor = VendorDeclaration(id: 9, purposes: [2])
        #expect(value.permission(of: vendor, for: 2).isPermitted)
        value.disclosedVendors = []
        #expect(value.permission(of: vendor, for: 2).reason == .vendorNotDisclosed)
        value.disclosedVendors = [9]
        #expect(value.permission(of: vendor, for: 2).isPermitted)
        value.disclosedVendors = nil
        value.damagedSegments = .disclosedVendors
        #expect(value.permission(of: vendor, for: 2).reason == .disclosedVendorsDamaged)
    }

    @Test("a string cut at any character never permits more than the whole")
    func cuts() throws {
        let vendor = VendorDeclaration(
            id: 9,
            purposes: [1, 2, 3, 4],
            legitimateInterestPurposes: [7, 8, 9],
            flexiblePurposes: [2, 7, 8]
        )
        for vector in try Vectors.sample("tcf2-permissions.jsonl").prefix(60) {
            let whole = try TCString(vector.text)
            for length in vector.text.indices.dropFirst() {
                // In front of a dot nobody can know that a segment of disclosed vendors was to follow.
                guard let cut = try? TCString(String(vector.text[..<length])),
                    cut.disclosedVendors != nil || whole.disclosedVendors == nil || !cut.damagedSegments.isEmpty
                else { continue }
                for purpose in 1...11 where cut.permission(of: vendor, for: purpose).isPermitted {
                    #expect(whole.permission(of: vendor, for: purpose).isPermitted, "\(vector.id)")
                }
            }
        }
    }
}
