/// A text that is assigned to `document.cookie`, byte for byte as the library puts it together.
struct CookieAssignment: Sendable, Hashable {
    /// When the cookie ends.
    enum End: Sendable, Hashable {
        /// With the browser's session.
        case session
        /// At a time, in milliseconds since 1970.
        case time(Int64)
        /// At a time that JavaScript's dates do not reach; browsers take it for the end of the session.
        case beyondDates
    }

    private let value: String
    let end: End
    private let domain: String
    private let sameSite: String
    private let isSecure: Bool

    /// The largest distance of a JavaScript date from 1970, in milliseconds.
    private static let maxMilliseconds: Int64 = 8_640_000_000_000_000

    /// Puts an assignment together; empty text leaves an attribute away.
    init?(
        value: String,
        lifetime: OptInCookieLifetime,
        domain: String,
        sameSite: String,
        isSecure: Bool,
        at now: Int64
    ) {
        switch lifetime {
        case .none: return nil
        case .session: end = .session
        case .seconds(let seconds):
            let (duration, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000)
            let (time, isTooLate) = now.addingReportingOverflow(duration)
            let isDate = !isTooLong && !isTooLate && time.magnitude <= Self.maxMilliseconds.magnitude
            end = isDate ? .time(time) : .beyondDates
        }
        self.value = value
        self.domain = domain
        self.sameSite = sameSite
        self.isSecure = isSecure
    }

    /// The text.
    var text: String {
        text { CookieDate.text(of: $0) }
    }

    /// The text with the end relative to a time, such as `<now+3600s>`.
    func text(relativeTo now: Int64) -> String {
        text { time in
            let seconds = Self.seconds(from: now, to: CookieDate.wholeSeconds(of: time))
            return "<now\(seconds < 0 ? "" : "+")\(seconds)s>"
        }
    }

    /// The distance in seconds, rounded.
    static func seconds(from now: Int64, to time: Int64) -> Int64 {
        Int64((Double(time - now) / 1_000).rounded())
    }

    private func text(_ date: (Int64) -> String) -> String {
        var text = "\(OptInCookie.name)=\(value); path=/;"
        switch end {
        case .session: break
        case .time(let time): text += " expires=\(date(time));"
        case .beyondDates: text += " expires=Invalid Date;"
        }
        if !domain.isEmpty { text += " domain=\(domain);" }
        if !sameSite.isEmpty { text += "SameSite=\(sameSite);" }
        if isSecure { text += "Secure" }
        return text
    }
}
