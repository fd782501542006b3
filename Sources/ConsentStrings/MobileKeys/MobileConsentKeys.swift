/// What a consent platform's mobile SDK leaves in `UserDefaults` or `SharedPreferences` (TCF "CMP API v2", in-app
/// details; GPP "CMP API", in-app details; "US Privacy String").
///
/// A key that is not there is nil, which is not the same as one that says no. A key with a value that cannot be read is
/// told in the warnings and counts as saying no to everything that it is about.
public struct MobileConsentKeys: Sendable, Hashable {
    /// What the `IABTCF_` keys say.
    public var tcf = TCF()
    /// `IABTCF_AddtlConsent`: Google's Additional Consent, which counts only beside a TC string.
    public var additionalConsent: AdditionalConsent?
    /// What the `IABGPP_` keys say.
    public var gpp = GPP()
    /// `IABUSPrivacy_String` as it was written; nil for a missing or empty one, empty for what is no text.
    public var usPrivacyText: String?
    /// The US Privacy string; nil also if it cannot be read.
    public var usPrivacy: USPrivacyString?
    /// Keys that start with `IAB` and have no field here, with their values as text: the decoded fields of GPP sections
    /// such as `IABGPP_USNAT_SaleOptOut`, and keys that no specification has. Nothing is decided by them.
    public var otherFields: [String: String] = [:]

    /// Creates keys of which none is set.
    public init() {}
}

extension MobileConsentKeys {
    /// The `IABTCF_` keys: the TC string, and the same said again in bit strings for readers without a decoder.
    ///
    /// Where both are there, the string is what counts; see ``reconciled`` for what may be granted then. The bit
    /// strings are 0-based: the first character is id 1, and what lies past their end is 0.
    public struct TCF: Sendable, Hashable {
        /// `gdprApplies`: nil is not known yet, which is neither 0 nor 1.
        public var gdprApplies: Bool?
        /// `CmpSdkID`.
        public var cmpID: Int?
        /// `CmpSdkVersion`.
        public var cmpVersion: Int?
        /// `PolicyVersion`.
        public var policyVersion: Int?
        /// `PublisherCC`.
        public var publisherCountryCode: String?
        /// `PurposeOneTreatment`.
        public var purposeOneTreatment: Bool?
        /// `UseNonStandardTexts`, or `UseNonStandardStacks` as older SDKs have it.
        public var usesNonStandardTexts: Bool?
        /// `TCString` as it was written; nil for a missing or empty one, empty for what is no text.
        public var text: String?
        /// The TC string; nil also if it cannot be read.
        public var string: TCString?
        /// `PurposeConsents`.
        public var purposeConsents: PurposeSet?
        /// `PurposeLegitimateInterests`.
        public var purposeLegitimateInterests: PurposeSet?
        /// `SpecialFeaturesOptIns`.
        public var specialFeatureOptIns: PurposeSet?
        /// `VendorConsents`.
        public var vendorConsents: VendorSet?
        /// `VendorLegitimateInterests`.
        public var vendorLegitimateInterests: VendorSet?
        /// `DisclosedVendors`.
        public var disclosedVendors: VendorSet?
        /// `PublisherRestrictions{ID}`, sorted by purpose and type.
        public var publisherRestrictions: [PublisherRestriction] = []
        /// `PublisherConsent`.
        public var publisherConsents: PurposeSet?
        /// `PublisherLegitimateInterests`.
        public var publisherLegitimateInterests: PurposeSet?
        /// `PublisherCustomPurposesConsents`.
        public var publisherCustomConsents: PurposeSet?
        /// `PublisherCustomPurposesLegitimateInterests`.
        public var publisherCustomLegitimateInterests: PurposeSet?

        /// Creates keys of which none is set.
        public init() {}
    }

    /// The `IABGPP_` keys.
    public struct GPP: Sendable, Hashable {
        /// `HDR_GppString` as it was written; nil for a missing or empty one, empty for what is no text.
        public var text: String?
        /// The GPP string; nil also if it cannot be read.
        public var string: GPPString?
        /// `GppSID`: the sections that apply, which are not those in the string; `[-1]` if none applies; empty or nil
        /// if that is not known.
        public var sectionIDs: [Int]?
        /// `{ID}_String`: sections told by themselves, ascending. What they say beside the string counts where it is a
        /// refusal.
        public var sections: [GPPSection] = []

        /// Creates keys of which none is set.
        public init() {}
    }
}
