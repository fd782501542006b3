/// A TCF Canada string, section 5 of GPP (GPP repository, `Sections/TCF-Canada`).
public struct TCFCanadaString: Sendable, Hashable {
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
    /// Language of the CMP's texts; nothing if it is not written in letters (`ConsentLanguage`).
    public var consentLanguage: String? = "EN"
    /// Version of the vendor list (`VendorListVersion`).
    public var vendorListVersion = 0
    /// Version of the framework's policies (`TcfPolicyVersion`).
    public var policyVersion = 0
    /// Whether the publisher used texts or stacks of its own (`UseNonStandardStacks`).
    public var usesNonStandardTexts = false
    /// Special features with express consent, 1 to 12 (`SpecialFeatureExpressConsent`).
    public var specialFeatureExpressConsents: PurposeSet = []
    /// Purposes with express consent, which implies more than implied consent (`PurposesExpressConsent`).
    public var purposeExpressConsents: PurposeSet = []
    /// Purposes with implied consent (`PurposesImpliedConsent`).
    public var purposeImpliedConsents: PurposeSet = []
    /// Vendors with express consent (`VendorExpressConsent`).
    public var vendorExpressConsents: VendorSet = []
    /// Vendors with implied consent (`VendorImpliedConsent`).
    public var vendorImpliedConsents: VendorSet = []
    /// Restrictions, one for each purpose and type, sorted by both (`PubRestrictions`).
    public var publisherRestrictions: [PublisherRestriction] = []
    /// Vendors that the user was shown; nothing if the segment is absent or damaged (`DisclosedVendors`).
    public var disclosedVendors: VendorSet?
    /// The publisher's own purposes: express consent as `consents`, implied as `legitimateInterests`
    /// (`PublisherPurposes`).
    public var publisherPurposes: PublisherPurposes?
    /// Segments that were there and could not be read.
    public var damagedSegments: TCSegmentSet = []

    /// Creates an empty string: no consent to anything.
    public init() {}
}
