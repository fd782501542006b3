public import ConsentTranslation

/// One case of an adapter: a payload and what must come of it. Cases are the adapter's tests and its examples.
public struct AdapterCase: Sendable, Hashable {
    /// What a case shows; each adapter shows those that its CMP knows.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Everything was accepted.
        case acceptAll = "accept-all"
        /// Everything optional was refused.
        case rejectAll = "reject-all"
        /// Some of each.
        case custom
        /// No choice was made.
        case undecided
        /// There was no explicit choice.
        case implicit
        /// The choice does not count any more.
        case stale
        /// Global Privacy Control was on.
        case gpc
        /// The payload is damaged.
        case malformed
        /// The person was where the CMP asks nobody.
        case exempt
        /// The oldest form that is known.
        case oldest
        /// The newest form that is known.
        case newest
        /// Another spelling of the same.
        case variant
    }

    /// The file's name without its ending.
    public let name: String
    /// What the case shows, in words.
    public let about: String
    /// What the case shows.
    public let kind: Kind
    /// The payload.
    public let payload: String
    /// The time at which it is judged.
    public let now: Instant
    /// The account's own keys, as a connection would map them.
    public let purposes: [String: [NeutralPurpose]]
    /// The site's policy; none for the defaults.
    public let policy: Policy
    /// What must come of it; nil while nobody has written it down.
    public let expectation: CaseExpectation?
}
