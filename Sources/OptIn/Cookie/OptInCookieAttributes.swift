/// How the cookie is written, apart from its value.
public struct OptInCookieAttributes: Sendable, Hashable {
    /// The words of `SameSite`. The library writes any text; browsers drop other words.
    public enum SameSite: String, Sendable, Hashable, CaseIterable {
        /// Sent to the site itself and by links to it.
        case lax = "Lax"
        /// Sent to the site itself only.
        case strict = "Strict"
        /// Sent everywhere; browsers refuse it without `Secure`.
        case none = "None"
    }

    /// How long it lasts.
    public var lifetime: OptInCookieLifetime
    /// The domain; nothing for the page's own host.
    public var domain: String?
    /// `Secure`, refused by browsers on pages that are not.
    public var isSecure: Bool
    /// `SameSite`; nothing leaves it to the browser.
    public var sameSite: SameSite?

    /// Creates attributes; each argument left out is as in the library.
    public init(
        lifetime: OptInCookieLifetime = .standard,
        domain: String? = nil,
        isSecure: Bool = false,
        sameSite: SameSite? = nil
    ) {
        self.lifetime = lifetime
        self.domain = domain
        self.isSecure = isSecure
        self.sameSite = sameSite
    }

    /// The assignment of a value, already encoded; nothing for the lifetime ``OptInCookieLifetime/none``.
    func assignment(of value: String, at now: Int64) -> CookieAssignment? {
        CookieAssignment(
            value: value,
            lifetime: lifetime,
            domain: domain ?? "",
            sameSite: sameSite?.rawValue ?? "",
            isSecure: isSecure,
            at: now
        )
    }
}
