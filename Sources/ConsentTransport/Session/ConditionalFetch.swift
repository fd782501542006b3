public import Logging

/// Fetches one public document unless it is still the one that was fetched before (RFC 9110 sections 8.8.3 and 13.1.2).
///
/// For documents that change now and then and are the same for everybody, such as the IAB's vendor list: no
/// credentials, no redirects, and only the host of the address may be asked.
public struct ConditionalFetch: Sendable {
    /// What the server answered.
    public enum Answer: Sendable, Equatable {
        /// The document is the one that the entity tag stands for.
        case unchanged
        /// The document as it is now, with its entity tag where the server gave a usable one.
        case changed(body: [UInt8], entityTag: String?)
    }

    private let url: String
    private let host: String
    private let client: CurlClient
    private let session: HTTPSession

    /// Prepares to fetch from an address; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - url: the document's address, `https` only.
    ///   - insecureTest: allows `http` to a server on this machine.
    ///   - network: how this machine reaches the outside.
    ///   - retry: how long to go on trying.
    ///   - limits: how large and how slow an answer may be.
    ///   - logger: told of every exchange; without one nothing is logged, since the errors say it all.
    ///   - onWait: told before every wait, so that a person can see why nothing happens.
    /// - Throws: ``TransportError`` for an address that is none, or where libcurl cannot be set up.
    public init(
        url: String,
        insecureTest: Bool = false,
        network: NetworkSettings = NetworkSettings(),
        retry: RetryPolicy = RetryPolicy(),
        limits: TransportLimits = TransportLimits(),
        logger: Logger = Logger(label: "consentbridge.http") { _ in SwiftLogNoOpLogHandler() },
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) throws(TransportError) {
        let target = try RequestTarget(parsing: url)
        guard let host = HostPattern("\(target.host):\(target.port)"), !target.host.contains("*") else {
            throw .invalidRequest("the host of the URL is no host name")
        }
        var options = CurlClient.Options(policy: TransportPolicy(allowedHosts: [host], insecureTest: insecureTest))
        options.apply(network, host: target.host)
        options.limits = limits
        self.url = url
        self.host = target.host
        client = try CurlClient(options: options)
        session = HTTPSession(sender: client, rules: Self.rules, retry: retry, logger: logger, onWait: onWait)
    }

    /// Fetches the document.
    ///
    /// - Parameter entityTag: the tag of the document that is at hand; one that is malformed is not sent.
    /// - Throws: ``TransportError`` for any answer but the document or "not modified", redirects included.
    public func fetch(unless entityTag: String? = nil) async throws(TransportError) -> Answer {
        let tag = entityTag.flatMap { Self.isEntityTag($0) ? $0 : nil }
        var request = HTTPRequest(.get, url)
        request.headers.append("Accept", "application/json")
        if let tag { request.headers.append("If-None-Match", tag) }
        let response = try await send(request)
        guard response.status == 304 else {
            let new = response.headers["ETag"].flatMap { Self.isEntityTag($0) ? $0 : nil }
            return .changed(body: response.body, entityTag: new)
        }
        guard tag != nil else {
            throw TransportError(
                .protocolViolation,
                "The server answered \"not modified\" though no earlier document was named; try again later.",
                httpStatus: 304
            )
        }
        return .unchanged
    }

    /// Sends the request; a refusal is told in words for a document instead of an account.
    private func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        do throws(TransportError) {
            return try await session.fetch(request)
        } catch {
            guard let status = error.httpStatus, let failureClass = error.failureClass,
                failureClass == .contract || failureClass == .config
            else { throw error }
            let cure =
                (300...399).contains(status)
                ? "sends to another address; find out which and name that one"
                : "did not give the document; check the address"
            throw TransportError(
                .httpStatus,
                "\(host) \(cure) (status \(status)).",
                httpStatus: status,
                failureClass: failureClass
            )
        }
    }

    /// Ends the connections.
    public func close() async {
        await client.shutdown()
    }

    /// Whether text is an entity tag: a quoted word of visible characters, `W/` in front of a weak one.
    static func isEntityTag(_ text: String) -> Bool {
        let quoted = text.hasPrefix("W/") ? text.utf8.dropFirst(2) : text.utf8[...]
        let quote = UInt8(ascii: "\"")
        guard text.utf8.count <= Limits.maxEntityTagBytes, quoted.count >= 2, quoted.first == quote,
            quoted.last == quote
        else { return false }
        return quoted.dropFirst().dropLast().allSatisfy { $0 == 0x21 || (0x23...0x7E).contains($0) }
    }

    /// Only a whole document is one: other answers of success, such as a part of it, are none.
    private static let rules = ResponseRules([ResponseRule(201...299, then: .fail(.contract))])
}
