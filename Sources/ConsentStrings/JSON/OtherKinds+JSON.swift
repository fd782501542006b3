internal import BoundedJSON

extension TCF1Head {
    /// Writes the members that both strings of TCF 1 have.
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(Key.version, 1)
        writer.member(Key.created, createdMilliseconds)
        writer.member(Key.lastUpdated, lastUpdatedMilliseconds)
        writer.member(Key.cmpId, cmpID)
        writer.member(Key.cmpVersion, cmpVersion)
        writer.member(Key.consentScreen, consentScreen)
        writer.member(Key.consentLanguage, consentLanguage)
        writer.member(Key.vendorListVersion, vendorListVersion)
    }
}

extension TCF1String {
    /// Writes the members of the decoded form, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        head.writeMembers(to: &writer)
        writer.member(Key.purposesAllowed, purposesAllowed)
        writer.member(Key.defaultConsent, defaultConsent)
        writer.member(Key.vendorConsents, vendorConsents)
        writer.member(Key.maxVendorId, maxVendorID)
        writer.member(Key.encoding, encoding.rawValue)
    }
}

extension TCF1PublisherString {
    /// Writes the members of the decoded form, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        head.writeMembers(to: &writer)
        writer.member(Key.publisherPurposesVersion, publisherPurposesVersion)
        writer.member(Key.standardPurposesAllowed, standardPurposesAllowed)
        writer.member(Key.customPurposesAllowed, customPurposesAllowed)
        writer.member(Key.numCustomPurposes, customPurposeCount)
    }
}

extension USPrivacyString {
    /// Writes the members of the decoded form, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(Key.version, 1)
        writer.member(Key.notice, notice)
        writer.member(Key.optOutSale, optOutSale)
        writer.member(Key.lspa, lspaCovered)
        writer.member(Key.applies, applies)
    }
}

extension AdditionalConsent {
    /// Writes the members of the decoded form, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(Key.version, version)
        writer.member(Key.consented, consented)
        writer.member(Key.disclosed, disclosed)
    }
}
