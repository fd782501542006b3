extension OptInService {
    /// What has to be assigned to `document.cookie` for the permissions in force; nothing if the configuration's
    /// lifetime is ``OptInCookieLifetime/none``, or if nobody has decided anything.
    ///
    /// The choice is merged into the cookie as it is at that moment. Undecided categories are left out, where the
    /// library would write `false`.
    ///
    /// - Parameters:
    ///   - cookie: the cookie as it is now.
    ///   - now: milliseconds since 1970.
    public func permissionsCookie(over cookie: OptInCookieContent?, at now: Int64) -> String? {
        guard !permissions.decided.isEmpty else { return nil }
        var content = cookie ?? OptInCookieContent()
        content.merge(permissions)
        return configuration.cookie.assignment(of: content.text, at: now)?.text
    }

    /// What has to be assigned to `document.cookie` to remember something, whether storage is enabled or not.
    ///
    /// - Parameters:
    ///   - memo: what to remember, merged into the cookie.
    ///   - cookie: the cookie as it is now.
    ///   - now: milliseconds since 1970.
    public func memoCookie(
        _ memo: OptInCookieContent,
        over cookie: OptInCookieContent?,
        at now: Int64
    ) -> String? {
        var content = cookie ?? OptInCookieContent()
        content.merge(memo)
        return configuration.cookie.assignment(of: content.text, at: now)?.text
    }
}
