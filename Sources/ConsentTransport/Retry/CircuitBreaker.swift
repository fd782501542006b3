/// Decides whether an account is asked at all: after many failures in a row not for a while, then by one request that
/// finds out whether it is back.
///
/// A pure state machine: it is told what happens and the time, and says what to do. It waits for nothing.
public struct CircuitBreaker: Sendable, Equatable {
    /// How soon it opens and for how long.
    public struct Policy: Sendable, Equatable {
        /// Failures in a row that open it.
        public var threshold = 10
        /// How long it stays open the first time; the time doubles with each probe that fails.
        public var openTime: Duration = .seconds(30)
        /// Longest time that it stays open.
        public var maxOpenTime: Duration = .seconds(600)

        /// Makes the default policy.
        public init() {}
    }

    /// What happened.
    public enum Event: Sendable, Equatable {
        /// Somebody wants to send.
        case ask
        /// The server answered, whatever it said.
        case succeeded
        /// The server failed or could not be reached.
        case failed
        /// What was sent says nothing about the server, as when it was cancelled.
        case abandoned
    }

    /// What to do now.
    public enum Action: Sendable, Equatable {
        /// Nothing, or send.
        case proceed
        /// Send: this request finds out whether the server is back.
        case probe
        /// Do not send before that time has passed.
        case refuse(Duration)
    }

    /// Where it stands.
    public enum State: Sendable, Equatable {
        /// Everything is sent; so many failures in a row.
        case closed(failures: Int)
        /// Nothing is sent until then, in time since any fixed moment; it was open for so long.
        case open(until: Duration, openTime: Duration)
        /// One request finds out; if it fails, the next time is so long.
        case halfOpen(openTime: Duration)
    }

    private let policy: Policy
    /// Where it stands.
    public private(set) var state = State.closed(failures: 0)

    /// Makes a closed one.
    public init(policy: Policy = Policy()) {
        self.policy = policy
    }

    /// Takes an event and says what to do. `now` is time since any fixed moment.
    public mutating func handle(_ event: Event, now: Duration) -> Action {
        switch (state, event) {
        case (.closed, .ask), (.closed, .abandoned):
            return .proceed
        case (.closed(let failures), .failed):
            state =
                failures + 1 < policy.threshold
                ? .closed(failures: failures + 1) : .open(until: now + policy.openTime, openTime: policy.openTime)
            return .proceed
        case (.open(let until, let openTime), .ask):
            guard now >= until else { return .refuse(until - now) }
            state = .halfOpen(openTime: openTime)
            return .probe
        case (.halfOpen(let openTime), .ask):
            return .refuse(openTime)
        case (.halfOpen(let openTime), .failed):
            let next = min(openTime * 2, policy.maxOpenTime)
            state = .open(until: now + next, openTime: next)
            return .proceed
        case (.halfOpen(let openTime), .abandoned):
            state = .open(until: now, openTime: openTime)
            return .proceed
        case (_, .succeeded):
            // Also while open: an answer to what was sent before shows that the server is there.
            state = .closed(failures: 0)
            return .proceed
        case (.open, .failed), (.open, .abandoned):
            return .proceed
        }
    }
}

extension TransportError {
    static func circuitOpen(host: String, for time: Duration) -> TransportError {
        TransportError(
            .circuitOpen,
            "\(host) failed many times in a row and is not asked for \(time.clampedSeconds) seconds; run again later."
        )
    }

    static func parked(host: String, until moment: UnixTime) -> TransportError {
        TransportError(
            .suspended,
            "\(host) asked for a longer pause, which is not over; the source goes on when it is.",
            suspendedUntil: moment
        )
    }
}
