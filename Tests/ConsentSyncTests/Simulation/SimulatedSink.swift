import ConsentSync
import ConsentTesting
import Synchronization

/// A receiver of changes that outlives every crash, is often away, and does not like some changes.
final class SimulatedSink: ChangeSink {
    private struct State {
        var random: RepeatableGenerator
        var taken: [Change] = []
        var isMoody = true
    }

    let name = "simulated"
    let batchSize = 3
    private let state: Mutex<State>

    init(_ random: RepeatableGenerator) {
        state = Mutex(State(random: random))
    }

    /// Everything that arrived, in order, as often as it came.
    var taken: [Change] { state.withLock { $0.taken } }

    /// From now on takes everything.
    func calmDown() {
        state.withLock { $0.isMoody = false }
    }

    func take(_ changes: [Change]) async throws {
        try state.withLock { state in
            if state.isMoody {
                if state.random.chance(1, in: 6) { throw SinkError.unavailable("away") }
                if changes.contains(where: { $0.number % 13 == 0 }) { throw SinkError.rejected("poison") }
            }
            state.taken += changes
            // It has taken them, but the answer is lost.
            if state.isMoody, state.random.chance(1, in: 8) { throw SinkError.unavailable("lost answer") }
        }
    }
}
