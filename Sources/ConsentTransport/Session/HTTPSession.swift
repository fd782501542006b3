public import Logging
import Synchronization

/// Fetches answers from one account at one vendor: with its credentials, within its rate budget, with retries.
///
/// All streams of a job that use the account share one session, so that they share its budget and its credentials.
public final class HTTPSession: Sendable {
    private struct State {
        var rateBudget: RateBudget
        var retryBudget: RetryBudget
        var random: any RandomNumberGenerator & Sendable
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
        state = Mutex(State(rateBudget: RateBudget(rates), retryBudget: retryBudget, random: random))
    }

    /// Sends until there is an answer that counts, or a reason to give up.
    ///
    /// Returns an answer whose verdict is success or "no data" (see `meansNoData`). `rules` replaces the session's
    /// rules for this request. Throws with the class that tells the engine how to go on.
    public func fetch(_ request: HTTPRequest, rules: ResponseRules? = nil) async throws(TransportError) -> HTTPResponse
    {
        let target = try RequestTarget(parsing: request.url)
        let rules = rules ?? self.rules
        var machine = RetryMachine(
            policy: retry,
            isRepeatable: request.isRepeatable,
            canRefresh: credentials.canRefresh
        )
        var attempt = 0
        while true {
            attempt += 1
            try await waitForRate(host: target.host, attempt: attempt)
            let generation = gate.generation
            let outcome = try await exchange(request, rules: rules, target: target, attempt: attempt)
            var action = decide(&machine, outcome.event)
            if action == .refreshCredentials {
                try await gate.refresh(since: generation)
                action = decide(&machine, .refreshed)
            }
            switch action {
            case .succeed:
                if let response = outcome.response { return response }
            case .wait(let duration, let reason):
                try await wait(duration, reason, outcome, host: target.host, attempt: attempt)
            case .resend, .refreshCredentials:
                break
            case .fail(let failureClass, let until):
                throw outcome.error(failureClass, until: until, host: target.host)
            }
        }
    }

    /// Sends once with credentials and reads the verdict. Only a cancelled exchange throws, and credentials that cannot
    /// be had.
    private func exchange(
        _ request: HTTPRequest,
        rules: ResponseRules,
        target: RequestTarget,
        attempt: Int
    ) async throws(TransportError) -> ExchangeOutcome {
        var prepared = request
        try await credentials.apply(to: &prepared)
        let start = clock.elapsed
        let path = request.route ?? target.path
        do throws(TransportError) {
            let response = try await sender.send(prepared)
            log.answered(request.method, target.host, path, response, clock.elapsed - start, attempt: attempt)
            return ExchangeOutcome(response, rules: rules, now: clock.wallTime)
        } catch {
            log.failed(request.method, target.host, path, error, clock.elapsed - start, attempt: attempt)
            if error.failureClass == nil { throw error }
            return ExchangeOutcome(error)
        }
    }

    private func decide(_ machine: inout RetryMachine, _ event: RetryMachine.Event) -> RetryMachine.Action {
        let now = clock.wallTime
        return state.withLock { state in
            machine.handle(event, now: now, budget: &state.retryBudget, using: &state.random)
        }
    }

    private func waitForRate(host: String, attempt: Int) async throws(TransportError) {
        let now = clock.elapsed
        let wait = state.withLock { $0.rateBudget.take(now: now) }
        guard wait > .zero else { return }
        try await sleep(WaitNotice(reason: .rateBudget, duration: wait, host: host, attempt: attempt, status: nil))
    }

    private func wait(
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

    private func sleep(_ notice: WaitNotice) async throws(TransportError) {
        onWait?(notice)
        do {
            try await clock.sleep(for: notice.duration)
        } catch {
            throw TransportError.cancelled
        }
    }
}
