/// How the opt-in cookie is kept: one value from which both the `Visitor` configuration and a server's `Set-Cookie` line
/// are written, so that they agree.
///
/// The library rewrites the cookie at each completion. If its own configuration lacks `secureCookie` and
/// `sameSiteCookie`, it replaces a server's secure cookie by an insecure one.
public struct CookieTerms: Sendable, Hashable {
    /// The `SameSite` attribute.
    public enum SameSite: String, Sendable, Hashable, CaseIterable {
        /// Sent from the site's own pages only.
        case strict = "Strict"
        /// Sent when somebody follows a link to the site, too.
        case lax = "Lax"
        /// Sent always; needs `Secure`.
        case none = "None"

        /// Reads a word in any case. The library writes whatever it is given, and browsers drop what they do not know.
        public init(word: String) throws(OptInExportError) {
            guard let known = Self.allCases.first(where: { $0.rawValue.lowercased() == word.lowercased() }) else {
                throw OptInExportError(.invalidSameSite, "SameSite is Strict, Lax or None.")
            }
            self = known
        }
    }

    /// Whose cookie it is; nil where only the library sets it and finds the domain itself.
    public let domain: CookieDomain?
    /// How long it lives; nil for the library's own default.
    public let expiry: CookieExpiry?
    /// Whether it is sent over TLS only.
    public let isSecure: Bool
    /// From where it is sent; nil leaves it to the browser.
    public let sameSite: SameSite?

    /// Creates terms.
    ///
    /// - Throws: ``OptInExportError`` `insecureSameSite` for `SameSite=None` without `Secure`.
    public init(
        domain: CookieDomain? = nil,
        expiry: CookieExpiry? = nil,
        isSecure: Bool = false,
        sameSite: SameSite? = nil
    ) throws(OptInExportError) {
        guard sameSite != SameSite.none || isSecure else {
            throw OptInExportError(
                .insecureSameSite,
                "Browsers drop a cookie with SameSite=None that is not Secure; add --secure or choose Lax."
            )
        }
        self.domain = domain
        self.expiry = expiry
        self.isSecure = isSecure
        self.sameSite = sameSite
    }

    /// What is to be known about them.
    public var notes: [ExportNote] {
        var notes: [ExportNote] = []
        if let domain, domain.isGuessed {
            notes.append(
                ExportNote(
                    .domainGuessed,
                    "The cookie's domain is \(domain.configured ?? ""), as the library finds it, unless that is a public "
                        + "suffix; --domain names another."
                )
            )
        }
        if case .seconds(let seconds)? = expiry, seconds > ExportLimits.maxCookieSeconds {
            notes.append(ExportNote(.lifeCapped, "Browsers end a cookie after 400 days, however long it may live."))
        }
        return notes
    }
}
