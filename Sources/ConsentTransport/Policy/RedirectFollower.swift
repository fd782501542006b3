/// Follows redirects for a sender, within the policy and up to a number.
///
/// Only with `https`, only to allowed hosts, and each target's address is checked when it is connected like that of any
/// request. On another server only harmless header fields go along, so that no credential travels. Each step has the
/// request's whole timeout.
public struct RedirectFollower: HTTPSender {
    private let sender: any HTTPSender
    private let policy: TransportPolicy
    private let maxRedirects: Int

    /// Makes a follower. With no redirects allowed, a redirect is handed to the caller like any answer.
    public init(_ sender: any HTTPSender, policy: TransportPolicy, maxRedirects: Int = TransportLimits().maxRedirects) {
        self.sender = sender
        self.policy = policy
        self.maxRedirects = maxRedirects
    }

    /// Sends, and follows until an answer is no redirect.
    public nonisolated(nonsending) func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        var request = request
        var steps = 0
        while true {
            let response = try await sender.send(request)
            guard let next = try next(after: response, to: request, steps: &steps) else { return response }
            request = next
        }
    }

    /// Sends, and follows until an answer is no redirect; bodies of redirects are not read.
    public nonisolated(nonsending) func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStream {
        var request = request
        var steps = 0
        while true {
            let stream = try await sender.open(request)
            guard let next = try next(after: stream.head, to: request, steps: &steps) else { return stream }
            request = next
        }
    }

    private func next(
        after response: HTTPResponse,
        to request: HTTPRequest,
        steps: inout Int
    ) throws(TransportError) -> HTTPRequest? {
        guard maxRedirects > 0, let next = try Redirect.next(after: response, to: request, policy: policy) else {
            return nil
        }
        steps += 1
        guard steps <= maxRedirects else {
            throw .redirectRefused(
                from: try RequestTarget(parsing: request.url).host,
                "more than \(maxRedirects) times"
            )
        }
        return next
    }
}
