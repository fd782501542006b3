/// How long the cookie lasts: the option `optInStorageExpiry`.
public enum OptInCookieLifetime: Sendable, Hashable {
    /// So many seconds; a negative number deletes the cookie.
    case seconds(Int64)
    /// Until the browser is closed (`"SESSION"`).
    case session
    /// Never written (`"NONE"`).
    case none

    /// 395.7 days, which the library takes for 13 months.
    public static let standard = OptInCookieLifetime.seconds(34_190_000)

    /// Seconds beyond this give no date in JavaScript, whatever the time is; larger numbers are cut off.
    private static let maxSeconds = 1e13

    /// Reads a configured value.
    ///
    /// The library takes the digits that the text starts with, compares the two words exactly, and fails at every
    /// completion, after the listeners have been told, if there is no number or if it is zero: nothing is ever stored.
    ///
    /// - Returns: nil where the library would fail.
    public init?(parsing text: String) {
        self.init(option: .string(text))
    }

    /// Reads a configured value as the library does: what counts as false is the standard lifetime.
    init?(option value: PageValue) {
        guard value.isTruthy else {
            self = .standard
            return
        }
        switch value {
        case .string("SESSION"): self = .session
        case .string("NONE"): self = .none
        default:
            guard let number = value.text.leadingInteger, number != 0 else { return nil }
            self = .seconds(Int64(min(max(number, -Self.maxSeconds), Self.maxSeconds)))
        }
    }
}
