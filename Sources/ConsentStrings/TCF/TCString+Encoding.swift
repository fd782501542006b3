extension TCString {
    /// The string of this value: core, disclosed vendors, allowed vendors, publisher purposes, then segments of unknown
    /// types as they were written. Each vendor set takes the shorter of its two forms.
    ///
    /// Bytes differ from library to library; whoever passes on a string that was not changed passes on the original.
    ///
    /// - Parameter enforcingRules: whether a string that breaks one of ``brokenRules`` is refused. Without it anything is
    ///   written that fits the format.
    /// - Throws: `forbidden` for a broken rule, `notEncodable` for what the format cannot express.
    public func encoded(enforcingRules: Bool = true) throws(ConsentStringError) -> String {
        if enforcingRules, let rule = brokenRules.first {
            throw ConsentStringError(code: .forbidden, message: rule.message)
        }
        guard damagedSegments.isEmpty else {
            throw .notEncodable("A segment of the string was damaged; decide what takes its place before encoding.")
        }
        var segments = [try encodedCore()]
        if let disclosedVendors { segments.append(Self.encoded(disclosedVendors, as: .disclosedVendors)) }
        if let allowedVendors { segments.append(Self.encoded(allowedVendors, as: .allowedVendors)) }
        if let publisherPurposes { segments.append(try publisherPurposes.encoded()) }
        segments += unknownSegments.map(\.text)
        guard segments.count <= ConsentStringLimits.maxSegments else {
            throw .notEncodable("A TC string has no more than \(ConsentStringLimits.maxSegments) segments.")
        }
        let text = segments.joined(separator: ".")
        guard text.utf8.count <= ConsentStringLimits.maxTextBytes else { throw .tooLongToEncode }
        return text
    }

    private func encodedCore() throws(ConsentStringError) -> String {
        var writer = BitWriter()
        writer.put(2, count: 6)
        try writer.put(milliseconds: createdMilliseconds, "The time of creation")
        try writer.put(milliseconds: lastUpdatedMilliseconds, "The time of the last change")
        try writer.put(checked: cmpID, count: 12, "The CMP id")
        try writer.put(checked: cmpVersion, count: 12, "The CMP version")
        try writer.put(checked: consentScreen, count: 6, "The consent screen")
        try writer.put(letters: consentLanguage, "The consent language")
        try writer.put(checked: vendorListVersion, count: 12, "The vendor list version")
        try writer.put(checked: policyVersion, count: 6, "The policy version")
        writer.put(isServiceSpecific)
        writer.put(usesNonStandardTexts)
        try writer.put(specialFeatureOptIns, count: 12, "Special features")
        try writer.put(purposeConsents, count: 24, "Purpose consents")
        try writer.put(purposeLegitimateInterests, count: 24, "Purpose legitimate interests")
        writer.put(purposeOneTreatment)
        try writer.put(letters: publisherCountryCode, "The publisher's country")
        writer.put(vendorConsents)
        writer.put(vendorLegitimateInterests)
        try writer.put(publisherRestrictions)
        return writer.text
    }

    private static func encoded(_ vendors: VendorSet, as segment: TCSegment) -> String {
        var writer = BitWriter()
        writer.put(segment.rawValue, count: 3)
        writer.put(vendors)
        return writer.text
    }
}

extension PublisherPurposes {
    /// The segment of this value.
    func encoded() throws(ConsentStringError) -> String {
        var writer = BitWriter()
        writer.put(TCSegment.publisherPurposes.rawValue, count: 3)
        try writer.put(consents, count: 24, "The publisher's purposes")
        try writer.put(legitimateInterests, count: 24, "The publisher's purposes")
        try writer.put(checked: customPurposeCount, count: 6, "The number of custom purposes")
        try writer.put(customConsents, count: customPurposeCount, "Custom purposes")
        try writer.put(customLegitimateInterests, count: customPurposeCount, "Custom purposes")
        return writer.text
    }
}
