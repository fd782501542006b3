package import BoundedJSON

/// The bounds on what a configuration, a cookie or a simulated page can make this module do.
public enum OptInLimits {
    /// Largest cookie value that is read, in bytes; browsers keep less than 4 KiB.
    public static let maxCookieBytes = 64 << 10
    /// Deepest nesting of callbacks that call the service that calls callbacks. A browser stops such a page with a
    /// `RangeError` too, only later.
    static let maxCallDepth = 100
    /// Most work of one simulation, counted in values that are handed to callbacks, written to the cookie or answered.
    static let maxWork = 1_000_000
    /// What a call counts beside the values that it handles.
    static let workPerCall = 10
    /// Most answers of a simulated CMP to one question.
    static let maxAnswers = 1_000
    /// Most timers that one step may run.
    static let maxTimers = 10_000
    /// Most steps of one case, those inside callbacks counted.
    static let maxSteps = 10_000
    /// Bounds on one case, or on one configuration file.
    package static let input = JSONLimits(
        maxBytes: 1 << 20,
        maxDepth: 48,
        maxMembers: 8_192,
        maxValues: 65_536,
        maxStringBytes: 256 << 10
    )
    /// Bounds on JSON text inside a value: a cookie, or permissions given as text.
    static let embedded = JSONLimits(
        maxBytes: 256 << 10,
        maxDepth: 48,
        maxMembers: 8_192,
        maxValues: 65_536,
        maxStringBytes: 256 << 10
    )
}
