public import ConsentAdapters
public import Logging

/// One account at a CMP: sends what the adapter plans, under the account's credentials, limits and retry rules.
///
/// All streams of a job share one, so that they share its token, its connections and its rate budget.
public struct CMPAccount: Sendable {
    private let session: HTTPSession
    private let client: CurlClient
    private let rules: [ResponseRule]

    /// Opens an account; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - source: the adapter's pull half.
    ///   - connection: the site's parameters, checked by ``ConsentAdapters/ConsentSource/problems(of:)`` before.
    ///   - retry: how long to go on trying.
    ///   - onWait: told before every wait, so that a person can see why nothing happens.
    /// - Throws: `AdapterError` where a parameter is missing, ``TransportError`` where libcurl cannot be set up or the
    ///   host is none.
    public init(
        source: ConsentSource,
        connection: Connection,
        retry: RetryPolicy = RetryPolicy(),
        logger: Logger,
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) throws {
        rules = Self.rules(source)
        let patterns = try source.hosts(of: connection).map { host throws(AdapterError) in
            guard let pattern = HostPattern(host) else {
                throw AdapterError(
                    .configuration,
                    "\(host) is no host name; write it without https:// and without a path."
                )
            }
            return pattern
        }
        client = try CurlClient(
            options: .init(
                policy: TransportPolicy(allowedHosts: patterns, insecureTest: connection.isInsecureTest)
            )
        )
        session = HTTPSession(
            sender: client,
            credentials: try Self.credentials(source, connection, client, retry, logger, onWait),
            rules: ResponseRules(rules),
            retry: retry,
            rates: source.rates.compactMap { RateBucket(rate: $0.requests, per: .milliseconds($0.milliseconds)) },
            logger: logger,
            onWait: onWait
        )
    }

    /// Sends a planned request.
    ///
    /// - Parameters:
    ///   - plan: the request.
    ///   - notFound: statuses that mean that nothing is known.
    /// - Returns: the answer; nil for one that means that nothing is known.
    /// - Throws: ``TransportError`` when the retry rules give up, with the class of the failure.
    public func fetch(_ plan: RequestPlan, notFound: [Int] = []) async throws(TransportError) -> StreamAnswer? {
        let request = Self.request(plan)
        let absent = notFound.map { ResponseRule($0, then: .noData) }
        let response = try await session.fetch(request, rules: absent.isEmpty ? nil : ResponseRules(absent + rules))
        guard !response.meansNoData else { return nil }
        return StreamAnswer(body: response.body, links: response.headers.values(of: "Link"), to: plan)
    }

    /// The request of a plan. Whatever is pulled may be asked for again, by POST too.
    private static func request(_ plan: RequestPlan) -> HTTPRequest {
        var request = HTTPRequest(
            plan.method == .post ? .post : .get,
            plan.url,
            body: plan.bodyBytes,
            isRepeatable: true,
            route: plan.route
        )
        for field in plan.headers { request.headers.append(field.name, field.value) }
        if request.headers["Accept"] == nil { request.headers["Accept"] = "application/json" }
        if plan.body != nil, request.headers["Content-Type"] == nil {
            request.headers["Content-Type"] = "application/json"
        }
        return request
    }

    /// Ends the account's connections.
    public func close() async {
        await client.shutdown()
    }

    private static func rules(_ source: ConsentSource) -> [ResponseRule] {
        guard let rule = source.suspendRule else { return [] }
        return [ResponseRule(429, headerName: rule.header, headerValue: rule.value, then: .suspend)]
    }

    private static func credentials(
        _ source: ConsentSource,
        _ connection: Connection,
        _ client: CurlClient,
        _ retry: RetryPolicy,
        _ logger: Logger,
        _ onWait: (@Sendable (WaitNotice) -> Void)?
    ) throws(AdapterError) -> any CredentialSource {
        switch source.authentication {
        case .none:
            return FixedCredentials.none
        case .headers(let fields):
            return FieldCredentials(headers: try source.fields(fields, of: connection))
        case .query(let fields):
            return FieldCredentials(query: try source.fields(fields, of: connection))
        case .bearer(let token):
            return FixedCredentials.bearer(try source.secret(token, of: connection))
        case .basic(let basic):
            let (user, password) = try source.user(basic, of: connection)
            return FixedCredentials.basic(user: user, password: password)
        case .session(let session):
            let (plan, body) = try source.loginRequest(session, for: connection)
            return SessionLogin(
                session,
                url: plan.url,
                body: body,
                sender: client,
                retry: retry,
                logger: logger,
                onWait: onWait
            )
        case .oauth2ClientCredentials(let oauth2):
            let (plan, clientID, secret) = try source.tokenRequest(oauth2, for: connection)
            return OAuth2ClientCredentials(
                .init(
                    tokenURL: plan.url,
                    clientID: clientID,
                    clientSecret: secret,
                    credentialsIn: oauth2.credentialsIn
                ),
                sender: client,
                retry: retry,
                logger: logger,
                onWait: onWait
            )
        }
    }
}
