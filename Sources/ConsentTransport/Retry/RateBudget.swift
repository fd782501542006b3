/// A rate that must not be exceeded: so many requests in so much time, with a burst.
public struct RateBucket: Sendable, Equatable {
    /// Requests ...
    public let rate: Int
    /// ... in this time.
    public let per: Duration
    /// Requests that may go out at once after a pause.
    public let burst: Int

    /// Time between two requests at full rate.
    let interval: Duration

    /// Makes a bucket; the burst is the rate unless given. Nil unless rate, time and burst are positive.
    public init?(rate: Int, per: Duration, burst: Int? = nil) {
        guard rate > 0, per > .zero, burst ?? 1 > 0 else { return nil }
        self.rate = rate
        self.per = per
        self.burst = burst ?? rate
        interval = per / rate
    }
}

/// Several buckets that all must agree, and the pause that a throttling server asked for.
///
/// Every request takes one token and is told when it may go; tokens are handed out in order, ahead of time.
public struct RateBudget: Sendable, Equatable {
    /// A bucket, and the moment at which it would be full again if nothing more were taken.
    private struct Level: Equatable {
        let bucket: RateBucket
        var fullAt: Duration
    }

    /// What the server says is left until a moment.
    private struct Allowance: Equatable {
        var remaining: Int
        let resetAt: Duration
    }

    private var levels: [Level]
    private var pausedUntil: Duration = .zero
    private var allowance: Allowance?

    /// Makes a budget whose buckets are all full. With none there is no limit but pauses.
    public init(_ buckets: [RateBucket] = []) {
        levels = buckets.map { Level(bucket: $0, fullAt: .zero) }
    }

    /// Takes a token and returns how long its holder has to wait. `now` is time since any fixed moment.
    public mutating func take(now: Duration) -> Duration {
        var start = now + serverWait(now: now)
        allowance?.remaining -= 1
        for level in levels {
            // A bucket is empty while it needs more than a burst's worth of intervals to fill.
            start = max(start, level.fullAt - level.bucket.interval * (level.bucket.burst - 1))
        }
        for index in levels.indices {
            levels[index].fullAt = max(levels[index].fullAt, start) + levels[index].bucket.interval
        }
        return start - now
    }

    /// How long the server lets everybody wait, whatever the buckets hold.
    public func serverWait(now: Duration) -> Duration {
        let exhausted = allowance.flatMap { $0.remaining <= 0 ? $0.resetAt : nil } ?? .zero
        return max(pausedUntil, exhausted, now) - now
    }

    /// Takes what the server says is left. Requests under way are not in its number yet, so that within one window only
    /// a smaller number than ours counts.
    public mutating func note(_ signal: RateSignal, now: Duration) {
        let resetAt = now + signal.reset
        var remaining = signal.remaining
        if let allowance, allowance.resetAt > now, resetAt <= allowance.resetAt + .seconds(1) {
            remaining = min(remaining, max(0, allowance.remaining))
        }
        allowance = Allowance(remaining: remaining, resetAt: resetAt)
    }

    /// Lets nobody start before `moment`. An earlier moment than one already set changes nothing.
    public mutating func pause(until moment: Duration) {
        pausedUntil = max(pausedUntil, moment)
    }
}
