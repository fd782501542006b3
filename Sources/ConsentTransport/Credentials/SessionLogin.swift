import ConsentAdapters
import Logging

/// Tokens by a vendor's own login: a JSON object is posted, and the answer holds a token that lives for a while. Fetched
/// when needed, shared by all requests. Neither the login nor a token is ever logged.
final class SessionLogin: CredentialSource {
    private let cache: TokenCache

    /// Makes a source that logs in over `sender`. A refused login is a matter of configuration and is not repeated.
    ///
    /// - Parameters:
    ///   - settings: where the token and its life stand in the answer.
    ///   - url: where the login is posted.
    ///   - body: the JSON object, credentials included.
    init(
        _ settings: ConsentSource.Session,
        url: String,
        body: Secret,
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
            margin: .seconds(60),
            fallbackLifetime: .milliseconds(settings.lifetime),
            clock: clock
        ) { () async throws(TransportError) in
            let answer = try await session.fetch(Self.request(url, body))
            guard answer.body.count <= Limits.maxTokenAnswerBytes, let token = settings.token(in: answer.body),
                token.value.reveal().utf8.count <= Limits.maxTokenBytes
            else {
                throw .tokenUnusable(
                    host: try RequestTarget(parsing: url).host,
                    "has no usable token where its adapter looks for one"
                )
            }
            return AccessToken(
                value: token.value,
                lifetime: min(.milliseconds(token.milliseconds), Limits.maxTokenLifetime)
            )
        }
    }

    /// True: a refused token may only be an old one.
    var canRefresh: Bool { true }

    /// Sets `Authorization: Bearer`, logging in first if there is no token or it is about to end.
    func apply(to request: inout HTTPRequest) async throws(TransportError) {
        request.headers["Authorization"] = "Bearer " + (try await cache.token().reveal())
    }

    /// Logs in again whatever the old token's age.
    func refresh() async throws(TransportError) {
        try await cache.renew()
    }

    /// The login. It may be repeated: a second session does no harm.
    private static func request(_ url: String, _ body: Secret) -> HTTPRequest {
        HTTPRequest(
            .post,
            url,
            headers: ["Accept": "application/json", "Content-Type": "application/json"],
            body: Array(body.reveal().utf8),
            isRepeatable: true
        )
    }
}
