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
