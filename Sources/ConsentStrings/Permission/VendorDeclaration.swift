/// What a vendor declares in the vendor list of the version that a TC string names (TCF 2 vendor list format: `purposes`,
/// `legIntPurposes`, `flexiblePurposes`).
public struct VendorDeclaration: Sendable, Hashable {
    /// The vendor's id.
    public var id: Int
    /// Purposes that the vendor bases on consent.
    public var purposes: PurposeSet
    /// Purposes that the vendor bases on legitimate interest.
    public var legitimateInterestPurposes: PurposeSet
    /// Purposes for which the vendor takes either basis if a publisher asks for it.
    public var flexiblePurposes: PurposeSet

    /// Creates a declaration.
    public init(
        id: Int,
        purposes: PurposeSet,
        legitimateInterestPurposes: PurposeSet = [],
        flexiblePurposes: PurposeSet = []
    ) {
        self.id = id
        self.purposes = purposes
        self.legitimateInterestPurposes = legitimateInterestPurposes
        self.flexiblePurposes = flexiblePurposes
    }
}

/// On what a vendor may rest its processing (TCF policies).
public enum LegalBasis: String, Sendable, Hashable, CaseIterable {
    /// The user's consent.
    case consent
    /// The vendor's legitimate interest.
    case legitimateInterest
}

/// Whether a vendor may process for a purpose, on which basis and why.
public struct PurposePermission: Sendable, Hashable {
    /// What decided.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The vendor's own basis, which the user's choices allow.
        case declaredBasis
        /// The basis that the publisher asks for, which the user's choices allow.
        case publisherRestriction
        /// The special purpose, which asks for no choice.
        case specialPurpose
        /// The user's opt-in to the special feature.
        case specialFeatureOptIn
        /// The vendor list is of another specification than strings of this policy version mean.
        case vendorListOfOtherEra
        /// The vendor is not on the vendor list.
        case vendorNotListed
        /// The vendor was taken off the vendor list.
        case vendorDeleted
        /// The user was not shown the vendor.
        case vendorNotDisclosed
        /// Whom the user was shown cannot be read, so it may be nobody.
        case disclosedVendorsDamaged
        /// The vendor does not declare the purpose, special purpose or special feature.
        case purposeNotDeclared
        /// The publisher does not allow the purpose.
        case publisherForbids
        /// The publisher asks for consent, and the vendor is not flexible.
        case publisherRequiresConsent
        /// The publisher asks for legitimate interest, and the vendor is not flexible.
        case publisherRequiresLegitimateInterest
        /// The publisher asks for both; the specification does not say which counts.
        case contradictoryRestrictions
        /// The policies do not let the purpose rest on legitimate interest.
        case legitimateInterestBarred
        /// Purpose 1 was not put to the user at all; the publisher's country decides, not this string.
        case purposeOneNotAsked
        /// The user did not consent to the purpose.
        case noPurposeConsent
        /// The user did not consent to the vendor.
        case noVendorConsent
        /// Legitimate interest in the purpose was objected to or not established.
        case noPurposeLegitimateInterest
        /// The vendor's legitimate interest was objected to or not established.
        case noVendorLegitimateInterest
        /// The user did not opt in to the special feature.
        case noSpecialFeatureOptIn
    }

    /// The basis on which the vendor may process; nothing if it may not.
    public let basis: LegalBasis?
    /// What decided.
    public let reason: Reason

    /// Creates an answer.
    public init(basis: LegalBasis?, reason: Reason) {
        self.basis = basis
        self.reason = reason
    }

    /// Whether the vendor may process.
    public var isPermitted: Bool { basis != nil }
}
