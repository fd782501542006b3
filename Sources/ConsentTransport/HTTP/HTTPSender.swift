/// Whoever can exchange one request for one answer: libcurl, or a double in a test.
public protocol HTTPSender: Sendable {
    /// Sends once, without retry or credentials, and returns whatever status came back.
    ///
    /// Cancelling the task ends the exchange with `cancelled`.
    nonisolated(nonsending) func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse

    /// Sends once like `send` and returns as soon as the header is there; the body is read from the stream.
    nonisolated(nonsending) func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStream
}

extension HTTPSender {
    /// Sends and hands out the whole body as one chunk, for senders that know no streams.
    public nonisolated(nonsending) func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStream {
        var response = try await send(request)
        let body = HTTPBody(response.body)
        response.body = []
        return HTTPStream(head: response, body: body)
    }
}
