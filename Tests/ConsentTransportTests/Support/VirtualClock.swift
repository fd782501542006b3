import ConsentTransport
import Synchronization

/// A clock that stands still until somebody sleeps, and then jumps to the end of the sleep.
final class VirtualClock: TransportClock {
    private struct State {
        var elapsed: Duration = .seconds(1_000)
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())

    var elapsed: Duration { state.withLock { $0.elapsed } }

    var wallTime: UnixTime { UnixTime(seconds: 1_780_000_000).advanced(by: elapsed) }

    /// All sleeps in order.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(for duration: Duration) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        advance(by: duration, recording: true)
    }

    /// Lets time pass.
    func advance(by duration: Duration, recording: Bool = false) {
        state.withLock { state in
            state.elapsed += duration
            if recording { state.sleeps.append(duration) }
        }
    }
}

/// A clock whose sleepers wait until the test lets them go.
final class HeldClock: TransportClock {
    private struct State {
        var elapsed: Duration = .zero
        var sleeps: [Duration] = []
        var isReleased = false
    }

    private let state = Mutex(State())

    var elapsed: Duration { state.withLock { $0.elapsed } }

    var wallTime: UnixTime { UnixTime(seconds: 1_780_000_000).advanced(by: elapsed) }

    /// The sleeps that have begun, in order.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(for duration: Duration) async throws(CancellationError) {
        state.withLock { $0.sleeps.append(duration) }
        while !state.withLock({ $0.isReleased }) {
            if Task.isCancelled { throw CancellationError() }
            await Task.yield()
        }
    }

    /// Lets that much time pass and ends all sleeps, also those that begin later.
    func release(after duration: Duration) {
        state.withLock { state in
            state.elapsed += duration
            state.isReleased = true
        }
    }
}

/// A generator whose sequence follows from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A generator that always draws the largest number, so that a jittered wait has its full length.
struct LargestGenerator: RandomNumberGenerator, Sendable {
    func next() -> UInt64 { .max }
}
