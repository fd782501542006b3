internal import BoundedJSON

extension GPPString {
    /// Writes the members of the decoded form, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(Key.sectionIds, sectionIDs)
        writer.key(Key.sections)
        writer.beginObject()
        for section in sections {
            writer.key(section.name)
            writer.beginObject()
            section.writeMembers(to: &writer)
            writer.endObject()
        }
        writer.endObject()
    }
}

extension GPPSection {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        switch content {
        case .tcfEUv1(let value): value.writeGPPMembers(to: &writer)
        case .tcfEUv2(let value): value.writeGPPMembers(to: &writer)
        case .tcfCAv1(let value): value.writeGPPMembers(to: &writer)
        case .usPrivacy(let value): value.writeGPPMembers(to: &writer)
        case .us(let value): value.writeGPPMembers(to: &writer)
        case .unknown: writer.member(Key.raw, text)
        case .unreadable(let error): writer.member(Key.error, error)
        }
    }
}

extension USSection {
    fileprivate func writeGPPMembers(to writer: inout JSONWriter) {
        writer.member(layout.versionField.key, version)
        var index = 0
        for field in layout.fields {
            writer.key(field.key)
            if field.isList { writer.beginArray() }
            for place in index..<index + field.count { writer.integer(values[place]) }
            if field.isList { writer.endArray() }
            index += field.count
        }
        switch layout.subSection {
        case .gpc: writer.member(GPPKey.gpc, globalPrivacyControl)
        case .sensitiveData(let field): writer.member(field.key, separateSensitiveData)
        case nil: if let globalPrivacyControl { writer.member(GPPKey.gpc, globalPrivacyControl) }
        }
    }
}

extension USPrivacyString {
    fileprivate func writeGPPMembers(to writer: inout JSONWriter) {
        func letter(_ flag: Bool?) -> String { flag.map { $0 ? "Y" : "N" } ?? "-" }
        writer.member(GPPKey.version, 1)
        writer.member(GPPKey.notice, letter(notice))
        writer.member(GPPKey.optOutSale, letter(optOutSale))
        writer.member(GPPKey.lspaCovered, letter(lspaCovered))
    }
}

extension TCF1String {
    fileprivate func writeGPPMembers(to writer: inout JSONWriter) {
        writer.member(GPPKey.version, 1)
        writer.member(GPPKey.created, head.createdMilliseconds)
        writer.member(GPPKey.lastUpdated, head.lastUpdatedMilliseconds)
        writer.member(GPPKey.cmpId, head.cmpID)
        writer.member(GPPKey.cmpVersion, head.cmpVersion)
        writer.member(GPPKey.consentScreen, head.consentScreen)
        writer.member(GPPKey.consentLanguage, head.consentLanguage)
        writer.member(GPPKey.vendorListVersion, head.vendorListVersion)
        writer.member(GPPKey.purposesAllowed, purposesAllowed)
        writer.member(GPPKey.maxVendorId, maxVendorID)
        writer.member(GPPKey.defaultConsent, defaultConsent)
        writer.member(GPPKey.vendorConsents, vendorConsents)
    }
}

extension TCString {
    fileprivate func writeGPPMembers(to writer: inout JSONWriter) {
        writer.member(GPPKey.version, 2)
        writer.member(GPPKey.created, createdMilliseconds)
        writer.member(GPPKey.lastUpdated, lastUpdatedMilliseconds)
        writer.member(GPPKey.cmpId, cmpID)
        writer.member(GPPKey.cmpVersion, cmpVersion)
        writer.member(GPPKey.consentScreen, consentScreen)
        writer.member(GPPKey.consentLanguage, consentLanguage)
        writer.member(GPPKey.vendorListVersion, vendorListVersion)
        writer.member(GPPKey.policyVersion, policyVersion)
        writer.member(GPPKey.isServiceSpecific, isServiceSpecific)
        writer.member(GPPKey.useNonStandardStacks, usesNonStandardTexts)
        writer.member(GPPKey.specialFeatureOptins, specialFeatureOptIns)
        writer.member(GPPKey.purposeConsents, purposeConsents)
        writer.member(GPPKey.purposeLegitimateInterests, purposeLegitimateInterests)
        writer.member(GPPKey.purposeOneTreatment, purposeOneTreatment)
        writer.member(GPPKey.publisherCountryCode, publisherCountryCode)
        writer.member(GPPKey.vendorConsents, vendorConsents)
        writer.member(GPPKey.vendorLegitimateInterests, vendorLegitimateInterests)
        writer.member(GPPKey.publisherRestrictions, publisherRestrictions)
        writer.member(GPPKey.publisherConsents, publisherPurposes?.consents)
        writer.member(GPPKey.publisherLegitimateInterests, publisherPurposes?.legitimateInterests)
        writer.member(GPPKey.numCustomPurposes, publisherPurposes?.customPurposeCount)
        writer.member(GPPKey.publisherCustomConsents, publisherPurposes?.customConsents)
        writer.member(
            GPPKey.publisherCustomLegitimateInterests,
            publisherPurposes?.customLegitimateInterests
        )
        writer.member(GPPKey.vendorsAllowed, allowedVendors)
        writer.member(GPPKey.vendorsDisclosed, disclosedVendors)
        writer.member(GPPKey.unknownSegments, unknownSegments)
    }
}

extension TCFCanadaString {
    fileprivate func writeGPPMembers(to writer: inout JSONWriter) {
        writer.member(GPPKey.version, 1)
        writer.member(GPPKey.created, createdMilliseconds)
        writer.member(GPPKey.lastUpdated, lastUpdatedMilliseconds)
        writer.member(GPPKey.cmpId, cmpID)
        writer.member(GPPKey.cmpVersion, cmpVersion)
        writer.member(GPPKey.consentScreen, consentScreen)
        writer.member(GPPKey.consentLanguage, consentLanguage)
        writer.member(GPPKey.vendorListVersion, vendorListVersion)
        writer.member(GPPKey.tcfPolicyVersion, policyVersion)
        writer.member(GPPKey.useNonStandardStacks, usesNonStandardTexts)
        writer.member(GPPKey.specialFeatureExpressConsent, specialFeatureExpressConsents)
        writer.member(GPPKey.purposesExpressConsent, purposeExpressConsents)
        writer.member(GPPKey.purposesImpliedConsent, purposeImpliedConsents)
        writer.member(GPPKey.vendorExpressConsent, vendorExpressConsents)
        writer.member(GPPKey.vendorImpliedConsent, vendorImpliedConsents)
        writer.member(GPPKey.pubRestrictions, publisherRestrictions)
        writer.member(GPPKey.pubPurposesExpressConsent, publisherPurposes?.consents)
        writer.member(GPPKey.pubPurposesImpliedConsent, publisherPurposes?.legitimateInterests)
        writer.member(GPPKey.numCustomPurposes, publisherPurposes?.customPurposeCount)
        writer.member(GPPKey.customPurposesExpressConsent, publisherPurposes?.customConsents)
        writer.member(GPPKey.customPurposesImpliedConsent, publisherPurposes?.customLegitimateInterests)
        writer.member(GPPKey.disclosedVendors, disclosedVendors)
    }
}
