/// What an adapter is, for people and for `adapter list`.
public struct AdapterDescriptor: Sendable, Hashable {
    /// How far an adapter can be relied on.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// In use, and its format is well established.
        case stable
        /// Complete by the documentation, not yet proved at many sites.
        case beta
        /// May change.
        case experimental
        /// Replaced by another.
        case deprecated
    }

    /// What an adapter can do.
    public enum Capability: String, Sendable, Hashable, CaseIterable {
        /// Reads a payload that was pasted or dropped.
        case payload
        /// Pulls one subject's consent.
        case subject
        /// Pulls what changed.
        case changes
        /// Takes messages that the CMP sends.
        case webhook
    }

    /// Where the knowledge of a format comes from.
    public enum Confidence: String, Sendable, Hashable, CaseIterable {
        /// From the vendor's documentation.
        case documented
        /// Seen in programs and payloads.
        case observed
        /// Concluded, not confirmed.
        case inferred
    }

    /// The folder's name: lower-case letters, digits and hyphens.
    public let id: String
    /// The adapter's own version.
    public let version: String
    /// Who makes the CMP.
    public let vendor: String
    /// A line for people.
    public let title: String
    /// How far it can be relied on.
    public let status: Status
    /// Whether it reads a standard that many CMPs use, so that a CMP's own adapter goes before it.
    public let isGeneric: Bool
    /// What it can do.
    public let capabilities: [Capability]
    /// How certain each half of it is.
    public let confidence: [String: Confidence]
    /// What a reader should know of the format.
    public let about: String?

    /// Creates a descriptor.
    public init(
        id: String,
        version: String,
        vendor: String,
        title: String,
        status: Status,
        isGeneric: Bool = false,
        capabilities: [Capability],
        confidence: [String: Confidence] = [:],
        about: String? = nil
    ) {
        self.id = id
        self.version = version
        self.vendor = vendor
        self.title = title
        self.status = status
        self.isGeneric = isGeneric
        self.capabilities = capabilities
        self.confidence = confidence
        self.about = about
    }
}
