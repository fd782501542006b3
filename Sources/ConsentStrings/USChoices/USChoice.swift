/// What the value of an opt-out or of a consent says in a US section (GPP, "Sections").
///
/// Both kinds count alike: 1 is the refusal, 2 is what permits.
public enum USChoice: Int, Sendable, Hashable, CaseIterable {
    /// The choice does not apply; neither a refusal nor a permission.
    case notApplicable = 0
    /// The user opted out, or did not consent.
    case refused = 1
    /// The user did not opt out, or consented.
    case permitted = 2
    /// 3, which stands for nothing; counts as a refusal.
    case invalid = 3

    /// What a raw value says; one that has no room in two bits says nothing and counts as a refusal.
    init(value: Int) { self = Self(rawValue: value) ?? .invalid }

    /// Whether this counts as a refusal.
    public var isRefusal: Bool { self == .refused || self == .invalid }

    /// What several values that must all permit say together: a refusal if one is, nothing applicable if all are.
    static func together(_ choices: [USChoice]) -> USChoice {
        if choices.contains(.refused) { return .refused }
        if choices.contains(.invalid) { return .invalid }
        return choices.contains(.permitted) ? .permitted : .notApplicable
    }
}

/// Whether processing is allowed until the user refuses, or only once the user agrees.
public enum USChoiceForm: String, Sendable, Hashable, CaseIterable {
    /// Allowed until the user opts out.
    case optOut = "opt_out"
    /// Only with consent.
    case consent
}

/// What the value of one position in a list for sensitive data is about.
public enum USSensitiveCategory: String, Sendable, Hashable, CaseIterable {
    /// Racial or ethnic origin.
    case origin
    /// Religious or philosophical beliefs.
    case beliefs
    /// California's one position for racial or ethnic origin, beliefs and union membership.
    case originBeliefsOrUnion = "origin_beliefs_or_union"
    /// Mental or physical health.
    case health
    /// Consumer health data as some states define them.
    case consumerHealth = "consumer_health"
    /// Sex life or sexual orientation.
    case sexualOrientation = "sexual_orientation"
    /// Status as transgender or nonbinary.
    case transgenderOrNonbinary = "transgender_or_nonbinary"
    /// Citizenship or immigration status.
    case citizenship
    /// National origin.
    case nationalOrigin = "national_origin"
    /// Genetic data.
    case genetic
    /// Biometric data.
    case biometric
    /// Precise geolocation.
    case preciseGeolocation = "precise_geolocation"
    /// Social security, driver's licence, passport and other identification numbers.
    case governmentIDs = "government_ids"
    /// Account log-ins and financial accounts with what gives access to them.
    case accountAccess = "account_access"
    /// Financial information.
    case financial
    /// Union membership.
    case unionMembership = "union_membership"
    /// Contents of mail, e-mail and text messages.
    case messageContents = "message_contents"
    /// Status as the victim of a crime.
    case crimeVictim = "crime_victim"
}

/// What the value of one position in a list for known children is about. These are always consents.
public struct USKnownChild: Sendable, Hashable {
    /// What the consent is to.
    public enum Processing: String, Sendable, Hashable, CaseIterable {
        /// Processing of personal or sensitive data as such.
        case any
        /// Sale.
        case sale
        /// Sharing.
        case sharing
        /// Targeted advertising.
        case targetedAdvertising = "targeted_advertising"
    }

    /// Ages in years, both included; a known child of no stated age is one under 13.
    public let ages: ClosedRange<Int>
    /// What the consent is to.
    public let processing: Processing

    init(_ ages: ClosedRange<Int>, _ processing: Processing = .any) {
        self.ages = ages
        self.processing = processing
    }
}
