#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A moment of wall-clock time in whole seconds since 1970-01-01T00:00:00Z, which is the resolution of HTTP dates.
public struct UnixTime: Sendable, Hashable, Comparable {
    /// Seconds since the epoch, without leap seconds; negative before 1970.
    public let seconds: Int64

    /// Makes a moment from its seconds since the epoch.
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The moment that the system clock shows.
    public static func now() -> UnixTime {
        UnixTime(seconds: Int64(time(nil)))
    }

    /// The moment `duration` later, rounded up to a whole second and saturating at the end of time.
    public func advanced(by duration: Duration) -> UnixTime {
        let (whole, attoseconds) = duration.components
        let (rounded, roundingOverflow) = whole.addingReportingOverflow(attoseconds > 0 ? 1 : 0)
        let (sum, overflow) = seconds.addingReportingOverflow(rounded)
        return UnixTime(seconds: overflow || roundingOverflow ? .max : sum)
    }

    /// The time from `earlier` to this moment, saturating.
    public func duration(since earlier: UnixTime) -> Duration {
        let (difference, overflow) = seconds.subtractingReportingOverflow(earlier.seconds)
        guard overflow else { return .seconds(difference) }
        return .seconds(seconds < 0 ? Int64.min : Int64.max)
    }

    /// Orders moments from early to late.
    public static func < (left: UnixTime, right: UnixTime) -> Bool {
        left.seconds < right.seconds
    }
}
