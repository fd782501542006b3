/// A purpose in words that no CMP owns, between the CMPs' keys and the Opt-In categories.
public enum NeutralPurpose: String, Sendable, Hashable, CaseIterable {
    /// Strictly necessary. Never grants a category by itself.
    case necessary
    /// Preferences, chat, embedded content.
    case functional
    /// Measurement of audience and performance.
    case analytics
    /// Choice of content, testing.
    case personalization
    /// Choice of advertisements, profiles, retargeting.
    case advertising
    /// Social networks' plug-ins.
    case social
    /// Direct marketing by e-mail and the like.
    case email
    /// Sale or sharing as United States laws have it.
    case saleOrSharing = "sale_or_sharing"
}
