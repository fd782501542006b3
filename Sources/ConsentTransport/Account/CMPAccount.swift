public import ConsentAdapters
public import Logging

/// One account at a CMP: sends what the adapter plans, under the account's credentials, limits and retry rules.
///
/// All streams of a job share one, so that they share its token, its connections and its rate budget.
public struct CMPAccount: Sendable {
    private let session: HTTPSession
    private let client: CurlClient
    private let rules: ResponseRules
    private let credentials: any CredentialSource
    let source: ConsentSource
    /// The site's parameters.
    public let connection: Connection

    /// How many requests may be under way at a time.
    public let width: Int

    /// Where tasks that do little but fetch run best; see ``CurlClient/executor``.
    public var executor: any TaskExecutor { client.executor }

    /// Opens an account; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - source: the adapter's pull half.
    ///   - connection: the site's parameters, checked by ``ConsentAdapters/ConsentSource/checked(_:)`` before.
    ///   - network: how this machine reaches the outside.
    ///   - limits: how much and how long; the connection's own limits may lower them.
    ///   - retry: how long to go on trying.
    ///   - surroundings: time, chance and the way to the network.
    ///   - onWait: told before every wait, so that a person can see why nothing happens.
    ///   - watch: may put itself between the account and the network, to keep what is exchanged or to answer from what was
    ///     kept.
    /// - Throws: `AdapterError` where a parameter is missing, ``TransportError`` where libcurl cannot be set up or the
    ///   host is none.
    public init(
        source: ConsentSource,
        connection: Connection,
        network: NetworkSettings = NetworkSettings(),
        limits: TransportLimits = TransportLimits(),
        retry: RetryPolicy = RetryPolicy(),
        logger: Logger,
        surroundings: Surroundings = Surroundings(),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil,
        watch: (any HTTPSender) -> any HTTPSender = { $0 }
    ) throws {
        let patterns = try source.hosts(of: connection).map { host throws(AdapterError) in try Self.pattern(of: host) }
        let policy = TransportPolicy(
            allowedHosts: patterns + Self.alternatives(source),
            insecureTest: connection.isInsecureTest
        )
        var options = CurlClient.Options(policy: policy)
        width = min(limits.maxConcurrentTransfers, max(1, connection.limits.concurrent ?? .max))
        options.limits = limits
        options.limits.maxConcurrentTransfers = width
        options.apply(network, host: try source.hosts(of: connection).first ?? "")
        client = try CurlClient(options: options)
        rules = ResponseRules(Self.rules(source))
        let transport = surroundings.sender(client)
        let sender = watch(RedirectFollower(transport, policy: options.policy, maxRedirects: limits.maxRedirects))
        credentials = try AccountCredentials(source: source, connection: connection)
            .made(sender: sender, retry: retry, logger: logger, surroundings: surroundings, onWait: onWait)
        self.source = source
        self.connection = connection
        session = HTTPSession(
            sender: sender,
            credentials: credentials,
            rules: rules,
            retry: retry,
            rates: (source.rates + connection.limits.rates).compactMap {
                RateBucket(rate: $0.requests, per: .milliseconds($0.milliseconds))
            },
            clock: surroundings.clock,
            random: surroundings.random,
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
    public nonisolated(nonsending) func fetch(
        _ plan: RequestPlan,
        notFound: [Int] = []
    ) async throws(TransportError) -> StreamAnswer? {
        let response = try await session.fetch(
            Self.request(plan, accept: Self.json),
            rules: rules(notFound: notFound)
        )
        guard !response.meansNoData else { return nil }
        return StreamAnswer(body: response.body, links: response.headers.values(of: "Link"), to: plan)
    }

    /// Sends a planned request and returns its body to be read while it arrives, for exports of any size.
    ///
    /// - Parameters:
    ///   - plan: the request.
    ///   - accept: the media types that can be read.
    ///   - notFound: statuses that mean that nothing is known.
    /// - Returns: the body; nil for an answer that means that nothing is known. Letting go of it ends the exchange.
    /// - Throws: ``TransportError`` when the retry rules give up before the body has begun.
    public nonisolated(nonsending) func stream(
        _ plan: RequestPlan,
        accept: String = "*/*",
        notFound: [Int] = []
    ) async throws(TransportError) -> HTTPBody? {
        let stream = try await session.open(
            Self.request(plan, accept: ["Accept": accept]),
            rules: rules(notFound: notFound)
        )
        return stream.head.meansNoData ? nil : stream.body
    }

    /// Whether credentials are asked for by a request of their own.
    var logsIn: Bool { credentials.canRefresh }

    /// Gets the credentials that requests need, without asking for anything else.
    ///
    /// - Throws: ``TransportError`` where the CMP refuses them or cannot be reached.
    func logIn() async throws(TransportError) {
        var request = HTTPRequest(.get, "https://" + ((try? source.hosts(of: connection).first) ?? ""))
        try await credentials.apply(to: &request)
    }

    /// Ends the account's connections.
    public func close() async {
        await client.shutdown()
    }

    /// A host of a connection.
    ///
    /// - Throws: `AdapterError` where it is none.
    static func pattern(of host: String) throws(AdapterError) -> HostPattern {
        if let pattern = HostPattern(host) { return pattern }
        throw AdapterError(.configuration, "\(host) is no host name; write it without https:// and without a path.")
    }

    private func rules(notFound: [Int]) -> ResponseRules {
        var rules = rules
        rules.noData = notFound
        return rules
    }

    /// What most requests say of themselves, the same memory for all.
    private static let json: HTTPFields = ["Accept": "application/json"]

    /// The request of a plan. Whatever is pulled may be asked for again, by POST too.
    private static func request(_ plan: RequestPlan, accept: HTTPFields) -> HTTPRequest {
        var request = HTTPRequest(
            plan.method == .post ? .post : .get,
            plan.url,
            headers: plan.headers.isEmpty ? accept : HTTPFields(),
            body: plan.bodyBytes,
            isRepeatable: true,
            route: plan.route
        )
        if !plan.headers.isEmpty {
            for field in plan.headers { request.headers.append(field.name, field.value) }
            if request.headers["Accept"] == nil { request.headers["Accept"] = accept["Accept"] }
        }
        if plan.body != nil, request.headers["Content-Type"] == nil {
            request.headers["Content-Type"] = "application/json"
        }
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
