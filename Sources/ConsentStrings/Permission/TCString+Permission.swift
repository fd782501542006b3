extension TCString {
    /// Whether a vendor may process for a purpose, and why (TCF policies, and "Publisher restrictions" of the string
    /// format).
    ///
    /// The caller has checked what the string cannot know: that GDPR applies, that the vendor is in the vendor list which
    /// the string names and neither it nor the CMP has been deleted, and that the string is not too old. Where the
    /// specification is silent the answer is no.
    public func permission(of vendor: VendorDeclaration, for purpose: Int) -> PurposePermission {
        guard let declared = vendor.basis(for: purpose) else { return Self.refusal(.purposeNotDeclared) }
        if damagedSegments.contains(.disclosedVendors) { return Self.refusal(.disclosedVendorsDamaged) }
        if let disclosedVendors, !disclosedVendors.contains(vendor.id) { return Self.refusal(.vendorNotDisclosed) }
        let asked = restrictionTypes(on: vendor.id, purpose)
        if !asked.isDisjoint(with: [.notAllowed, .undefined]) { return Self.refusal(.publisherForbids) }
        if asked.count > 1 { return Self.refusal(.contradictoryRestrictions) }
        let wanted: LegalBasis =
            switch asked.first {
            case .requireConsent: .consent
            case .requireLegitimateInterest: .legitimateInterest
            default: declared
            }
        guard wanted == declared || vendor.flexiblePurposes.contains(purpose) else {
            return Self.refusal(wanted == .consent ? .publisherRequiresConsent : .publisherRequiresLegitimateInterest)
        }
        let granted: PurposePermission.Reason = wanted == declared ? .declaredBasis : .publisherRestriction
        return wanted == .consent
            ? consentPermission(vendor.id, purpose, granted: granted)
            : legitimateInterestPermission(vendor.id, purpose, granted: granted)
    }

    /// Whether the policies let a purpose rest on legitimate interest at all: never purpose 1, and from policy version 4
    /// on (TCF 2.2) not 3 to 6 either. Bits and restrictions that say otherwise mean nothing.
    public func mayRestOnLegitimateInterest(_ purpose: Int) -> Bool {
        purpose != 1 && !(policyVersion >= 4 && (3...6).contains(purpose))
    }

    private func consentPermission(
        _ vendor: Int,
        _ purpose: Int,
        granted: PurposePermission.Reason
    ) -> PurposePermission {
        switch answer(for: purpose) {
        case .consented: break
        case .refused: return Self.refusal(.noPurposeConsent)
        case .notAsked: return Self.refusal(.purposeOneNotAsked)
        }
        guard vendorConsents.contains(vendor) else { return Self.refusal(.noVendorConsent) }
        return PurposePermission(basis: .consent, reason: granted)
    }

    private func legitimateInterestPermission(
        _ vendor: Int,
        _ purpose: Int,
        granted: PurposePermission.Reason
    ) -> PurposePermission {
        guard mayRestOnLegitimateInterest(purpose) else { return Self.refusal(.legitimateInterestBarred) }
        guard purposeLegitimateInterests.contains(purpose) else {
            return Self.refusal(.noPurposeLegitimateInterest)
        }
        guard vendorLegitimateInterests.contains(vendor) else { return Self.refusal(.noVendorLegitimateInterest) }
        return PurposePermission(basis: .legitimateInterest, reason: granted)
    }

    private func restrictionTypes(on vendor: Int, _ purpose: Int) -> Set<RestrictionType> {
        var types: Set<RestrictionType> = []
        for restriction in publisherRestrictions
        where restriction.purposeID == purpose && restriction.vendors.contains(vendor) {
            types.insert(restriction.type)
        }
        return types
    }

    private static func refusal(_ reason: PurposePermission.Reason) -> PurposePermission {
        PurposePermission(basis: nil, reason: reason)
    }
}

extension VendorDeclaration {
    /// The vendor's own basis for a purpose; nothing if it does not declare the purpose.
    func basis(for purpose: Int) -> LegalBasis? {
        if purposes.contains(purpose) { return .consent }
        return legitimateInterestPurposes.contains(purpose) ? .legitimateInterest : nil
    }
}
