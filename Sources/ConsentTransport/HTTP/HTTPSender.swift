/// Whoever can exchange one request for one answer: libcurl, or a double in a test.
public protocol HTTPSender: Sendable {
    /// Sends once, without retry, redirect or credentials, and returns whatever status came back.
    ///
    /// Cancelling the task ends the exchange with `cancelled`.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
