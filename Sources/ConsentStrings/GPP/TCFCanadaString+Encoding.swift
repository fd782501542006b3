extension TCFCanadaString {
    /// The text of this section, its vendor sets in the layout that CMPs write.
    ///
    /// - Throws: `notEncodable` for what the format cannot express.
    func encoded() throws(ConsentStringError) -> String {
        guard damagedSegments.isEmpty else {
            throw .notEncodable("A segment of the section was damaged; decide what takes its place before encoding.")
        }
        var writer = BitWriter()
        writer.put(1, count: 6)
        try writer.put(milliseconds: createdMilliseconds, "The time of creation")
        try writer.put(milliseconds: lastUpdatedMilliseconds, "The time of the last change")
        try writer.put(checked: cmpID, count: 12, "The CMP id")
        try writer.put(checked: cmpVersion, count: 12, "The CMP version")
        try writer.put(checked: consentScreen, count: 6, "The consent screen")
        try writer.put(letters: consentLanguage, "The consent language")
        try writer.put(checked: vendorListVersion, count: 12, "The vendor list version")
        try writer.put(checked: policyVersion, count: 6, "The policy version")
        writer.put(usesNonStandardTexts)
        try writer.put(specialFeatureExpressConsents, count: 12, "Special features")
        try writer.put(purposeExpressConsents, count: 24, "Purposes with express consent")
        try writer.put(purposeImpliedConsents, count: 24, "Purposes with implied consent")
        writer.put(vendorExpressConsents)
        writer.put(vendorImpliedConsents)
        guard publisherRestrictions.allSatisfy({ $0.type != .undefined && (1...24).contains($0.purposeID) }) else {
            throw .notEncodable("Restrictions are of types 0 to 2 and for purposes from 1 to 24.")
        }
        try writer.put(publisherRestrictions)
        var segments = [writer.text]
        if let disclosedVendors {
            var segment = BitWriter()
            segment.put(TCSegment.disclosedVendors.rawValue, count: 3)
            segment.put(disclosedVendors)
            segments.append(segment.text)
        }
        if let publisherPurposes { segments.append(try publisherPurposes.encoded()) }
        return segments.joined(separator: ".")
    }
}
