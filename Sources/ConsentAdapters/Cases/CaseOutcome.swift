public import ConsentTranslation
public import OptIn

/// What came of a case's payload.
public enum CaseOutcome: Sendable, Hashable {
    /// It was read, and the case's policy made these permissions of all its records together.
    case read([ConsentRecord], Permissions)
    /// It was refused.
    case refused(TranslationError)
}

/// A field of a case that came out otherwise.
public struct CaseDifference: Sendable, Hashable {
    /// The field: a category, `decisions C0002`, `decided_at`.
    public let field: String
    /// What the case says.
    public let wanted: String
    /// What came.
    public let got: String
}

extension CaseDifference: CustomStringConvertible {
    /// `aam: wanted denied, got approved`.
    public var description: String { "\(field): wanted \(wanted), got \(got)" }
}
