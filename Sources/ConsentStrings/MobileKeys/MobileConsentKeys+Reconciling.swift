extension MobileConsentKeys.TCF {
    /// What may be granted by these keys, as a TC string for the permission rules.
    ///
    /// With a TC string it is that string without whatever a bit string denies, and with the restrictions of both: the
    /// string wins, but nothing is granted that either of them denies. Without one it is what the bit strings say; a
    /// policy version that is not told is then taken as 4, which lets the fewest purposes rest on legitimate interest.
    ///
    /// Nil if there is neither, and if there is a TC string that cannot be read.
    public var reconciled: TCString? {
        guard text == nil || string != nil else { return nil }
        guard var value = string ?? stringOfKeys else { return nil }
        value.purposeConsents = value.purposeConsents.common(with: purposeConsents)
        value.purposeLegitimateInterests = value.purposeLegitimateInterests.common(with: purposeLegitimateInterests)
        value.specialFeatureOptIns = value.specialFeatureOptIns.common(with: specialFeatureOptIns)
        value.vendorConsents = value.vendorConsents.common(with: vendorConsents)
        value.vendorLegitimateInterests = value.vendorLegitimateInterests.common(with: vendorLegitimateInterests)
        value.disclosedVendors = value.disclosedVendors?.common(with: disclosedVendors) ?? disclosedVendors
        value.purposeOneTreatment = value.purposeOneTreatment || purposeOneTreatment == true
        value.publisherRestrictions = PublisherRestriction.together(value.publisherRestrictions, publisherRestrictions)
        if var publisher = value.publisherPurposes {
            publisher.consents = publisher.consents.common(with: publisherConsents)
            publisher.legitimateInterests = publisher.legitimateInterests.common(with: publisherLegitimateInterests)
            publisher.customConsents = publisher.customConsents.common(with: publisherCustomConsents)
            publisher.customLegitimateInterests = publisher.customLegitimateInterests.common(
                with: publisherCustomLegitimateInterests
            )
            value.publisherPurposes = publisher
        }
        return value
    }

    /// The bit strings as a TC string; nil if none that could grant something is there.
    private var stringOfKeys: TCString? {
        guard purposeConsents != nil || purposeLegitimateInterests != nil || specialFeatureOptIns != nil else {
            return nil
        }
        var value = TCString()
        value.cmpID = cmpID ?? 0
        value.cmpVersion = cmpVersion ?? 0
        value.policyVersion = policyVersion ?? 4
        // The keys have no bit for it; since September 2021 there is nothing else.
        value.isServiceSpecific = true
        value.usesNonStandardTexts = usesNonStandardTexts ?? false
        value.publisherCountryCode = publisherCountryCode
        value.purposeConsents = purposeConsents ?? []
        value.purposeLegitimateInterests = purposeLegitimateInterests ?? []
        value.specialFeatureOptIns = specialFeatureOptIns ?? []
        value.vendorConsents = vendorConsents ?? []
        value.vendorLegitimateInterests = vendorLegitimateInterests ?? []
        value.publisherPurposes = publisherPurposesOfKeys
        return value
    }

    private var publisherPurposesOfKeys: PublisherPurposes? {
        let sets = [
            publisherConsents, publisherLegitimateInterests, publisherCustomConsents,
            publisherCustomLegitimateInterests,
        ]
        guard sets.contains(where: { $0 != nil }) else { return nil }
        return PublisherPurposes(
            consents: publisherConsents ?? [],
            legitimateInterests: publisherLegitimateInterests ?? [],
            customPurposeCount: max(
                publisherCustomConsents?.largest ?? 0,
                publisherCustomLegitimateInterests?.largest ?? 0
            ),
            customConsents: publisherCustomConsents ?? [],
            customLegitimateInterests: publisherCustomLegitimateInterests ?? []
        )
    }

    /// The keys that say something else than the TC string, by their names without the prefix.
    var keysInDisagreement: [String] {
        guard let string else { return [] }
        let publisher = string.publisherPurposes
        let comparisons: [(name: String, disagrees: Bool)] = [
            ("CmpSdkID", differ(cmpID, string.cmpID)),
            ("CmpSdkVersion", differ(cmpVersion, string.cmpVersion)),
            ("PolicyVersion", differ(policyVersion, string.policyVersion)),
            ("PublisherCC", differ(publisherCountryCode, string.publisherCountryCode)),
            ("PurposeOneTreatment", differ(purposeOneTreatment, string.purposeOneTreatment)),
            ("UseNonStandardTexts", differ(usesNonStandardTexts, string.usesNonStandardTexts)),
            ("PurposeConsents", differ(purposeConsents, string.purposeConsents)),
            ("PurposeLegitimateInterests", differ(purposeLegitimateInterests, string.purposeLegitimateInterests)),
            ("SpecialFeaturesOptIns", differ(specialFeatureOptIns, string.specialFeatureOptIns)),
            ("VendorConsents", differ(vendorConsents, string.vendorConsents)),
            ("VendorLegitimateInterests", differ(vendorLegitimateInterests, string.vendorLegitimateInterests)),
            ("DisclosedVendors", differ(disclosedVendors, string.disclosedVendors)),
            ("PublisherConsent", differ(publisherConsents, publisher?.consents)),
            ("PublisherLegitimateInterests", differ(publisherLegitimateInterests, publisher?.legitimateInterests)),
            ("PublisherCustomPurposesConsents", differ(publisherCustomConsents, publisher?.customConsents)),
            (
                "PublisherCustomPurposesLegitimateInterests",
                differ(publisherCustomLegitimateInterests, publisher?.customLegitimateInterests)
            ),
            (
                "PublisherRestrictions",
                !publisherRestrictions.isEmpty && publisherRestrictions != string.publisherRestrictions
            ),
        ]
        return comparisons.filter(\.disagrees).map(\.name)
    }

    /// Whether a key is there and says something else. Nothing and an empty set say the same.
    private func differ<Value: Equatable>(_ key: Value?, _ value: Value?) -> Bool {
        guard let key else { return false }
        if let set = key as? PurposeSet, set.isEmpty, value == nil { return false }
        return key != value
    }
}

extension PurposeSet {
    /// What is in both sets; everything of this one if there is no other.
    fileprivate func common(with other: PurposeSet?) -> PurposeSet {
        other.map { other in PurposeSet(filter(other.contains)) } ?? self
    }
}

extension VendorSet {
    /// What is in both sets; everything of this one if there is no other.
    fileprivate func common(with other: VendorSet?) -> VendorSet {
        other.map(intersection) ?? self
    }
}

extension PublisherRestriction {
    /// The restrictions of both lists: those of the same purpose and type united, sorted by both.
    static func together(_ left: [PublisherRestriction], _ right: [PublisherRestriction]) -> [PublisherRestriction] {
        var ranges: [Int: [ClosedRange<Int>]] = [:]
        for restriction in left + right {
            ranges[restriction.purposeID << 2 | restriction.type.rawValue, default: []] += restriction.vendors.ranges
        }
        return ranges.sorted { $0.key < $1.key }.map { key, ranges in
            PublisherRestriction(
                purposeID: key >> 2,
                type: RestrictionType(rawValue: key & 3) ?? .undefined,
                vendors: VendorSet(ranges: ranges)
            )
        }
    }
}
