public import ConsentAdapters
public import Logging
import Synchronization

/// Tokens by the client credentials grant (RFC 6749 section 4.4), fetched when needed, kept until shortly before they
/// expire, and shared by all requests. A token is never logged.
public final class OAuth2ClientCredentials: CredentialSource {
    /// Where the client's id and secret travel.
    public typealias Placement = ConsentSource.OAuth2.CredentialsIn

    /// What the grant needs.
    public struct Settings: Sendable {
        /// The URL of the token endpoint.
        public var tokenURL: String
        /// The client's id.
        public var clientID: String
        /// The client's secret.
        public var clientSecret: Secret
        /// Where both travel.
        public var credentialsIn: Placement
        /// The scope to ask for, if any.
        public var scope: String?
        /// Further parameters such as `audience`.
        public var extraParameters: [(name: String, value: String)] = []
        /// The member of the answer that holds the lifetime in seconds.
        public var expiryField = "expires_in"
        /// How long before its end a token is replaced.
        public var margin: Duration = .seconds(60)
        /// The lifetime of a token whose endpoint names none.
        public var fallbackLifetime: Duration = .seconds(300)

        /// Makes settings; what is not named is at its default.
        public init(
            tokenURL: String,
            clientID: String,
            clientSecret: Secret,
            credentialsIn: Placement = .form,
            scope: String? = nil
        ) {
            self.tokenURL = tokenURL
            self.clientID = clientID
            self.clientSecret = clientSecret
            self.credentialsIn = credentialsIn
            self.scope = scope
        }
    }

    private struct HeldToken {
        let value: Secret
        let usableUntil: Duration
    }

    private let settings: Settings
    private let session: HTTPSession
    private let clock: any TransportClock
    private let flight = SingleFlight()
    private let held = Mutex<HeldToken?>(nil)

    /// Makes a source that fetches over `sender`, with the retry classes of a token endpoint: a refusal there is a
    /// matter of configuration and is not repeated.
    public init(
        _ settings: Settings,
        sender: any HTTPSender,
        retry: RetryPolicy = RetryPolicy(),
        clock: any TransportClock = SystemTransportClock(),
        logger: Logger = Logger(label: "consentbridge.http"),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) {
        self.settings = settings
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
    public var canRefresh: Bool { true }

    /// Sets `Authorization: Bearer`, fetching a token first if there is none or it is about to expire.
    public func apply(to request: inout HTTPRequest) async throws(TransportError) {
        if let token = usableToken() {
            request.headers["Authorization"] = "Bearer " + token.reveal()
            return
        }
        try await fetchShared()
        // A fresh token is used however short its life is, else an endpoint with tiny lifetimes would loop.
        guard let token = held.withLock({ $0?.value }) else {
            throw .tokenUnusable(host: "the configured address", "was dropped before it could be used")
        }
        request.headers["Authorization"] = "Bearer " + token.reveal()
    }

    /// Fetches a new token whatever the old one's age.
    public func refresh() async throws(TransportError) {
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
        let request = tokenRequest()
        let answer = try await session.fetch(request)
        let host = try RequestTarget(parsing: request.url).host
        let token = try OAuth2Token(answer: answer.body, expiryField: settings.expiryField, host: host)
        let lifetime = token.lifetime ?? settings.fallbackLifetime
        // A life shorter than the margin is used to its half.
        let usable = lifetime > settings.margin ? lifetime - settings.margin : lifetime / 2
        return HeldToken(value: token.value, usableUntil: requested + usable)
    }

    /// The request of the grant. It may be repeated: a second token does no harm.
    private func tokenRequest() -> HTTPRequest {
        var request = HTTPRequest(.post, settings.tokenURL, headers: ["Accept": "application/json"], isRepeatable: true)
        var items = [(name: "grant_type", value: "client_credentials")]
        if let scope = settings.scope {
            items.append(("scope", scope))
        }
        items += settings.extraParameters
        let secret = settings.clientSecret.reveal()
        let credentials = [(name: "client_id", value: settings.clientID), (name: "client_secret", value: secret)]
        switch settings.credentialsIn {
        case .form:
            request.setForm(items + credentials)
        case .basic:
            request.headers["Authorization"] = basicAuthorization(
                user: PercentEncoding.component(settings.clientID),
                password: PercentEncoding.component(secret)
            )
            request.setForm(items)
        case .query:
            for item in items + credentials {
                request.addQueryItem(item.name, item.value)
            }
        case .json:
            request.headers["Content-Type"] = "application/json"
            request.body = jsonObject(items + credentials)
        }
        return request
    }
}

extension HTTPRequest {
    fileprivate mutating func setForm(_ items: [(name: String, value: String)]) {
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = Array(PercentEncoding.form(items).utf8)
    }
}
