import ConsentAdapters
import Synchronization

/// Keeps a token until shortly before its end, and lets one request at a time fetch the next.
final class TokenCache: Sendable {
    typealias Fetch = @Sendable () async throws(TransportError) -> AccessToken

    private struct Held {
        let value: Secret
        let usableUntil: Duration
    }

    private let margin: Duration
    private let fallbackLifetime: Duration
    private let clock: any TransportClock
    private let fetch: Fetch
    private let flight = SingleFlight()
    private let held = Mutex<Held?>(nil)

    /// - Parameters:
    ///   - margin: how long before its end a token is replaced.
    ///   - fallbackLifetime: the life of a token whose server names none.
    init(margin: Duration, fallbackLifetime: Duration, clock: any TransportClock, fetch: @escaping Fetch) {
        self.margin = margin
        self.fallbackLifetime = fallbackLifetime
        self.clock = clock
        self.fetch = fetch
    }

    /// A usable token, fetched first if there is none.
    func token() async throws(TransportError) -> Secret {
        if let token = usable() { return token }
        try await fetchShared()
        // A fresh token is used however short its life is, else a server with tiny lifetimes would loop.
        guard let token = held.withLock({ $0?.value }) else {
            throw .tokenUnusable(host: "the configured address", "was dropped before it could be used")
        }
        return token
    }

    /// Fetches a new token whatever the old one's age.
    func renew() async throws(TransportError) {
        held.withLock { $0 = nil }
        try await fetchShared()
    }

    private func usable() -> Secret? {
        let now = clock.elapsed
        return held.withLock { held in
            held.flatMap { now < $0.usableUntil ? $0.value : nil }
        }
    }

    private func fetchShared() async throws(TransportError) {
        try await flight.run { [self] in
            // Who comes just after a flight has landed finds its token.
            guard usable() == nil else { return .success(()) }
            do throws(TransportError) {
                let requested = clock.elapsed
                let token = try await fetch()
                let lifetime = token.lifetime ?? fallbackLifetime
                // A life shorter than the margin is used to its half.
                let usable = lifetime > margin ? lifetime - margin : lifetime / 2
                held.withLock { $0 = Held(value: token.value, usableUntil: requested + usable) }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }
}
