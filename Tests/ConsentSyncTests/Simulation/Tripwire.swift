import ConsentSync
import ConsentTransport
import Synchronization

/// The end of the process, as far as what runs in it can tell.
struct Crash: Error {}

/// Counts the calls that leave the engine, for the store and for the network, and lets one of them go wrong.
final class Tripwire: Sendable {
    /// What goes wrong.
    enum Fault: Sendable, CaseIterable {
        /// The call fails and nothing of it happens; the next calls work again.
        case refuses
        /// The process ends before anything of the call happens.
        case crashesBefore
        /// The call happens, and the process ends before anybody hears of it.
        case crashesAfter
    }

    private struct State {
        var calls = 0
        var fault: (at: Int, fault: Fault)?
        var isDead = false
    }

    private let state = Mutex(State())

    /// Calls so far.
    var calls: Int { state.withLock { $0.calls } }

    /// Whether the process has ended.
    var isDead: Bool { state.withLock { $0.isDead } }

    /// Counts from the start again, with what goes wrong at which call from 1, if anything.
    func arm(_ fault: Fault?, at call: Int) {
        state.withLock { $0 = State(fault: fault.map { (at: call, fault: $0) }) }
    }

    /// Ends the process.
    func kill() {
        state.withLock { $0.isDead = true }
    }

    /// Counts a call.
    ///
    /// - Returns: what goes wrong with it.
    /// - Throws: ``Crash`` where the process has ended before.
    func pass() throws -> Fault? {
        try state.withLock { state in
            guard !state.isDead else { throw Crash() }
            state.calls += 1
            guard let fault = state.fault, fault.at == state.calls else { return nil }
            state.isDead = fault.fault != .refuses
            if fault.fault == .crashesBefore { throw Crash() }
            return fault.fault
        }
    }
}

/// A network that a tripwire watches.
struct WatchedSender: HTTPSender {
    let sender: any HTTPSender
    let calls: Tripwire
    /// The store's wire, which goes with the process.
    let process: Tripwire

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard !process.isDead else { throw Self.ended }
        let fault: Tripwire.Fault?
        do {
            fault = try calls.pass()
        } catch {
            process.kill()
            throw Self.ended
        }
        if fault == .refuses { throw TransportError(.unreachable, "The simulated network is down.") }
        let answer = try await sender.send(request)
        if fault == .crashesAfter {
            process.kill()
            throw Self.ended
        }
        return answer
    }

    private static let ended = TransportError(.closed, "The simulated process has ended.")
}
