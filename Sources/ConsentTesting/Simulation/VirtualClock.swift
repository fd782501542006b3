public import ConsentTransport
import Synchronization

/// A clock that stands still until somebody waits: then the time is over at once.
public final class VirtualClock: TransportClock {
    private let now: Mutex<Duration>
    private let start: UnixTime

    /// A clock that shows this time.
    public init(at start: UnixTime) {
        self.start = start
        now = Mutex(.zero)
    }

    /// Time since the clock was made.
    public var elapsed: Duration { now.withLock { $0 } }

    /// The time it shows.
    public var wallTime: UnixTime { start.advanced(by: elapsed) }

    /// Lets time pass.
    public func advance(by duration: Duration) {
        now.withLock { $0 += max(.zero, duration) }
    }

    /// Lets time pass, unless the task is cancelled.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        advance(by: duration)
    }
}
