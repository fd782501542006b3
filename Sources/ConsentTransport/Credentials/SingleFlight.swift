/// Lets many callers who want the same work at the same time share one run of it.
///
/// A caller who is cancelled leaves at once; the work is cancelled when the last one has left.
actor SingleFlight {
    typealias Outcome = Result<Void, TransportError>

    private var flight: Task<Void, Never>?
    private var flightNumber = 0
    private var waiters: [Int: CheckedContinuation<Outcome, Never>] = [:]
    private var nextWaiter = 0

    /// Joins the run under way or starts one, and returns with its outcome.
    func run(_ work: @escaping @Sendable () async -> Outcome) async throws(TransportError) {
        let waiter = nextWaiter
        nextWaiter &+= 1
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
                if Task.isCancelled {
                    continuation.resume(returning: .failure(.cancelled))
                } else {
                    waiters[waiter] = continuation
                    start(work)
                }
            }
        } onCancel: {
            Task { await self.leave(waiter) }
        }
        try outcome.get()
    }

    private func start(_ work: @escaping @Sendable () async -> Outcome) {
        guard flight == nil else { return }
        flightNumber &+= 1
        let number = flightNumber
        flight = Task {
            let outcome = await work()
            self.land(number, outcome)
        }
    }

    private func land(_ number: Int, _ outcome: Outcome) {
        guard number == flightNumber, flight != nil else { return }
        flight = nil
        let landed = waiters
        waiters.removeAll()
        landed.values.forEach { $0.resume(returning: outcome) }
    }

    private func leave(_ waiter: Int) {
        guard let continuation = waiters.removeValue(forKey: waiter) else { return }
        continuation.resume(returning: .failure(.cancelled))
        if waiters.isEmpty {
            // Forgotten at once, so that nobody joins a run that is being cancelled.
            flight?.cancel()
            flight = nil
        }
    }
}
