internal import BoundedJSON

extension TCString {
    /// Writes the members of the decoded form, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(Key.version, 2)
        writer.member(Key.created, createdMilliseconds)
        writer.member(Key.lastUpdated, lastUpdatedMilliseconds)
        writer.member(Key.cmpId, cmpID)
        writer.member(Key.cmpVersion, cmpVersion)
        writer.member(Key.consentScreen, consentScreen)
        writer.member(Key.consentLanguage, consentLanguage)
        writer.member(Key.vendorListVersion, vendorListVersion)
        writer.member(Key.policyVersion, policyVersion)
        writer.member(Key.isServiceSpecific, isServiceSpecific)
        writer.member(Key.useNonStandardTexts, usesNonStandardTexts)
        writer.member(Key.specialFeatureOptins, specialFeatureOptIns)
        writer.member(Key.purposeConsents, purposeConsents)
        writer.member(Key.purposeLegitimateInterests, purposeLegitimateInterests)
        writer.member(Key.purposeOneTreatment, purposeOneTreatment)
        writer.member(Key.publisherCountryCode, publisherCountryCode)
        writer.member(Key.vendorConsents, vendorConsents)
        writer.member(Key.vendorLegitimateInterests, vendorLegitimateInterests)
        writer.member(Key.publisherRestrictions, publisherRestrictions)
        writer.member(Key.vendorsDisclosed, disclosedVendors)
        writer.member(Key.vendorsAllowed, allowedVendors)
        writer.key(Key.publisherTC)
        if let publisherPurposes { publisherPurposes.write(to: &writer) } else { writer.null() }
        writer.member(Key.unknownSegments, unknownSegments)
    }
}

extension PublisherPurposes {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(Key.consents, consents)
        writer.member(Key.li, legitimateInterests)
        writer.member(Key.nCustom, customPurposeCount)
        writer.member(Key.customConsents, customConsents)
        writer.member(Key.customLI, customLegitimateInterests)
        writer.endObject()
    }
}
