import ConsentAdapters
import ConsentTransport
import Foundation
import Logging

/// The way of a sink to one URL: over libcurl, with retries, to that host alone.
struct HTTPSink: Sendable {
    private let client: CurlClient
    private let session: HTTPSession
    let url: String

    /// - Throws: `AdapterError` for what is no URL, `TransportError` where libcurl cannot be set up.
    init(url: String, retry: RetryPolicy, isInsecureTest: Bool, logger: Logger) throws {
        guard let parts = URLComponents(string: url), let host = parts.host, parts.scheme != nil,
            let pattern = HostPattern(parts.port.map { "\(host):\($0)" } ?? host)
        else {
            throw AdapterError(.configuration, "A sink's address is a URL such as https://example.com/consents.")
        }
        self.url = url
        client = try CurlClient(
            options: .init(policy: TransportPolicy(allowedHosts: [pattern], insecureTest: isInsecureTest))
        )
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
            case .contract, .payload, .partial, .noData: throw SinkError.rejected(error.message)
            case .config, .throttle, .suspend, .transient: throw SinkError.unavailable(error.message)
            case nil where error.code == .cancelled: throw CancellationError()
            case nil: throw SinkError.unavailable(error.message)
            }
        }
    }

    func close() async {
        await client.shutdown()
    }
}
