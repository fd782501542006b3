public import Logging
import Synchronization

/// Fetches answers from one account at one vendor: with its credentials, within its rate budget, with retries.
///
/// All streams of a job that use the account share one session, so that they share its budget and its credentials.
public final class HTTPSession: Sendable {
    private struct State {
        var rateBudget: RateBudget
        var retryBudget: RetryBudget
        var breaker: CircuitBreaker
        var random: any RandomNumberGenerator & Sendable
        /// Where the last request went, most likely where the next one goes.
        var server: RequestTarget.Server?
    }

    private let sender: any HTTPSender
    private let credentials: any CredentialSource
    private let gate: CredentialGate
    private let rules: ResponseRules
    private let retry: RetryPolicy
    private let clock: any TransportClock
    private let log: ExchangeLog
    private let onWait: (@Sendable (WaitNotice) -> Void)?
    private let state: Mutex<State>

    /// Makes a session.
    ///
    /// `onWait` is called before every wait, from any thread, so that a terminal can say why nothing happens.
    public init(
        sender: any HTTPSender,
        credentials: any CredentialSource = FixedCredentials.none,
        rules: ResponseRules = .standard,
        retry: RetryPolicy = RetryPolicy(),
        retryBudget: RetryBudget = RetryBudget(),
        rates: [RateBucket] = [],
        breaker: CircuitBreaker = CircuitBreaker(),
        clock: any TransportClock = SystemTransportClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger = Logger(label: "consentbridge.http"),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) {
        self.sender = sender
        self.credentials = credentials
        gate = CredentialGate(credentials)
        self.rules = rules
        self.retry = retry
        self.clock = clock
        log = ExchangeLog(logger: logger)
        self.onWait = onWait
        state = Mutex(
            State(rateBudget: RateBudget(rates), retryBudget: retryBudget, breaker: breaker, random: random)
        )
    }

    /// Sends until there is an answer that counts, or a reason to give up.
    ///
    /// Returns an answer whose verdict is success or "no data" (see `meansNoData`). `rules` replaces the session's
    /// rules for this request. Throws with the class that tells the engine how to go on.
    public nonisolated(nonsending) func fetch(
        _ request: HTTPRequest,
        rules: ResponseRules? = nil
    ) async throws(TransportError) -> HTTPResponse {
        try await run(request, rules: rules ?? self.rules) { (request) throws(TransportError) in
            (try await self.sender.send(request), nil)
        }
        .0
    }

    /// Sends like `fetch` and returns with the header, so that the body can be read while it arrives.
    ///
    /// Retries end with the header: a body that breaks off is the reader's to start again.
    public nonisolated(nonsending) func open(
        _ request: HTTPRequest,
        rules: ResponseRules? = nil
    ) async throws(TransportError) -> HTTPStream {
        let (head, body) = try await run(request, rules: rules ?? self.rules) { (request) throws(TransportError) in
            let stream = try await self.sender.open(request)
            return (stream.head, stream.body)
        }
        return HTTPStream(head: head, body: body ?? HTTPBody([]))
    }

    private typealias Send =
        nonisolated(nonsending) (HTTPRequest) async throws(TransportError) -> (HTTPResponse, HTTPBody?)

    private nonisolated(nonsending) func run(
        _ request: HTTPRequest,
        rules: ResponseRules,
        send: Send
    ) async throws(TransportError) -> (HTTPResponse, HTTPBody?) {
        let server = state.withLock { $0.server }
        let target = try RequestTarget(parsing: request.url, knowing: server)
        if target.server !== server { state.withLock { $0.server = target.server } }
        var machine = RetryMachine(
            policy: retry,
            isRepeatable: request.isRepeatable,
            canRefresh: credentials.canRefresh
        )
        var attempt = 0
        while true {
            attempt += 1
            try await waitForTurn(host: target.host, attempt: attempt)
            let generation = gate.generation
            let outcome: ExchangeOutcome
            do throws(TransportError) {
                outcome = try await exchange(request, rules: rules, target: target, attempt: attempt, send: send)
            } catch {
                note(.abandoned)
                throw error
            }
            var action = settle(outcome, &machine)
            if action == .refreshCredentials {
                try await gate.refresh(since: generation)
                action = decide(&machine, .refreshed)
            }
            switch action {
            case .succeed:
                if let response = outcome.response { return (response, outcome.body) }
            case .wait(let duration, let reason):
                try await wait(duration, reason, outcome, host: target.host, attempt: attempt)
            case .resend, .refreshCredentials:
                break
            case .fail(let failureClass, let until):
                if failureClass == .suspend, let until { park(until: until) }
                throw outcome.error(failureClass, until: until, host: target.host)
            }
        }
    }

    /// Sends once with credentials and reads the verdict. Only a cancelled exchange throws, and credentials that cannot
    /// be had.
    private nonisolated(nonsending) func exchange(
        _ request: HTTPRequest,
        rules: ResponseRules,
        target: RequestTarget,
        attempt: Int,
        send: Send
    ) async throws(TransportError) -> ExchangeOutcome {
        var prepared = request
        try await credentials.apply(to: &prepared)
        let start = log.isNeeded ? clock.elapsed : .zero
        do throws(TransportError) {
            let (response, body) = try await send(prepared)
            if log.isNeeded {
                let path = request.route ?? target.path
                log.answered(request.method, target.host, path, response, clock.elapsed - start, attempt: attempt)
            }
            return ExchangeOutcome(response, body: body, rules: rules, now: clock.wallTime)
        } catch {
            if log.isNeeded {
                let path = request.route ?? target.path
                log.failed(request.method, target.host, path, error, clock.elapsed - start, attempt: attempt)
            }
            if error.failureClass == nil { throw error }
            return ExchangeOutcome(error)
        }
    }

    private func note(_ health: CircuitBreaker.Event) {
        let now = clock.elapsed
        _ = state.withLock { $0.breaker.handle(health, now: now) }
    }

    /// Notes how an attempt ended, and decides how to go on.
    private func settle(_ outcome: ExchangeOutcome, _ machine: inout RetryMachine) -> RetryMachine.Action {
        let (now, wallTime) = (clock.elapsed, clock.wallTime)
        return state.withLock { state in
            _ = state.breaker.handle(outcome.health, now: now)
            if let rate = outcome.rate { state.rateBudget.note(rate, now: now) }
            return machine.handle(outcome.event, now: wallTime, budget: &state.retryBudget, using: &state.random)
        }
    }

    /// Lets nobody send before then: the server means the account, not the request.
    private func park(until moment: UnixTime) {
        let resume = clock.elapsed + moment.duration(since: clock.wallTime)
        state.withLock { $0.rateBudget.pause(until: resume) }
    }

    private func decide(_ machine: inout RetryMachine, _ event: RetryMachine.Event) -> RetryMachine.Action {
        let now = clock.wallTime
        return state.withLock { state in
            machine.handle(event, now: now, budget: &state.retryBudget, using: &state.random)
        }
    }

    /// What stands between a request and the network.
    private enum Turn {
        case now
        case wait(Duration)
        case parked(Duration)
        case circuitOpen(Duration)
    }

    /// Waits for the rate budget, then asks the circuit breaker.
    private nonisolated(nonsending) func waitForTurn(host: String, attempt: Int) async throws(TransportError) {
        switch turn() {
        case .now: return
        case .parked(let time): throw .parked(host: host, until: clock.wallTime.advanced(by: time))
        case .circuitOpen(let time): throw .circuitOpen(host: host, for: time)
        case .wait(let time):
            try await sleep(WaitNotice(reason: .rateBudget, duration: time, host: host, attempt: attempt, status: nil))
            let now = clock.elapsed
            if case .refuse(let time) = state.withLock({ $0.breaker.handle(.ask, now: now) }) {
                throw .circuitOpen(host: host, for: time)
            }
        }
    }

    private func turn() -> Turn {
        let now = clock.elapsed
        return state.withLock { state in
            let told = state.rateBudget.serverWait(now: now)
            if let limit = retry.suspendLongerThan, told > limit { return .parked(told) }
            let wait = state.rateBudget.take(now: now)
            guard wait <= .zero else { return .wait(wait) }
            if case .refuse(let time) = state.breaker.handle(.ask, now: now) { return .circuitOpen(time) }
            return .now
        }
    }

    private nonisolated(nonsending) func wait(
        _ duration: Duration,
        _ reason: WaitReason,
        _ outcome: ExchangeOutcome,
        host: String,
        attempt: Int
    ) async throws(TransportError) {
        if reason == .throttled {
            // The server means the account, so the other requests of the session wait as well.
            let resume = clock.elapsed + duration
            state.withLock { $0.rateBudget.pause(until: resume) }
        }
        let status = outcome.response?.status
        try await sleep(WaitNotice(reason: reason, duration: duration, host: host, attempt: attempt, status: status))
    }

    private nonisolated(nonsending) func sleep(_ notice: WaitNotice) async throws(TransportError) {
        onWait?(notice)
        do {
            try await clock.sleep(for: notice.duration)
        } catch {
            throw TransportError.cancelled
        }
    }
}
