public import ConsentTransport
import Synchronization

/// Answers an account's requests from a cassette instead of a network.
///
/// Each exchange is played once, in the order of the file among those that fit, so that the same request may be answered
/// otherwise the second time. A request that the cassette does not have fails, and is in ``unmatched``.
public final class CassettePlayer: HTTPSender {
    private struct State {
        var rest: [Cassette.Exchange]
        var unmatched: [String] = []
    }

    private let state: Mutex<State>

    /// Plays a cassette from its beginning.
    public init(_ cassette: Cassette) {
        state = Mutex(State(rest: cassette.exchanges))
    }

    /// The requests without an answer, each by its method and path.
    public var unmatched: [String] { state.withLock { $0.unmatched } }

    /// How many exchanges nobody has asked for yet.
    public var remaining: Int { state.withLock { $0.rest.count } }

    /// The answer of the first exchange that fits.
    ///
    /// - Throws: the failure that was kept, or `invalidRequest` where no exchange fits.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let asked = Cassette.Request(request)
        let answer = state.withLock { state -> Cassette.Answer? in
            guard let index = state.rest.firstIndex(where: { $0.request.matches(asked) }) else {
                state.unmatched.append("\(asked.method) \(asked.path)")
                return nil
            }
            return state.rest.remove(at: index).answer
        }
        switch answer {
        case .response(let status, let headers, let body)?:
            return HTTPResponse(status: status, headers: HTTPFields(headers), body: Array(body.utf8))
        case .failure(let code)?:
            throw TransportError(code, "The exchange failed when the cassette was recorded (\(code.rawValue)).")
        case nil:
            throw TransportError(.invalidRequest, "The cassette has no answer to \(asked.method) \(asked.path).")
        }
    }
}
