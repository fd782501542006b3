/// The core segment of a TC string (TCF 2 string format, "The core string").
enum TCCore {
    static let head = FieldName(field: "fixed fields", segment: "core segment")
    static let consents = FieldName(field: "vendor consents", segment: "core segment")
    static let interests = FieldName(field: "vendor legitimate interests", segment: "core segment")

    /// Bits in front of the vendor consents.
    static let headBits = 213

    /// The permission mask of a core segment, which is checked to its last field. Makes no value and allocates nothing.
    @inline(__always)
    static func permissionMask(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        vendor: Int
    ) throws(ConsentStringError) -> UInt16 {
        guard bitCount >= headBits else { throw head.truncated(bitCount) }
        let found = try VendorField.find(vendor, in: bits, bitCount: bitCount, start: headBits, of: consents)
        let after = try VendorField.find(0, in: bits, bitCount: bitCount, start: found.end, of: interests)
        try RestrictionField.skip(bits, bitCount: bitCount, start: after.end)
        return TCString.mask(PurposeSet(field: bits.bits(at: 152, count: 24), count: 24), hasVendor: found.isFound)
    }
}

extension TCString {
    /// Reads a core segment and tells what is suspicious about it.
    mutating func readCore<Bits: BitSource & ~Escapable>(
        _ bits: Bits,
        bitCount: Int,
        spareSets: inout SpareSets,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        guard bitCount >= TCCore.headBits else {
            if Bits.isListening { readHead(bits) }
            throw TCCore.head.truncated(bitCount)
        }
        readHead(bits)
        noteHead(in: &log)
        let consents = try VendorField.read(
            bits,
            bitCount: bitCount,
            start: TCCore.headBits,
            of: TCCore.consents,
            into: &vendorConsents
        )
        consents.note(in: &log, of: TCCore.consents)
        let interests = try VendorField.read(
            bits,
            bitCount: bitCount,
            start: consents.end,
            of: TCCore.interests,
            into: &vendorLegitimateInterests
        )
        interests.note(in: &log, of: TCCore.interests)
        let zeroBit = try RestrictionField.read(
            bits,
            bitCount: bitCount,
            start: interests.end,
            into: &publisherRestrictions,
            spareSets: &spareSets
        )
        if let bit = zeroBit {
            log.add(.vendorIDZero, "Id 0 in the publisher restrictions is no vendor and was left out.", bit: bit)
        }
        noteLetters(in: &log)
    }

    @inline(__always)
    private func noteHead(in log: inout WarningLog) {
        if cmpID < 2 {
            log.add(.cmpID, "The CMP id is below 2, which no registered CMP has.", bit: 78)
        }
        if vendorListVersion == 0 {
            log.add(.vendorListVersion, "The vendor list version is 0, which never existed.", bit: 120)
        }
    }

    @inline(__always)
    private func noteLetters(in log: inout WarningLog) {
        if !language.isValid {
            log.add(.invalidLetters, "The consent language is not written in letters; it is unknown.", bit: 108)
        }
        if !country.isValid {
            log.add(.invalidLetters, "The publisher's country is not written in letters; it is unknown.", bit: 201)
        }
    }

    /// Reads the fixed fields.
    private mutating func readHead(_ bits: some BitSource & ~Escapable) {
        _ = bits.integer("Version", at: 0, count: 6)
        createdMilliseconds = bits.milliseconds("Created", at: 6)
        lastUpdatedMilliseconds = bits.milliseconds("LastUpdated", at: 42)
        cmpID = bits.integer("CmpId", at: 78, count: 12)
        cmpVersion = bits.integer("CmpVersion", at: 90, count: 12)
        consentScreen = bits.integer("ConsentScreen", at: 102, count: 6)
        language = bits.letters("ConsentLanguage", at: 108)
        vendorListVersion = bits.integer("VendorListVersion", at: 120, count: 12)
        policyVersion = bits.integer("TcfPolicyVersion", at: 132, count: 6)
        isServiceSpecific = bits.bit("IsServiceSpecific", at: 138)
        usesNonStandardTexts = bits.bit("UseNonStandardTexts", at: 139)
        specialFeatureOptIns = bits.purposes("SpecialFeatureOptIns", at: 140, count: 12)
        purposeConsents = bits.purposes("PurposesConsent", at: 152, count: 24)
        purposeLegitimateInterests = bits.purposes("PurposesLITransparency", at: 176, count: 24)
        purposeOneTreatment = bits.bit("PurposeOneTreatment", at: 200)
        country = bits.letters("PublisherCC", at: 201)
    }
}
