/// The 132 bits that both strings of TCF 1 start with (IAB "Consent string and vendor list formats v1.1").
public struct TCF1Head: Sendable, Hashable {
    /// When the string was first made, in milliseconds since 1970; a multiple of 100 (`Created`).
    public var createdMilliseconds: Int64 = 0
    /// When it was last changed, in milliseconds since 1970; a multiple of 100 (`LastUpdated`).
    public var lastUpdatedMilliseconds: Int64 = 0
    /// The CMP (`CmpId`).
    public var cmpID = 0
    /// The CMP's own version (`CmpVersion`).
    public var cmpVersion = 0
    /// The screen on which consent was given (`ConsentScreen`).
    public var consentScreen = 0
    /// Language of the CMP's texts, two letters A to Z; nothing if the string has other characters there
    /// (`ConsentLanguage`).
    public var consentLanguage: String? = "EN"
    /// Version of the vendor list (`VendorListVersion`).
    public var vendorListVersion = 0

    /// Creates a head of zeros.
    public init() {}

    /// Reads the head of a segment that has at least 132 bits.
    init(_ bits: some BitSource, log: inout WarningLog) {
        _ = bits.integer("Version", at: 0, count: 6)
        createdMilliseconds = bits.milliseconds("Created", at: 6)
        lastUpdatedMilliseconds = bits.milliseconds("LastUpdated", at: 42)
        cmpID = bits.integer("CmpId", at: 78, count: 12)
        cmpVersion = bits.integer("CmpVersion", at: 90, count: 12)
        consentScreen = bits.integer("ConsentScreen", at: 102, count: 6)
        consentLanguage = bits.letters("ConsentLanguage", at: 108).text
        vendorListVersion = bits.integer("VendorListVersion", at: 120, count: 12)
        if consentLanguage == nil {
            log.add(.invalidLetters, "The consent language is not written in letters; it is unknown.", bit: 108)
        }
        if cmpID < 2 { log.add(.cmpID, "The CMP id is below 2, which no registered CMP has.", bit: 78) }
        if vendorListVersion == 0 {
            log.add(.vendorListVersion, "The vendor list version is 0, which never existed.", bit: 120)
        }
    }
}
