public import ConsentAdapters
public import Logging

/// Tokens by a vendor's own login: an id and a secret are posted as JSON, and the answer holds a token that lives for a
/// while. Fetched when needed, shared by all requests, never logged.
public final class SessionLogin: CredentialSource {
    /// What the login needs.
    public struct Settings: Sendable {
        /// The URL that is posted to.
        public var loginURL: String
        /// Members of the JSON object that are no secrets, such as the kind of login and the key's id.
        public var members: [(name: String, value: String)]
        /// Members that are secrets.
        public var secretMembers: [(name: String, value: Secret)]
        /// The way to the token in the answer, by member names.
        public var tokenPath: [String] = ["access_token"]
        /// The way to its lifetime in seconds, where the answer has one.
        public var lifetimePath: [String]?
        /// The lifetime where the answer names none.
        public var fallbackLifetime: Duration = .seconds(300)
        /// How long before its end a token is replaced.
        public var margin: Duration = .seconds(60)
        /// The field that carries the token; `Authorization` carries it as a bearer token.
        public var headerName = "Authorization"

        /// Makes settings; what is not named is at its default.
        public init(
            loginURL: String,
            members: [(name: String, value: String)] = [],
            secretMembers: [(name: String, value: Secret)]
        ) {
            self.loginURL = loginURL
            self.members = members
            self.secretMembers = secretMembers
        }
    }

    private let headerName: String
    private let cache: TokenCache

    /// Makes a source that logs in over `sender`. A refused login is a matter of configuration and is not repeated.
    public init(
        _ settings: Settings,
        sender: any HTTPSender,
        retry: RetryPolicy = RetryPolicy(),
        clock: any TransportClock = SystemTransportClock(),
        logger: Logger = Logger(label: "consentbridge.http"),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) {
        let session = HTTPSession(
            sender: sender,
            rules: .tokenEndpoint,
            retry: retry,
            clock: clock,
            logger: logger,
            onWait: onWait
        )
        headerName = settings.headerName
        cache = TokenCache(
            margin: settings.margin,
            fallbackLifetime: settings.fallbackLifetime,
            clock: clock
        ) { () async throws(TransportError) in
            let answer = try await session.fetch(Self.request(settings))
            return try AccessToken(
                answer: answer.body,
                tokenPath: settings.tokenPath,
                lifetimePath: settings.lifetimePath,
                host: try RequestTarget(parsing: settings.loginURL).host
            )
        }
    }

    /// True: a refused token may only be an old one.
    public var canRefresh: Bool { true }

    /// Adds the token, logging in first if there is none or it is about to expire.
    public func apply(to request: inout HTTPRequest) async throws(TransportError) {
        let token = try await cache.token().reveal()
        let isStandard = asciiCaseEqual(headerName, "Authorization")
        request.headers[headerName] = isStandard ? "Bearer " + token : token
    }

    /// Logs in again whatever the old token's age.
    public func refresh() async throws(TransportError) {
        try await cache.renew()
    }

    /// The login. It may be repeated: a second session does no harm.
    private static func request(_ settings: Settings) -> HTTPRequest {
        let secrets = settings.secretMembers.map { (name: $0.name, value: $0.value.reveal()) }
        return HTTPRequest(
            .post,
            settings.loginURL,
            headers: ["Accept": "application/json", "Content-Type": "application/json"],
            body: jsonObject(settings.members + secrets),
            isRepeatable: true
        )
    }
}
