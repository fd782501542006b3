import ConsentAdapters
import ConsentTransport
import Foundation
import Logging

/// The way of a sink to one URL: over libcurl, with retries, to that host alone.
struct HTTPSink: Sendable {
    private let client: CurlClient
    private let session: HTTPSession
    let url: String
    private let host: String

    /// - Throws: `AdapterError` for what is no URL, `TransportError` where libcurl cannot be set up.
    init(url: String, retry: RetryPolicy, network: SinkSettings.Network, logger: Logger) throws {
        guard let parts = URLComponents(string: url), let host = parts.host, parts.scheme != nil,
            let pattern = HostPattern(parts.port.map { "\(host):\($0)" } ?? host)
        else {
            throw AdapterError(.configuration, "A sink's address is a URL such as https://example.com/consents.")
        }
        self.url = url
        self.host = host
        var policy = TransportPolicy(allowedHosts: [pattern], insecureTest: network.isInsecureTest)
        policy.allowPrivateAddresses = network.allowsPrivateAddresses || network.settings.allowPrivateAddresses
        var options = CurlClient.Options(policy: policy)
        options.proxy = network.settings.proxy(for: host)
        options.caFile = network.settings.caFile
        options.clientCertificate = network.settings.clientCertificate
        client = try CurlClient(options: options)
        session = HTTPSession(sender: client, retry: retry, logger: logger)
    }

    /// Posts a body.
    ///
    /// - Parameter key: by which the receiver knows a repetition; so the request may be repeated.
    /// - Throws: ``SinkError``, or `CancellationError`.
    func post(_ body: [UInt8], key: String, headers: [(String, String)], query: [(String, String)] = []) async throws {
        var request = HTTPRequest(.post, url, body: body, isRepeatable: true)
        request.headers.append("Content-Type", "application/json")
        request.headers.append("Idempotency-Key", key)
        for (name, value) in headers { request.headers.append(name, value) }
        for (name, value) in query { request.addQueryItem(name, value) }
        do {
            _ = try await session.fetch(request)
        } catch {
            switch error.failureClass {
            case .contract, .payload, .partial, .noData: throw SinkError.rejected(message(error))
            case .config, .throttle, .suspend, .transient: throw SinkError.unavailable(message(error))
            case nil where error.code == .cancelled: throw CancellationError()
            case nil: throw SinkError.unavailable(message(error))
            }
        }
    }

    /// The sentence for whoever runs a sink, where the transport's is for whoever pulls.
    private func message(_ error: TransportError) -> String {
        let status = error.httpStatus.map { " (status \($0))" } ?? ""
        return switch error.code {
        case .credentialsRefused:
            "\(host) does not let the request in\(status); check what it wants of its callers, the secret among them."
        case .httpStatus where error.failureClass != .transient:
            "\(host) does not take what it was sent\(status); check the address, and what is expected there."
        case .timeout: "\(host) did not answer in time; it is tried again later. Send less at once if this goes on."
        default: error.message
        }
    }

    func close() async {
        await client.shutdown()
    }
}
