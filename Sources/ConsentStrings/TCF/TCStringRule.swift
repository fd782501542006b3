/// Rules of the framework that a TC string can break although its bits can be written (TCF policies, and the notes on the
/// fields in the TCF 2 string format).
///
/// Decoders accept such strings and what they say beyond the rules has no effect; whoever makes a string is held to them.
public enum TCStringRule: String, Sendable, Hashable, CaseIterable {
    /// CMP ids start at 2.
    case cmpID
    /// Vendor lists start at version 1.
    case vendorListVersion
    /// Strings have been for one site only since September 2021.
    case serviceSpecific
    /// Purpose 1 never rests on legitimate interest.
    case legitimateInterestPurposeOne
    /// Purposes 3 to 6 do not rest on legitimate interest from policy version 4 on (TCF 2.2).
    case legitimateInterestBarred
    /// Restriction type 3 is not defined.
    case restrictionType
    /// Restrictions are for purposes 1 to 24.
    case restrictionPurpose
    /// A restriction cannot ask for legitimate interest where the purpose cannot rest on it.
    case restrictionBarred
    /// There is no consent to a purpose 1 that was not put to the user.
    case purposeOneTreatment
    /// Strings of policy version 5 made from 28 February 2026 on name the disclosed vendors (TCF 2.3).
    case disclosedVendors

    /// The rule in a sentence.
    public var message: String {
        switch self {
        case .cmpID: "The CMP id must be 2 or more."
        case .vendorListVersion: "The vendor list version must be 1 or more."
        case .serviceSpecific: "A TC string must be service-specific; global scope is invalid since September 2021."
        case .legitimateInterestPurposeOne: "Purpose 1 cannot rest on legitimate interest."
        case .legitimateInterestBarred:
            "Purposes 3 to 6 cannot rest on legitimate interest from policy version 4 on."
        case .restrictionType: "A restriction of type 3 is not defined."
        case .restrictionPurpose: "A restriction must be for a purpose from 1 to 24."
        case .restrictionBarred: "A restriction cannot require legitimate interest for a purpose that it is barred for."
        case .purposeOneTreatment: "With PurposeOneTreatment set there can be no consent to purpose 1."
        case .disclosedVendors:
            "A string of policy version 5 made from 28 February 2026 on must have its disclosed vendors."
        }
    }
}

extension TCString {
    /// 28 February 2026, 00:00 UTC, from which disclosed vendors are mandatory, in milliseconds since 1970.
    static let disclosedVendorsMandatoryFrom: Int64 = 1_772_236_800_000

    /// The rules that this string breaks.
    public var brokenRules: [TCStringRule] {
        TCStringRule.allCases.filter { breaks($0) }
    }

    private func breaks(_ rule: TCStringRule) -> Bool {
        switch rule {
        case .cmpID: cmpID < 2
        case .vendorListVersion: vendorListVersion < 1
        case .serviceSpecific: !isServiceSpecific
        case .legitimateInterestPurposeOne: purposeLegitimateInterests.contains(1)
        case .legitimateInterestBarred:
            policyVersion >= 4 && (3...6).contains { purposeLegitimateInterests.contains($0) }
        case .restrictionType: publisherRestrictions.contains { $0.type == .undefined }
        case .restrictionPurpose: publisherRestrictions.contains { !(1...24).contains($0.purposeID) }
        case .restrictionBarred:
            publisherRestrictions.contains {
                $0.type == .requireLegitimateInterest && !mayRestOnLegitimateInterest($0.purposeID)
            }
        case .purposeOneTreatment: purposeOneTreatment && purposeConsents.contains(1)
        case .disclosedVendors:
            policyVersion >= 5 && createdMilliseconds >= Self.disclosedVendorsMandatoryFrom && disclosedVendors == nil
        }
    }
}
