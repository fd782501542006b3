import Logging

/// Writes one line for each exchange: method, host, path, status, duration and attempt. Never a query, a header value
/// or a body.
struct ExchangeLog: Sendable {
    let logger: Logger

    /// Whether anybody reads any of it.
    var isNeeded: Bool { logger.logLevel <= .info }

    func answered(
        _ method: HTTPMethod,
        _ host: String,
        _ path: String,
        _ response: HTTPResponse,
        _ duration: Duration,
        attempt: Int
    ) {
        logger.debug(
            "answered",
            metadata: metadata(method, host, path, duration, attempt).merging(
                ["status": "\(response.status)", "bytes": "\(response.body.count)"]
            ) { $1 }
        )
    }

    func failed(
        _ method: HTTPMethod,
        _ host: String,
        _ path: String,
        _ error: TransportError,
        _ duration: Duration,
        attempt: Int
    ) {
        logger.info(
            "no answer",
            metadata: metadata(method, host, path, duration, attempt).merging(["code": "\(error.code.rawValue)"]) { $1 }
        )
    }

    private func metadata(
        _ method: HTTPMethod,
        _ host: String,
        _ path: String,
        _ duration: Duration,
        _ attempt: Int
    ) -> Logger.Metadata {
        [
            "method": "\(method.rawValue)", "host": "\(host)", "path": "\(path)",
            "milliseconds": "\(duration.clampedMilliseconds)", "attempt": "\(attempt)",
        ]
    }
}
