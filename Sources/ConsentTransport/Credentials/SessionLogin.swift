import ConsentAdapters
import Logging
import Synchronization

/// Tokens by a login of the vendor's own, fetched when needed, kept until shortly before they end, and shared by all
/// requests. Neither the login nor a token is ever logged.
final class SessionLogin: CredentialSource {
    private struct HeldToken {
        let value: Secret
        let usableUntil: Duration
    }

    private let settings: ConsentSource.Session
    private let url: String
    private let body: Secret
    private let session: HTTPSession
    private let clock: any TransportClock
    private let flight = SingleFlight()
    private let held = Mutex<HeldToken?>(nil)

    /// Makes a source that logs in over `sender`, where a refusal is a matter of configuration and is not repeated.
    init(
        _ settings: ConsentSource.Session,
        url: String,
        body: Secret,
        sender: any HTTPSender,
        retry: RetryPolicy = RetryPolicy(),
        clock: any TransportClock = SystemTransportClock(),
        logger: Logger = Logger(label: "consentbridge.http"),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) {
        self.settings = settings
        self.url = url
        self.body = body
        self.clock = clock
        session = HTTPSession(
            sender: sender,
            rules: .tokenEndpoint,
            retry: retry,
            clock: clock,
            logger: logger,
            onWait: onWait
        )
    }

    /// True: a refused token may only be an old one.
    var canRefresh: Bool { true }

    /// Sets `Authorization: Bearer`, logging in first if there is no token or it is about to end.
    func apply(to request: inout HTTPRequest) async throws(TransportError) {
        if usableToken() == nil { try await fetchShared() }
        // A fresh token is used however short its life is, else an endpoint with tiny lifetimes would loop.
        guard let token = held.withLock({ $0?.value }) else {
            throw .tokenUnusable(host: "the configured address", "was dropped before it could be used")
        }
        request.headers["Authorization"] = "Bearer " + token.reveal()
    }

    /// Logs in again whatever the old token's age.
    func refresh() async throws(TransportError) {
        held.withLock { $0 = nil }
        try await fetchShared()
    }

    private func usableToken() -> Secret? {
        let now = clock.elapsed
        return held.withLock { token in
            token.flatMap { now < $0.usableUntil ? $0.value : nil }
        }
    }

    private func fetchShared() async throws(TransportError) {
        try await flight.run { [self] in
            // Who comes just after a flight has landed finds its token.
            guard usableToken() == nil else { return .success(()) }
            do throws(TransportError) {
                let token = try await fetchToken()
                held.withLock { $0 = token }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }

    private func fetchToken() async throws(TransportError) -> HeldToken {
        let requested = clock.elapsed
        let request = HTTPRequest(
            .post,
            url,
            headers: ["Accept": "application/json", "Content-Type": "application/json"],
            body: Array(body.reveal().utf8),
            isRepeatable: true
        )
        let answer = try await session.fetch(request)
        let host = try RequestTarget(parsing: url).host
        guard answer.body.count <= Limits.maxTokenAnswerBytes, let token = settings.token(in: answer.body),
            token.value.reveal().utf8.count <= Limits.maxTokenBytes
        else {
            throw .tokenUnusable(host: host, "has no usable token where its adapter looks for one")
        }
        let lifetime = min(.milliseconds(token.milliseconds), Limits.maxTokenLifetime)
        // A life shorter than the margin is used to its half.
        let usable = lifetime > .seconds(60) ? lifetime - .seconds(60) : lifetime / 2
        return HeldToken(value: token.value, usableUntil: requested + usable)
    }
}
