/// Why and how long a request waits, for progress display.
public struct WaitNotice: Sendable, Equatable {
    /// Why.
    public let reason: WaitReason
    /// How long.
    public let duration: Duration
    /// On whom.
    public let host: String
    /// The attempt that has just failed, or for the rate budget the one that is about to begin, from 1.
    public let attempt: Int
    /// The status of the answer that caused it, if there was one.
    public let status: Int?

    /// Makes a notice.
    public init(reason: WaitReason, duration: Duration, host: String, attempt: Int, status: Int?) {
        self.reason = reason
        self.duration = duration
        self.host = host
        self.attempt = attempt
        self.status = status
    }
}
