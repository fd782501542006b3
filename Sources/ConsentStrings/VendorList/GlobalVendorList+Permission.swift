extension GlobalVendorList {
    /// Whether a vendor may process for a purpose by a string, and why (see ``TCString/permission(of:for:)``).
    ///
    /// The list must be of the string's era; whether it is of the very version that the string names is the caller's to
    /// decide, with ``isNamed(by:)``, since many ask the current list about older strings.
    ///
    /// - Parameter milliseconds: the time for which it is asked, since 1970; a vendor taken off the list before may
    ///   not.
    public func permission(
        of vendor: Int,
        for purpose: Int,
        by string: TCString,
        at milliseconds: Int64
    ) -> PurposePermission {
        if let refusal = refusal(of: vendor, by: string, at: milliseconds) { return refusal }
        guard let entry = vendors[vendor] else { return PurposePermission(basis: nil, reason: .vendorNotListed) }
        return string.permission(of: entry.declaration, for: purpose)
    }

    /// Whether a vendor may process for a special purpose (security, delivery), and why.
    ///
    /// The user has no choice and the publisher no say: the vendor must declare it and have been disclosed. Where the
    /// string does not tell whom the user was shown, a vendor that declares nothing else counts as disclosed only by
    /// its legitimate interest bit, which before TCF 2.4 said just that.
    public func permission(
        of vendor: Int,
        forSpecialPurpose purpose: Int,
        by string: TCString,
        at milliseconds: Int64
    ) -> PurposePermission {
        if let refusal = refusal(of: vendor, by: string, at: milliseconds) { return refusal }
        guard let entry = vendors[vendor], entry.specialPurposes.contains(purpose) else {
            return PurposePermission(basis: nil, reason: .purposeNotDeclared)
        }
        let declaration = entry.declaration
        let hasOtherPurposes = !declaration.purposes.isEmpty || !declaration.legitimateInterestPurposes.isEmpty
        guard string.disclosedVendors != nil || hasOtherPurposes || string.vendorLegitimateInterests.contains(vendor)
        else {
            return PurposePermission(basis: nil, reason: .vendorNotDisclosed)
        }
        return PurposePermission(basis: .legitimateInterest, reason: .specialPurpose)
    }

    /// Whether a vendor may use a special feature (precise location, scanning the device), and why: it must declare it,
    /// and the user must have opted in.
    public func permission(
        of vendor: Int,
        forSpecialFeature feature: Int,
        by string: TCString,
        at milliseconds: Int64
    ) -> PurposePermission {
        if let refusal = refusal(of: vendor, by: string, at: milliseconds) { return refusal }
        guard let entry = vendors[vendor], entry.specialFeatures.contains(feature) else {
            return PurposePermission(basis: nil, reason: .purposeNotDeclared)
        }
        guard string.specialFeatureOptIns.contains(feature) else {
            return PurposePermission(basis: nil, reason: .noSpecialFeatureOptIn)
        }
        return PurposePermission(basis: .consent, reason: .specialFeatureOptIn)
    }

    /// What speaks against a vendor whatever it wants to do.
    private func refusal(of vendor: Int, by string: TCString, at milliseconds: Int64) -> PurposePermission? {
        let reason: PurposePermission.Reason
        if !isOfEra(of: string) {
            reason = .vendorListOfOtherEra
        } else if let entry = vendors[vendor] {
            if entry.isDeleted(at: milliseconds) {
                reason = .vendorDeleted
            } else if string.damagedSegments.contains(.disclosedVendors) {
                reason = .disclosedVendorsDamaged
            } else if let disclosed = string.disclosedVendors, !disclosed.contains(vendor) {
                reason = .vendorNotDisclosed
            } else {
                return nil
            }
        } else {
            reason = .vendorNotListed
        }
        return PurposePermission(basis: nil, reason: reason)
    }
}
