/// Decides what happens to one request after each thing that happened to it. It waits for nothing and sends nothing.
///
/// Feed it events until it answers `succeed` or `fail`. After `wait` the request is sent again; after
/// `refreshCredentials` the event `refreshed` follows.
public struct RetryMachine: Sendable {
    /// What happened.
    public enum Event: Sendable, Equatable {
        /// A complete answer, as the rules read it, with its `Retry-After` and `Date`.
        case response(Verdict, retryAfter: RetryAfter?, date: UnixTime?)
        /// No complete answer.
        case failure(TransportError)
        /// The credentials are fresh.
        case refreshed
    }

    /// What to do now.
    public enum Action: Sendable, Equatable {
        /// Hand out the answer.
        case succeed
        /// Wait, then send again.
        case wait(Duration, WaitReason)
        /// Get new credentials.
        case refreshCredentials
        /// Send again at once.
        case resend
        /// Give up; a suspension says until when.
        case fail(FailureClass, until: UnixTime?)
    }

    private let policy: RetryPolicy
    private let isRepeatable: Bool
    private let canRefresh: Bool
    private var transientFailures = 0
    private var throttleWaits = 0
    private var waited: Duration = .zero
    private var hasRefreshed = false

    /// Makes a machine for one request. `isRepeatable` false forbids a retry where the request may have had effect.
    public init(policy: RetryPolicy, isRepeatable: Bool = true, canRefresh: Bool = true) {
        self.policy = policy
        self.isRepeatable = isRepeatable
        self.canRefresh = canRefresh
    }

    /// Takes an event and says what to do. `now` is the wall clock, `budget` the session's, `random` spreads back-offs.
    public mutating func handle(
        _ event: Event,
        now: UnixTime,
        budget: inout RetryBudget,
        using random: inout some RandomNumberGenerator
    ) -> Action {
        switch event {
        case .refreshed:
            return .resend
        case .failure(let error):
            guard error.failureClass == .transient else { return .fail(error.failureClass ?? .transient, until: nil) }
            guard isRepeatable || error.code.meansNothingWasSent else { return .fail(.transient, until: nil) }
            return backOff(&budget, &random)
        case .response(let verdict, let retryAfter, let date):
            let told = retryAfter?.wait(now: now, responseDate: date)
            return answer(to: verdict, told: told, now: now, &budget, &random)
        }
    }

    private mutating func answer(
        to verdict: Verdict,
        told: Duration?,
        now: UnixTime,
        _ budget: inout RetryBudget,
        _ random: inout some RandomNumberGenerator
    ) -> Action {
        switch verdict {
        case .success, .noData:
            budget.deposit()
            return .succeed
        case .refreshCredentials:
            return refresh()
        case .throttle:
            return throttle(told, now: now, &random)
        case .suspend:
            return suspend(told, now: now)
        case .retry:
            guard isRepeatable else { return .fail(.transient, until: nil) }
            return backOff(&budget, &random)
        case .fail(let failureClass):
            return .fail(failureClass, until: nil)
        }
    }

    private mutating func refresh() -> Action {
        guard canRefresh, !hasRefreshed else { return .fail(.config, until: nil) }
        hasRefreshed = true
        return .refreshCredentials
    }

    private func suspend(_ told: Duration?, now: UnixTime) -> Action {
        .fail(.suspend, until: now.advanced(by: told ?? policy.defaultSuspension))
    }

    private mutating func throttle(
        _ told: Duration?,
        now: UnixTime,
        _ random: inout some RandomNumberGenerator
    ) -> Action {
        if let told, let limit = policy.suspendLongerThan, told > limit {
            return suspend(told, now: now)
        }
        // A server that does not say how long gets at least half of the range: after "too fast", at once is wrong.
        let wait = min(told ?? spread(throttleWaits, &random, atLeastHalf: true), policy.maxThrottleWait)
        guard throttleWaits < policy.maxThrottleWaits, waited + wait <= policy.maxTotalWait else {
            return .fail(.throttle, until: nil)
        }
        throttleWaits += 1
        waited += wait
        return .wait(wait, .throttled)
    }

    private mutating func backOff(_ budget: inout RetryBudget, _ random: inout some RandomNumberGenerator) -> Action {
        let wait = spread(transientFailures, &random, atLeastHalf: false)
        transientFailures += 1
        guard transientFailures < policy.maxAttempts, waited + wait <= policy.maxTotalWait, budget.withdraw() else {
            return .fail(.transient, until: nil)
        }
        waited += wait
        return .wait(wait, .backingOff)
    }

    /// A random part of `base * 2^step`, capped: full jitter, so that many clients do not come back together.
    private func spread(_ step: Int, _ random: inout some RandomNumberGenerator, atLeastHalf: Bool) -> Duration {
        let range = min(policy.baseDelay * (1 << min(step, 20)), policy.maxDelay)
        let share = Int64(random.next(upperBound: UInt64(1_000_001)))
        let part = range / 1_000_000 * (atLeastHalf ? 500_000 + share / 2 : share)
        return max(part, .zero)
    }
}

extension TransportError.Code {
    /// Whether no byte of the request can have reached the server's application.
    var meansNothingWasSent: Bool {
        self == .unreachable || self == .tlsHandshake || self == .overloaded
    }
}
