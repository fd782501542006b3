import ConsentTransport
import Synchronization

/// A sender without a network: a function answers, and every request is remembered.
final class ScriptedSender: HTTPSender {
    private let seen = Mutex<[HTTPRequest]>([])
    private let answer: @Sendable (HTTPRequest, Int) async throws(TransportError) -> HTTPResponse

    /// Takes the function, which gets the request and its number from 1.
    init(_ answer: @escaping @Sendable (HTTPRequest, Int) async throws(TransportError) -> HTTPResponse) {
        self.answer = answer
    }

    /// Answers with these statuses one after the other, the last one for ever.
    convenience init(statuses: [Int]) {
        self.init { (_, number) throws(TransportError) in
            HTTPResponse(status: statuses[min(number, statuses.count) - 1])
        }
    }

    var requests: [HTTPRequest] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let number = seen.withLock { seen in
            seen.append(request)
            return seen.count
        }
        return try await answer(request, number)
    }
}
