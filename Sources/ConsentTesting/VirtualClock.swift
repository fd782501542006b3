public import ConsentTransport
import Synchronization

/// A clock that stands still until somebody sleeps, and then jumps to the end of the sleep: nothing ever waits.
public final class VirtualClock: TransportClock {
    private struct State {
        var elapsed: Duration = .seconds(1_000)
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())
    private let start: UnixTime

    /// A clock that shows this time.
    public init(at start: UnixTime = UnixTime(seconds: 1_795_478_400)) {
        self.start = start
    }

    /// Time since a fixed moment.
    public var elapsed: Duration { state.withLock { $0.elapsed } }

    /// The time that the clock shows.
    public var wallTime: UnixTime { start.advanced(by: elapsed - .seconds(1_000)) }

    /// All sleeps in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Lets time pass.
    public func advance(by duration: Duration) {
        state.withLock { $0.elapsed += max(.zero, duration) }
    }

    /// Jumps to the end of the sleep.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        state.withLock { state in
            state.elapsed += duration
            state.sleeps.append(duration)
        }
    }
}
