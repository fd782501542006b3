/// Where the fields of variable length stand in a core segment that has been checked to its last field.
///
/// Making it allocates nothing, so that a permission query costs neither memory nor a decoded value.
struct TCCoreLayout: Sendable {
    static let head = FieldName(field: "fixed fields", segment: "core segment")
    static let consentsName = FieldName(field: "vendor consents", segment: "core segment")
    static let interestsName = FieldName(field: "vendor legitimate interests", segment: "core segment")

    /// Bits in front of the vendor consents.
    static let headBits = 213

    let vendorConsents: VendorField
    let vendorLegitimateInterests: VendorField
    let restrictions: RestrictionField

    /// Walks through the segment.
    ///
    /// - Parameter vendor: an id to look for among the consents on the way; 0 for none.
    @inline(__always)
    init(
        _ words: some BitSource & ~Escapable,
        bitCount: Int,
        vendor: Int = 0
    ) throws(ConsentStringError) {
        guard bitCount >= Self.headBits else { throw Self.head.truncated(bitCount) }
        vendorConsents = try VendorField(
            words,
            bitCount: bitCount,
            start: Self.headBits,
            vendor: vendor,
            of: Self.consentsName
        )
        vendorLegitimateInterests = try VendorField(
            words,
            bitCount: bitCount,
            start: vendorConsents.end,
            of: Self.interestsName
        )
        restrictions = try RestrictionField(words, bitCount: bitCount, start: vendorLegitimateInterests.end)
    }

    /// Tells what is suspicious about the core.
    func note(in log: inout WarningLog, words: some BitSource & ~Escapable) {
        if words.integer(at: 78, count: 12) < 2 {
            log.add(.cmpID, "The CMP id is below 2, which no registered CMP has.", bit: 78)
        }
        if words.integer(at: 120, count: 12) == 0 {
            log.add(.vendorListVersion, "The vendor list version is 0, which never existed.", bit: 120)
        }
        vendorConsents.note(in: &log, of: Self.consentsName)
        vendorLegitimateInterests.note(in: &log, of: Self.interestsName)
        if let bit = restrictions.zeroBit {
            log.add(.vendorIDZero, "Id 0 in the publisher restrictions is no vendor and was left out.", bit: bit)
        }
    }
}

extension TCString {
    /// Reads the fixed fields of a checked core segment.
    mutating func readHead(_ words: some BitSource & ~Escapable) {
        createdMilliseconds = words.milliseconds(at: 6)
        lastUpdatedMilliseconds = words.milliseconds(at: 42)
        cmpID = words.integer(at: 78, count: 12)
        cmpVersion = words.integer(at: 90, count: 12)
        consentScreen = words.integer(at: 102, count: 6)
        consentLanguage = words.letters(at: 108)
        vendorListVersion = words.integer(at: 120, count: 12)
        policyVersion = words.integer(at: 132, count: 6)
        isServiceSpecific = words.bit(at: 138)
        usesNonStandardTexts = words.bit(at: 139)
        specialFeatureOptIns = PurposeSet(field: words.bits(at: 140, count: 12), count: 12)
        purposeConsents = PurposeSet(field: words.bits(at: 152, count: 24), count: 24)
        purposeLegitimateInterests = PurposeSet(field: words.bits(at: 176, count: 24), count: 24)
        purposeOneTreatment = words.bit(at: 200)
        publisherCountryCode = words.letters(at: 201)
    }
}
