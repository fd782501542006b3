import HTTPTypes
import Synchronization

/// What a scripted server was asked and what it answered, in order; tests assert on it.
///
/// It may be read at any time, also while the server runs. Entries keep neither headers nor bodies; the last bodies
/// are kept apart, for tests of what is sent.
public final class RequestLog: Sendable {
    /// One request.
    public struct Entry: Sendable, Equatable {
        /// The name of the route, or nil where none matched.
        public let route: String?
        /// The HTTP method.
        public let method: String
        /// The path without the query.
        public let path: String
        /// The query as it was sent. It may name a person: print it in no log.
        public let query: String
        /// The status that was sent, or 0 where the connection ended without one.
        public let status: Int
        /// What went wrong on purpose, in words such as `cut off at 60%`.
        public let fault: String?
        /// How many records were sent whole.
        public let recordCount: Int
    }

    private struct State {
        var entries: [Entry] = []
        var requestCount = 0
        var tokensIssued = 0
        var received: [Received] = []
    }

    /// What a request brought.
    public struct Received: Sendable, Equatable {
        /// The header fields, by their names in small letters.
        public let headers: [String: String]
        /// The body.
        public let body: [UInt8]
    }

    /// What the last requests brought, as many as fit into ``Limits``.
    public var received: [Received] { state.withLock { $0.received } }

    private let state = Mutex(State())

    init() {}

    /// The requests in the order in which they were answered.
    public var entries: [Entry] { state.withLock { $0.entries } }

    /// How many requests there were.
    public var requestCount: Int { state.withLock { $0.requestCount } }

    /// How many bearer tokens were issued.
    public var tokensIssued: Int { state.withLock { $0.tokensIssued } }

    /// The requests that no route matched. A test that ends with one has asked for something the scenario lacks.
    public var unmatched: [Entry] { entries.filter { $0.route == nil } }

    /// The faults that were played, in order.
    public var faults: [String] { entries.compactMap(\.fault) }

    /// The requests to one route.
    public func entries(of route: String) -> [Entry] {
        entries.filter { $0.route == route }
    }

    func append(_ request: ScriptedRequest, _ outcome: ScenarioPlayer.Outcome) {
        let entry = Entry(
            route: outcome.route,
            method: request.method,
            path: request.path,
            query: request.query,
            status: outcome.answer.status,
            fault: outcome.fault.map(String.init(describing:)),
            recordCount: outcome.answer.recordCount
        )
        state.withLock { state in
            state.requestCount += 1
            state.tokensIssued += outcome.answer.issuesToken ? 1 : 0
            let headers = request.headers.map { ($0.name.canonicalName, $0.value) }
            state.received.append(
                Received(headers: Dictionary(headers) { first, _ in first }, body: request.body)
            )
            if state.received.count > Limits.maxKeptBodies { state.received.removeFirst() }
            if state.entries.count < Limits.maxLoggedRequests { state.entries.append(entry) }
        }
    }
}
