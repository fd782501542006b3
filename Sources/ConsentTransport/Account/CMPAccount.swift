public import ConsentAdapters
public import Logging

/// One account at a CMP: sends what the adapter plans, under the account's credentials, limits and retry rules.
///
/// All streams of a job share one, so that they share its token, its connections and its rate budget.
public struct CMPAccount: Sendable {
    private let session: HTTPSession
    private let client: CurlClient
    private let rules: ResponseRules

    /// Opens an account; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - source: the adapter's pull half.
    ///   - connection: the site's parameters, checked by ``ConsentAdapters/ConsentSource/checked(_:)`` before.
    ///   - network: how this machine reaches the outside.
    ///   - limits: how much and how long.
    ///   - retry: how long to go on trying.
    ///   - onWait: told before every wait, so that a person can see why nothing happens.
    /// - Throws: `AdapterError` where a parameter is missing, ``TransportError`` where libcurl cannot be set up or the
    ///   host is none.
    public init(
        source: ConsentSource,
        connection: Connection,
        network: NetworkSettings = NetworkSettings(),
        limits: TransportLimits = TransportLimits(),
        retry: RetryPolicy = RetryPolicy(),
        logger: Logger,
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) throws {
        let host = try source.host(of: connection)
        guard let pattern = HostPattern(host) else {
            throw AdapterError(.configuration, "\(host) is no host name; write it without https:// and without a path.")
        }
        let policy = TransportPolicy(
            allowedHosts: [pattern] + Self.alternatives(source),
            insecureTest: connection.isInsecureTest
        )
        var options = CurlClient.Options(policy: policy)
        options.limits = limits
        options.apply(network, host: host)
        client = try CurlClient(options: options)
        rules = ResponseRules(Self.rules(source))
        let follower = RedirectFollower(client, policy: options.policy, maxRedirects: limits.maxRedirects)
        let credentials = try AccountCredentials(source, for: connection)
        session = HTTPSession(
            sender: follower,
            credentials: credentials.source(sender: follower, retry: retry, logger: logger, onWait: onWait),
            rules: rules,
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
    /// - Returns: the body; nil for an answer that means that nothing is known.
    /// - Throws: ``TransportError`` when the retry rules give up, with the class of the failure.
    public func fetch(_ plan: RequestPlan, notFound: [Int] = []) async throws(TransportError) -> [UInt8]? {
        let response = try await session.fetch(
            Self.request(plan, accept: "application/json"),
            rules: rules(notFound: notFound)
        )
        return response.meansNoData ? nil : response.body
    }

    /// Sends a planned request and returns its body to be read while it arrives, for exports of any size.
    ///
    /// - Parameters:
    ///   - plan: the request.
    ///   - accept: the media types that can be read.
    ///   - notFound: statuses that mean that nothing is known.
    /// - Returns: the body; nil for an answer that means that nothing is known. Letting go of it ends the exchange.
    /// - Throws: ``TransportError`` when the retry rules give up before the body has begun.
    public func stream(
        _ plan: RequestPlan,
        accept: String = "*/*",
        notFound: [Int] = []
    ) async throws(TransportError) -> HTTPBody? {
        let stream = try await session.open(Self.request(plan, accept: accept), rules: rules(notFound: notFound))
        return stream.head.meansNoData ? nil : stream.body
    }

    /// Ends the account's connections.
    public func close() async {
        await client.shutdown()
    }

    private func rules(notFound: [Int]) -> ResponseRules {
        var rules = rules
        rules.declared = notFound.map { ResponseRule($0, then: .noData) } + rules.declared
        return rules
    }

    private static func request(_ plan: RequestPlan, accept: String) -> HTTPRequest {
        var request = HTTPRequest(.get, plan.url)
        request.headers.append("Accept", accept)
        for field in plan.headers { request.headers.append(field.name, field.value) }
        return request
    }

    private static func rules(_ source: ConsentSource) -> [ResponseRule] {
        guard let rule = source.suspendRule else { return [] }
        return [ResponseRule(429, headerName: rule.header, headerValue: rule.value, then: .suspend)]
    }

    /// The hosts that the manifest names: a vendor may redirect from one to another. Words without a dot are values of
    /// another kind, such as regions.
    private static func alternatives(_ source: ConsentSource) -> [HostPattern] {
        source.parameters.flatMap(\.allowed).filter { $0.contains(".") }.compactMap { HostPattern($0) }
    }
}
