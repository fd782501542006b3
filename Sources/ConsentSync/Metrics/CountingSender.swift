import ConsentTransport
import Metrics
import Synchronization

/// Counts what becomes of the requests of a job.
final class CountingSender: HTTPSender {
    private let sender: any HTTPSender
    private let job: String
    private let metrics: SyncMetrics
    /// The counters by what they count, each made when it is first needed: that costs more than to count.
    private let counters = Mutex<[String: Counter]>([:])

    init(sender: any HTTPSender, job: String, metrics: SyncMetrics) {
        self.sender = sender
        self.job = job
        self.metrics = metrics
    }

    nonisolated(nonsending) func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        do {
            let response = try await sender.send(request)
            count(Self.word(for: response.status))
            return response
        } catch {
            count("unanswered")
            throw error
        }
    }

    nonisolated(nonsending) func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStream {
        do {
            let stream = try await sender.open(request)
            count(Self.word(for: stream.head.status))
            return stream
        } catch {
            count("unanswered")
            throw error
        }
    }

    private func count(_ word: String) {
        let counter = counters.withLock { counters in
            if let counter = counters[word] { return counter }
            let counter = metrics.requests(of: job, word)
            counters[word] = counter
            return counter
        }
        counter.increment()
    }

    private static func word(for status: Int) -> String {
        switch status {
        case 200..<400: "answered"
        case 429: "throttled"
        case 400..<500: "refused"
        default: "failed"
        }
    }
}
