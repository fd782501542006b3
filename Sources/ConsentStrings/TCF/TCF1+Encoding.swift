extension TCF1String {
    /// The string of this value, its vendor consents in the form that ``encoding`` names.
    ///
    /// - Throws: `notEncodable` for what the format cannot express.
    public func encoded() throws(ConsentStringError) -> String {
        var writer = BitWriter()
        try writer.put(head)
        try writer.put(purposesAllowed, count: 24, "Purposes")
        try writer.put(checked: maxVendorID, count: 16, "The largest vendor id")
        writer.put(encoding == .range)
        guard encoding == .range else {
            guard !defaultConsent, vendorConsents.largest <= maxVendorID else {
                throw .notEncodable("A bit field has no default consent and no vendors beyond the largest vendor id.")
            }
            writer.put(bits: vendorConsents, count: maxVendorID)
            return writer.text
        }
        guard !defaultConsent || vendorConsents.largest <= maxVendorID else {
            throw .notEncodable("With default consent no vendor beyond the largest vendor id can have consent.")
        }
        writer.put(defaultConsent)
        let listed = defaultConsent ? vendorConsents.complement(upTo: maxVendorID) : vendorConsents
        let ranges = Array(listed.ranges)
        guard ranges.count <= BitWriter.maxEntries else {
            throw .notEncodable("The vendor consents need more than \(BitWriter.maxEntries) ranges; use a bit field.")
        }
        writer.put(entries: ranges[...])
        return writer.text
    }
}

extension TCF1PublisherString {
    /// The string of this value.
    ///
    /// - Throws: `notEncodable` for what the format cannot express.
    public func encoded() throws(ConsentStringError) -> String {
        var writer = BitWriter()
        try writer.put(head)
        try writer.put(checked: publisherPurposesVersion, count: 12, "The publisher purposes version")
        try writer.put(standardPurposesAllowed, count: 24, "Standard purposes")
        try writer.put(checked: customPurposeCount, count: 6, "The number of custom purposes")
        try writer.put(customPurposesAllowed, count: customPurposeCount, "Custom purposes")
        return writer.text
    }
}

extension BitWriter {
    /// Appends the 132 bits that both strings of TCF 1 start with.
    fileprivate mutating func put(_ head: TCF1Head) throws(ConsentStringError) {
        put(1, count: 6)
        try put(milliseconds: head.createdMilliseconds, "The time of creation")
        try put(milliseconds: head.lastUpdatedMilliseconds, "The time of the last change")
        try put(checked: head.cmpID, count: 12, "The CMP id")
        try put(checked: head.cmpVersion, count: 12, "The CMP version")
        try put(checked: head.consentScreen, count: 6, "The consent screen")
        try put(letters: head.consentLanguage, "The consent language")
        try put(checked: head.vendorListVersion, count: 12, "The vendor list version")
    }
}
