/// A server's `Set-Cookie` line for the opt-in cookie, with the attributes that the library gives it.
///
/// Never `HttpOnly`: the library could neither read nor replace the cookie, and a choice would be lost at every reload
/// without an error. `Max-Age` comes beside the library's `Expires`, since a line that was made by a clock that is
/// wrong, or sent later, would otherwise drop the cookie.
public struct SetCookieLine: Sendable, Hashable {
    /// What follows `Set-Cookie: `; nil where nothing is decided and nothing is to be set.
    public let value: String?
    /// What is to be known about it.
    public let notes: [ExportNote]

    /// Writes the line.
    ///
    /// - Parameters:
    ///   - decision: what was decided.
    ///   - existing: what the browser has; the decision is merged into it as the library would.
    ///   - domain: whose cookie it is.
    ///   - terms: how it is kept.
    ///   - now: the time from which its life counts, in milliseconds since 1970.
    /// - Throws: ``OptInExportError`` `tooLarge` where the cookie is more than browsers keep.
    public init(
        _ decision: ExportedDecision,
        mergedInto existing: ExistingPermissions = ExistingPermissions(),
        domain: CookieDomain,
        terms: CookieTerms,
        now: Int64
    ) throws(OptInExportError) {
        guard !decision.permissions.decided.isEmpty else {
            value = nil
            notes = decision.notes + [Self.nothingDecided]
            return
        }
        var merged = existing
        merged.merge(decision.permissions)
        var line = OptInCookie.name + "=" + (merged.cookieValue ?? "")
        guard line.utf8.count <= ExportLimits.maxCookieBytes else {
            throw OptInExportError(
                .tooLarge,
                "The cookie would have more than the \(ExportLimits.maxCookieBytes) bytes that browsers keep; leave the "
                    + "existing one away."
            )
        }
        line += "; Path=/"
        if case .seconds(let seconds) = terms.expiry ?? .standard {
            let (milliseconds, isOver) = now.addingReportingOverflow(seconds * 1_000)
            line += "; Expires=" + ExportTime(milliseconds: isOver ? .max : milliseconds).httpDate
            line += "; Max-Age=\(min(seconds, ExportLimits.maxCookieSeconds))"
        }
        if let attribute = domain.attribute { line += "; Domain=" + attribute }
        if let sameSite = terms.sameSite { line += "; SameSite=" + sameSite.rawValue }
        if terms.isSecure { line += "; Secure" }
        value = line
        notes = decision.notes + terms.notes + existing.notes
    }

    private static let nothingDecided = ExportNote(
        .nothingDecided,
        "Nothing is decided, so there is no cookie to set: an empty one would be invalid, and a full one a lie."
    )
}
