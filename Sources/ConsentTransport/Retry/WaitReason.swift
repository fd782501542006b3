/// Why a request waits.
public enum WaitReason: String, Sendable, CaseIterable {
    /// The server said that it was too fast.
    case throttled
    /// Something failed that may pass.
    case backingOff = "backing_off"
    /// Our own rate budget is used up for now.
    case rateBudget = "rate_budget"
}
