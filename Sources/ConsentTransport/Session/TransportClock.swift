/// Time as the session needs it, so that tests can put their own in its place.
public protocol TransportClock: Sendable {
    /// Time since a fixed moment, never going back.
    var elapsed: Duration { get }
    /// The wall clock, which may jump.
    var wallTime: UnixTime { get }
    /// Waits. Throws when the task is cancelled.
    func sleep(for duration: Duration) async throws(CancellationError)
}

/// The clocks of this machine.
public struct SystemTransportClock: TransportClock {
    private let start = ContinuousClock.now

    /// Makes a clock that starts now.
    public init() {}

    /// Time since the clock was made, sleep of the machine included.
    public var elapsed: Duration { ContinuousClock.now - start }

    /// The system's wall clock.
    public var wallTime: UnixTime { .now() }

    /// Waits on the continuous clock.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(for: duration, clock: .continuous)
        } catch {
            throw CancellationError()
        }
    }
}
