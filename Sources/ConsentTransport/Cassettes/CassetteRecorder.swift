public import ConsentAdapters
import Synchronization

/// Stands between an account and the network and keeps every request with its answer.
public final class CassetteRecorder: HTTPSender {
    private struct State {
        var exchanges: [Cassette.Exchange] = []
        var tokens: Set<String> = []
    }

    /// Header fields of answers that mean something to whoever pulls.
    private static let written: Set<String> = [
        "content-type", "date", "etag", "link", "retry-after", "ratelimit", "ratelimit-policy", "ot-period",
    ]

    private let sender: any HTTPSender
    private let state = Mutex(State())

    /// Keeps what goes through to another sender.
    public init(_ sender: any HTTPSender) {
        self.sender = sender
    }

    /// What was exchanged so far, with credentials in it: only for ``CassetteMask``.
    public var exchanges: [Cassette.Exchange] { state.withLock { $0.exchanges } }

    /// The tokens that were sent, which no parameter of the connection holds.
    public var tokens: [Secret] { state.withLock { $0.tokens.map(Secret.init) } }

    /// Sends, and keeps what came back.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        do throws(TransportError) {
            let response = try await sender.send(request)
            keep(
                request,
                .response(
                    status: response.status,
                    headers: response.headers.fields.filter { Self.written.contains($0.name.lowercased()) },
                    body: String(decoding: response.body, as: UTF8.self)
                )
            )
            return response
        } catch {
            keep(request, .failure(error.code))
            throw error
        }
    }

    private func keep(_ request: HTTPRequest, _ answer: Cassette.Answer) {
        let exchange = Cassette.Exchange(request: Cassette.Request(request), answer: answer)
        state.withLock { state in
            if state.exchanges.count < Limits.maxCassetteExchanges { state.exchanges.append(exchange) }
            if let value = request.headers["Authorization"], let token = value.split(separator: " ").last {
                state.tokens.insert(String(token))
            }
        }
    }
}
