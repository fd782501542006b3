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
    mutating func readCore(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        spareSets: inout SpareSets,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        guard bitCount >= TCCore.headBits else { throw TCCore.head.truncated(bitCount) }
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
    private mutating func readHead(_ words: some BitSource & ~Escapable) {
        createdMilliseconds = words.milliseconds(at: 6)
        lastUpdatedMilliseconds = words.milliseconds(at: 42)
        cmpID = words.integer(at: 78, count: 12)
        cmpVersion = words.integer(at: 90, count: 12)
        consentScreen = words.integer(at: 102, count: 6)
        language = LetterPair(bits: words.bits(at: 108, count: 12))
        vendorListVersion = words.integer(at: 120, count: 12)
        policyVersion = words.integer(at: 132, count: 6)
        isServiceSpecific = words.bit(at: 138)
        usesNonStandardTexts = words.bit(at: 139)
        specialFeatureOptIns = PurposeSet(field: words.bits(at: 140, count: 12), count: 12)
        purposeConsents = PurposeSet(field: words.bits(at: 152, count: 24), count: 24)
        purposeLegitimateInterests = PurposeSet(field: words.bits(at: 176, count: 24), count: 24)
        purposeOneTreatment = words.bit(at: 200)
        country = LetterPair(bits: words.bits(at: 201, count: 12))
    }
}
