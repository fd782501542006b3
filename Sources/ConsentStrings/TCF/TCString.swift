/// A TC string of TCF 2.0 to 2.4, read completely.
///
/// The layout is that of the IAB's "Consent string and vendor list formats v2". The version in the string is 2 for all
/// of them; ``policyVersion`` tells the eras apart, though 5 does not prove that ``disclosedVendors`` is there.
///
/// Nothing in a value made by decoding comes from a damaged part: see ``damagedSegments``.
public struct TCString: Sendable, Hashable {
    /// When the string was first made, in milliseconds since 1970; a multiple of 100 (`Created`).
    public var createdMilliseconds: Int64 = 0
    /// When it was last changed, in milliseconds since 1970; a multiple of 100 (`LastUpdated`).
    public var lastUpdatedMilliseconds: Int64 = 0
    /// The CMP; ids below 2 were given to nobody (`CmpId`).
    public var cmpID = 0
    /// The CMP's own version (`CmpVersion`).
    public var cmpVersion = 0
    /// The screen on which consent was given (`ConsentScreen`).
    public var consentScreen = 0
    /// Language of the CMP's texts, two letters A to Z; nothing if the string has other characters there
    /// (`ConsentLanguage`). Anything else that is set becomes nothing.
    public var consentLanguage: String? {
        get { language.text }
        set { language = LetterPair(newValue) }
    }
    /// Version of the vendor list: of the list of specification 2 before policy version 4, of specification 3 from then
    /// (`VendorListVersion`).
    public var vendorListVersion = 0
    /// Version of the framework's policies (`TcfPolicyVersion`).
    public var policyVersion = 0
    /// Whether the string is for one site; global scope has been invalid since September 2021 (`IsServiceSpecific`).
    public var isServiceSpecific = false
    /// Whether the publisher used texts or stacks of its own (`UseNonStandardTexts`).
    public var usesNonStandardTexts = false
    /// Special features that the user opted in to, 1 to 12 (`SpecialFeatureOptIns`).
    public var specialFeatureOptIns = PurposeSet()
    /// Purposes with consent, 1 to 24 (`PurposesConsent`).
    public var purposeConsents = PurposeSet()
    /// Purposes with legitimate interest, 1 to 24 (`PurposesLITransparency`). The bits of purpose 1, and of 3 to 6 from
    /// policy version 4, are kept as they were written and mean nothing.
    public var purposeLegitimateInterests = PurposeSet()
    /// Whether purpose 1 was not disclosed at all, so that its missing consent is no refusal (`PurposeOneTreatment`).
    public var purposeOneTreatment = false
    /// The publisher's country, two letters A to Z; nothing if the string has other characters there (`PublisherCC`).
    /// Anything else that is set becomes nothing.
    public var publisherCountryCode: String? {
        get { country.text }
        set { country = LetterPair(newValue) }
    }
    /// Vendors with consent (`VendorConsents`).
    public var vendorConsents = VendorSet()
    /// Vendors with legitimate interest: transparency given and no objection (`VendorLegitimateInterests`).
    public var vendorLegitimateInterests = VendorSet()
    /// Restrictions, one for each purpose and type, sorted by both, each with at least one vendor (`PubRestrictions`).
    public var publisherRestrictions: [PublisherRestriction] = []
    /// Vendors that the user was shown; nothing if the segment is absent or damaged (`DisclosedVendors`).
    public var disclosedVendors: VendorSet?
    /// Vendors allowed out of band; nothing if the segment is absent or damaged (`AllowedVendors`).
    public var allowedVendors: VendorSet?
    /// The publisher's own purposes; nothing if the segment is absent or damaged (`PublisherTC`).
    public var publisherPurposes: PublisherPurposes?
    /// Segments that were there and could not be read. Absent disclosed vendors restrict nobody, damaged ones must
    /// restrict everybody.
    public var damagedSegments: TCSegmentSet = []
    /// Segments of types that the format does not define.
    public var unknownSegments: [UnknownTCSegment] = []

    var language = LetterPair.english
    var country = LetterPair.unknownCountry

    /// Creates an empty string: no consent to anything.
    public init() {}

    /// Decodes a TC string.
    ///
    /// - Throws: ``ConsentStringError``. Text around the string, padding with `=` and the `+` `/` alphabet are errors.
    public init(_ text: String) throws(ConsentStringError) {
        if #available(macOS 26, *) {
            try self.init(utf8: text.utf8.span)
        } else {
            try self.init(utf8: Array(text.utf8).span)
        }
    }

    /// Decodes the UTF-8 of a TC string.
    public init(utf8 text: Span<UInt8>) throws(ConsentStringError) {
        self.init()
        var decoder = TCStringDecoder()
        _ = try decoder.decode(text, into: &self)
    }

    /// Decodes a TC string and tells what was tolerated or is suspicious.
    public static func decode(_ text: String) throws(ConsentStringError) -> Decoded<TCString> {
        try decode(utf8: Array(text.utf8).span)
    }

    /// Decodes the UTF-8 of a TC string and tells what was tolerated or is suspicious.
    ///
    /// Whoever decodes many strings keeps a ``TCStringDecoder`` instead, which reuses its memory.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<TCString> {
        var decoder = TCStringDecoder()
        return try decoder.decode(text)
    }
}
