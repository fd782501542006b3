public import ConsentAdapters
public import Logging

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

    private let cache: TokenCache

    /// Makes a source that fetches over `sender`, with the retry classes of a token endpoint: a refusal there is a
    /// matter of configuration and is not repeated.
    public init(
        _ settings: Settings,
        sender: any HTTPSender,
        retry: RetryPolicy = RetryPolicy(),
        clock: any TransportClock = SystemTransportClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger = Logger(label: "consentbridge.http"),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) {
        let session = HTTPSession(
            sender: sender,
            rules: .tokenEndpoint,
            retry: retry,
            clock: clock,
            random: random,
            logger: logger,
            onWait: onWait
        )
        cache = TokenCache(
            margin: settings.margin,
            fallbackLifetime: settings.fallbackLifetime,
            clock: clock
        ) { () async throws(TransportError) in
            let answer = try await session.fetch(Self.tokenRequest(settings))
            return try AccessToken(
                answer: answer.body,
                lifetimePath: [settings.expiryField],
                host: try RequestTarget(parsing: settings.tokenURL).host
            )
        }
    }

    /// True: a refused token may only be an old one.
    public var canRefresh: Bool { true }

    /// Sets `Authorization: Bearer`, fetching a token first if there is none or it is about to expire.
    public func apply(to request: inout HTTPRequest) async throws(TransportError) {
        request.headers["Authorization"] = "Bearer " + (try await cache.token().reveal())
    }

    /// Fetches a new token whatever the old one's age.
    public func refresh() async throws(TransportError) {
        try await cache.renew()
    }

    /// The request of the grant. It may be repeated: a second token does no harm.
    private static func tokenRequest(_ settings: Settings) -> HTTPRequest {
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
