/// How a record is made from a decoded payload. All paths start at the object that ``PayloadInput`` gives.
public struct RecordRules: Sendable, Hashable {
    /// A subject id and its namespace.
    public struct Identity: Sendable, Hashable {
        /// Where the id stands.
        public let path: ValuePath
        /// The namespace in which it is unique.
        public let namespace: String
        /// Whether a payload without it is refused.
        public let isRequired: Bool

        /// Creates an identity rule.
        public init(path: ValuePath, namespace: String, isRequired: Bool) {
            self.path = path
            self.namespace = namespace
            self.isRequired = isRequired
        }
    }

    /// A time with the way it is written; the unit is always declared, never guessed.
    public struct Time: Sendable, Hashable {
        /// How a time is written.
        public enum Format: String, Sendable, Hashable, CaseIterable {
            /// ISO 8601, UTC where no zone is told.
            case iso8601
            /// Milliseconds since 1970.
            case epochMilliseconds = "epoch_ms"
            /// Seconds since 1970.
            case epochSeconds = "epoch_s"
        }

        /// Where the time stands.
        public let path: ValuePath
        /// How it is written.
        public let format: Format
        /// Where a number of days stands that is to be added; nil for none.
        public let plusDays: ValuePath?

        /// Creates a time rule.
        public init(path: ValuePath, format: Format, plusDays: ValuePath? = nil) {
            self.path = path
            self.format = format
            self.plusDays = plusDays
        }
    }

    /// A rule that says when the record's decisions do not count.
    public struct Undecided: Sendable, Hashable {
        /// All of these must hold.
        public let conditions: [Condition]
        /// The reason for the explanation.
        public let reason: String

        /// Creates a rule.
        public init(conditions: [Condition], reason: String) {
            self.conditions = conditions
            self.reason = reason
        }
    }

    /// A word that stands for yes or no.
    public struct Flag: Sendable, Hashable {
        /// Where the word stands.
        public let path: ValuePath
        /// Words for yes.
        public let yes: [String]
        /// Words for no.
        public let no: [String]

        /// Creates a flag rule.
        public init(path: ValuePath, yes: [String], no: [String]) {
            self.path = path
            self.yes = yes
            self.no = no
        }
    }

    /// Where the country and its part stand, in one text or in two.
    public struct Region: Sendable, Hashable {
        /// Where the country stands.
        public let path: ValuePath
        /// What separates country and part in one text; nil where the text is the country alone.
        public let separator: Character?
        /// Where the part stands, if by itself.
        public let subdivision: ValuePath?

        /// Creates a region rule.
        public init(path: ValuePath, separator: Character?, subdivision: ValuePath? = nil) {
            self.path = path
            self.separator = separator
            self.subdivision = subdivision
        }
    }

    /// The law that a record is about.
    public enum Regulation: Sendable, Hashable {
        /// The same for every record of the adapter.
        case fixed(String)
        /// What a word of the payload stands for. A word that is not listed leaves the law untold.
        case words(ValuePath, [String: String])
    }

    /// The consent strings, verbatim.
    public struct Strings: Sendable, Hashable {
        /// Where the TCF string stands.
        public var tcf: ValuePath?
        /// Where the Additional Consent string stands.
        public var ac: ValuePath?
        /// Where the GPP string stands.
        public var gpp: ValuePath?
        /// Where the US Privacy string stands.
        public var usp: ValuePath?

        /// No strings.
        public init() {}
    }

    /// Subject ids, the primary first.
    public var identities: [Identity] = []
    /// Where the CMP's own id for this state of consent stands.
    public var recordID: ValuePath?
    /// Where the decisions stand.
    public var decisions: [DecisionRule] = []
    /// When no decision counts, in order; the first that holds gives the reason.
    public var undecided: [Undecided] = []
    /// When the decisions came about without a choice.
    public var implicitWhen: [[Condition]] = []
    /// When the decisions are the person's own choice, if none of ``implicitWhen`` holds.
    public var explicitWhen: [[Condition]] = []
    /// When the person decided: the first of these that the payload has.
    public var decidedAt: [Time] = []
    /// When the whole record ends: the first of these that the payload has.
    public var expiresAt: [Time] = []
    /// Global Privacy Control.
    public var gpc: Flag?
    /// Whether GDPR applies by the payload's own word.
    public var gdprApplies: Flag?
    /// Where the person was.
    public var region: Region?
    /// The law that the record is about.
    public var regulation: Regulation?
    /// The consent strings.
    public var strings = Strings()

    /// Rules that find nothing; set what the payload has.
    public init() {}
}
