/// The browser's cookies, as far as the opt-in cookie needs them: all of path `/`.
package struct CookieJar: Sendable, Hashable {
    /// A cookie.
    package struct Cookie: Sendable, Hashable {
        package var name: String
        package var value: String
        /// The domain; nothing for a cookie of one host alone.
        package var domain: String?
        /// The host that set it.
        package var host: String
        /// When it ends, in milliseconds since 1970; nothing for the end of the session.
        package var end: Int64?
        package var isSecure = false
        package var sameSite: String?
        /// Whether scripts do not see it.
        package var isHTTPOnly = false

        func reaches(_ site: PageSite) -> Bool {
            guard !isSecure || site.isSecure else { return false }
            guard let domain else { return host == site.host }
            return site.host == domain || site.host.hasSuffix("." + domain)
        }

        /// Why a browser drops the cookie whoever sets it, a server or a page.
        package func refusal(on site: PageSite) -> Refusal? {
            if let domain, !site.accepts(domain: domain) { return .domain }
            if isSecure, !site.isSecure { return .secure }
            return sameSite?.lowercased() == "none" && !isSecure ? .sameSite : nil
        }

        /// Whether the other cookie takes this one's place.
        func isReplaced(by other: Cookie) -> Bool {
            name == other.name && (domain ?? "") == (other.domain ?? "") && (domain != nil || host == other.host)
        }
    }

    /// Why a browser drops a cookie that a page wants to set.
    package enum Refusal: String, Sendable, Hashable {
        /// The domain is not the page's, or belongs to everybody.
        case domain
        /// `Secure` on a page that is not, or a page that is not secure over a cookie that is.
        case secure
        /// `SameSite=None` without `Secure`.
        case sameSite
        /// A script over a cookie that it does not see.
        case httpOnly
    }

    /// All cookies, the oldest first.
    package private(set) var cookies: [Cookie] = []

    /// An empty jar.
    package init() {}

    /// The cookies that scripts of a page see, the oldest first, as a browser lists those of equal paths.
    func visible(from site: PageSite, at now: Int64) -> [Cookie] {
        cookies.filter { $0.reaches(site) && !$0.isHTTPOnly && ($0.end ?? .max) > now }
    }

    /// What `document.cookie` answers.
    func text(for site: PageSite, at now: Int64) -> String {
        visible(from: site, at: now).map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }

    /// Removes what has ended.
    package mutating func removeEnded(at now: Int64) {
        cookies.removeAll { ($0.end ?? .max) <= now }
    }

    /// Puts a cookie in as the server does, in the place of the one that it replaces. One that has ended removes it.
    package mutating func put(_ cookie: Cookie, at now: Int64) {
        removeEnded(at: now)
        let place = cookies.firstIndex { $0.isReplaced(by: cookie) }
        if let end = cookie.end, end <= now {
            if let place { cookies.remove(at: place) }
        } else if let place {
            cookies[place] = cookie
        } else {
            cookies.append(cookie)
        }
    }

    /// Takes an assignment to `document.cookie`.
    ///
    /// - Parameters:
    ///   - text: the assignment.
    ///   - end: its end as a time, since the date in the text is of our own making.
    /// - Returns: why it was dropped; nothing if it was taken.
    mutating func assign(_ text: String, end: Int64?, from site: PageSite, at now: Int64) -> Refusal? {
        guard var cookie = Cookie(assignment: text, host: site.host) else { return nil }
        cookie.end = end
        if let refusal = cookie.refusal(on: site) { return refusal }
        for old in cookies where old.isReplaced(by: cookie) && (old.end ?? .max) > now {
            if old.isHTTPOnly { return .httpOnly }
            if old.isSecure, !site.isSecure { return .secure }
        }
        put(cookie, at: now)
        return nil
    }
}

extension CookieJar.Cookie {
    /// Reads an assignment or a `Set-Cookie` header without its dates: name and value, and attributes behind them.
    package init?(assignment text: String, host: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return nil }
        self.init(
            name: String(Self.trimmed(pair[..<equals])),
            value: String(Self.trimmed(pair[pair.index(after: equals)...])),
            host: host
        )
        for part in parts.dropFirst() {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = words.count > 1 ? String(Self.trimmed(words[1])) : ""
            switch words.first.map({ Self.trimmed($0).lowercased() }) {
            case "domain": domain = Self.domain(value)
            case "secure": isSecure = true
            case "samesite": sameSite = value
            case "httponly": isHTTPOnly = true
            default: break
            }
        }
    }

    private static func domain(_ text: String) -> String? {
        let domain = text.hasPrefix(".") ? text.dropFirst() : text[...]
        return domain.isEmpty ? nil : domain.lowercased()
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
