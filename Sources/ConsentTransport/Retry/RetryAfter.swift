/// What a server says about when to come back (RFC 9110 section 10.2.3).
public enum RetryAfter: Sendable, Equatable {
    /// After this many seconds.
    case seconds(Int64)
    /// Not before this moment of the server's clock.
    case date(UnixTime)

    /// Reads a field value in either form; nil for anything else. A number too large to count is the largest.
    public static func parse(_ text: String, now: UnixTime) -> RetryAfter? {
        let trimmed = text.trimmingFieldSpace
        guard !trimmed.isEmpty else { return nil }
        if trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(Int64(trimmed) ?? .max)
        }
        return HTTPDate.parse(String(trimmed), now: now).map { .date($0) }
    }

    /// How long to wait from now, between nothing and a day.
    ///
    /// A date is compared with the server's own `Date`, so that a clock that is wrong on either side does no harm;
    /// without one it is compared with our clock.
    public func wait(now: UnixTime, responseDate: UnixTime?) -> Duration {
        let wait: Duration =
            switch self {
            case .seconds(let seconds):
                seconds > Limits.maxRetryAfter.components.seconds ? Limits.maxRetryAfter : .seconds(seconds)
            case .date(let date): date.duration(since: responseDate ?? now)
            }
        return min(max(wait, .zero), Limits.maxRetryAfter)
    }
}

extension String {
    /// The text without spaces and tabs at its ends.
    var trimmingFieldSpace: Substring {
        var rest = self[...]
        while let first = rest.utf8.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
        while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
        return rest
    }
}
