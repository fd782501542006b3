import Synchronization

/// Makes one refresh out of many refusals of the same credentials.
final class CredentialGate: Sendable {
    private let source: any CredentialSource
    private let flight = SingleFlight()
    private let refreshes = Atomic<Int>(0)

    init(_ source: any CredentialSource) {
        self.source = source
    }

    /// The number of the credentials in use. Ask before applying them, and name it when they were refused.
    var generation: Int { refreshes.load(ordering: .acquiring) }

    /// Renews the credentials unless somebody did so since `generation`.
    func refresh(since generation: Int) async throws(TransportError) {
        guard self.generation == generation else { return }
        try await flight.run { [self] in
            guard self.generation == generation else { return .success(()) }
            do throws(TransportError) {
                try await source.refresh()
                refreshes.add(1, ordering: .releasing)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }
}
