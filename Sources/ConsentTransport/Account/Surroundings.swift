/// What an account finds outside the program: time, chance and the way to the network. Tests and measurements put their
/// own in place.
public struct Surroundings: Sendable {
    /// The clocks.
    package var clock: any TransportClock = SystemTransportClock()
    /// Where the jitter of waits comes from.
    package var random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    /// Takes the sender that reaches the network, and answers the one that is used.
    package var sender: @Sendable (any HTTPSender) -> any HTTPSender = { $0 }

    /// This machine's.
    public init() {}

    /// This machine's, with another clock.
    package init(clock: any TransportClock) { self.clock = clock }
}
