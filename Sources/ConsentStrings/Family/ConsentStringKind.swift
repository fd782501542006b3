/// The kinds of strings that can be decoded, by the names that the decoded form uses.
public enum ConsentStringKind: String, Sendable, Hashable, CaseIterable {
    /// A TC string of TCF 2.
    case tcf2
    /// A vendor consent string of TCF 1.
    case tcf1
    /// A publisher purposes string of TCF 1, which nothing tells from a vendor consent string.
    case tcf1Publisher = "tcf1-publisher"
    /// A GPP string.
    case gpp
    /// A US Privacy string.
    case usp
    /// An Additional Consent string.
    case ac

    /// The kind that the first characters of `text` speak for; nothing if they speak for none.
    public static func detect(_ text: Span<UInt8>) -> ConsentStringKind? {
        switch ConsentStringFamily.detect(text) {
        case .tcf2: .tcf2
        case .tcf1: .tcf1
        case .gpp: .gpp
        case .usPrivacy: .usp
        case .additionalConsent: .ac
        case .json, .placeholder, .unknown: nil
        }
    }
}
