/// How patient one request is.
public struct RetryPolicy: Sendable, Equatable {
    /// Most times that a request is sent because of transient failures, the first time included.
    public var maxAttempts = 5
    /// Most waits that a throttling server may impose on one request.
    public var maxThrottleWaits = 10
    /// Longest sum of all waits of one request.
    public var maxTotalWait: Duration = .seconds(600)
    /// The first back-off is random between nothing and this; the range doubles each time.
    public var baseDelay: Duration = .milliseconds(500)
    /// Upper end of the widest back-off range.
    public var maxDelay: Duration = .seconds(30)
    /// A throttling wait longer than this is cut to it, if `suspendLongerThan` does not give up first.
    public var maxThrottleWait: Duration = .seconds(300)
    /// A throttling wait longer than this is not sat out but reported with the time to come back; nil never gives up.
    public var suspendLongerThan: Duration? = .seconds(300)
    /// How long a suspension lasts where the server does not say.
    public var defaultSuspension: Duration = .seconds(3_600)

    /// Makes the default policy.
    public init() {}
}

/// How many retries all requests of a session may make together, so that a failing server is not hit by every request
/// times its attempts: each success earns a share of a retry, each retry costs one.
public struct RetryBudget: Sendable, Equatable {
    /// Most retries that can be saved up, and the number at the start.
    public let capacity: Int
    /// Successes that earn one retry.
    public let successesPerRetry: Int
    private var credit: Int

    /// Makes a full budget. The default lets three failures in ten pass for ever.
    public init(capacity: Int = 20, successesPerRetry: Int = 2) {
        self.capacity = max(0, capacity)
        self.successesPerRetry = max(1, successesPerRetry)
        credit = self.capacity * self.successesPerRetry
    }

    /// Earns a share.
    mutating func deposit() {
        credit = min(credit + 1, capacity * successesPerRetry)
    }

    /// Spends one retry; false if there is none left.
    mutating func withdraw() -> Bool {
        guard credit >= successesPerRetry else { return false }
        credit -= successesPerRetry
        return true
    }
}
