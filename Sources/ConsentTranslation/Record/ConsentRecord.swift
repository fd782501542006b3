/// The normalised, vendor-neutral reading of one payload for one subject.
///
/// It holds what the CMP said and nothing that a policy made of it, so that another policy can decide again from it.
public struct ConsentRecord: Sendable, Hashable {
    /// How the person came to the decisions.
    public enum Explicitness: String, Sendable, Hashable, CaseIterable {
        /// By a choice of their own.
        case explicit
        /// Without a choice, by going on.
        case implicit
    }

    /// The consent strings of the payload, verbatim: "as is" is how they must be passed on.
    public struct Strings: Sendable, Hashable {
        /// TCF string.
        public var tcf: String?
        /// Google Additional Consent string.
        public var ac: String?
        /// GPP string.
        public var gpp: String?
        /// US Privacy string.
        public var usp: String?

        /// Strings; each that is left out is absent.
        public init(tcf: String? = nil, ac: String? = nil, gpp: String? = nil, usp: String? = nil) {
            self.tcf = tcf
            self.ac = ac
            self.gpp = gpp
            self.usp = usp
        }
    }

    /// A country and a part of it, as the CMP names them.
    public struct Region: Sendable, Hashable {
        /// ISO 3166-1 letters.
        public let country: String
        /// The part of the country, where told.
        public let subdivision: String?

        /// Creates a region.
        public init(country: String, subdivision: String? = nil) {
            self.country = country
            self.subdivision = subdivision
        }
    }

    /// The adapter that read the payload.
    public let adapter: String
    /// Whose consent it is, the primary id first; empty where the payload does not say.
    public var subjects: [SubjectID]
    /// The CMP's own id for this state of consent, where it has one.
    public var recordID: String?
    /// The decisions in the payload's order.
    public var decisions: [Decision]
    /// The consent strings that came along.
    public var strings = Strings()
    /// How the person came to the decisions; nil where the payload does not say.
    public var explicitness: Explicitness?
    /// When the person decided.
    public var decidedAt: Instant?
    /// When the whole record ends.
    public var expiresAt: Instant?
    /// The law it was asked under, such as `gdpr`; nil where the payload does not say.
    public var regulation: String?
    /// Whether GDPR applies by the payload's own word.
    public var gdprApplies: Bool?
    /// Where the person was.
    public var region: Region?
    /// Whether Global Privacy Control was on; nil where the payload does not say, which is not the same as off.
    public var gpc: Bool?
    /// Why no decision of the record counts, such as a pending renewal of the question; nil where they count.
    public var undecidedBecause: String?
    /// The TC string as the adapter decoded it, where it did.
    var known = KnownTCString()

    /// Creates a record; everything else is set on the value.
    public init(adapter: String, subjects: [SubjectID] = [], decisions: [Decision] = []) {
        self.adapter = adapter
        self.subjects = subjects
        self.decisions = decisions
    }

    /// The primary subject.
    public var subject: SubjectID? { subjects.first }
}
