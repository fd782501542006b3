/// A moment as whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Consent is decided, ordered and stored by these, so that neither a time zone nor a floating-point clock takes part.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since the epoch; negative before it.
    public let milliseconds: Int64

    /// A moment from milliseconds since the epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whether one moment is before another.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Instant {
    /// So many milliseconds later; the last or first moment that there is where the sum would lie beyond.
    public func adding(milliseconds more: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        return Instant(milliseconds: overflow ? (more < 0 ? .min : .max) : sum)
    }

    /// So many days of 24 hours later, bounded as ``adding(milliseconds:)``.
    func adding(days: Int) -> Instant {
        let (more, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400_000)
        return adding(milliseconds: overflow ? (days < 0 ? .min : .max) : more)
    }
}
