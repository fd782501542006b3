/// One key of a consent record with its state.
public struct Decision: Sendable, Hashable {
    /// What a key stands for.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A group of purposes or cookies, as banners offer them.
        case category
        /// One purpose of processing.
        case purpose
        /// A company.
        case vendor
        /// A piece of software or a service.
        case service
        /// A signal of the browser or a regulation's choice.
        case signal
    }

    /// What the person said about the key.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Yes.
        case granted
        /// No.
        case denied
        /// Nothing that counts.
        case none
    }

    /// What the key stands for.
    public let kind: Kind
    /// The CMP's own key, exactly as in the payload.
    public let key: String
    /// The CMP's name for the key, where the payload has one.
    public let label: String?
    /// The state.
    public let state: State
    /// When this key last changed, where it differs from the record's own time or is told key by key.
    public let changedAt: Instant?
    /// When the choice ends.
    public let expiresAt: Instant?

    /// What people call the key: its label, else the key with what it stands for where a bare number would puzzle.
    public var name: String {
        if let label { return label }
        switch kind {
        case .purpose, .vendor, .signal: return "\(kind.rawValue) \(key)"
        case .category, .service: return key
        }
    }

    /// Creates a decision.
    public init(
        kind: Kind,
        key: String,
        label: String? = nil,
        state: State,
        changedAt: Instant? = nil,
        expiresAt: Instant? = nil
    ) {
        self.kind = kind
        self.key = key
        self.label = label
        self.state = state
        self.changedAt = changedAt
        self.expiresAt = expiresAt
    }
}
