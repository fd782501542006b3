/// Where the workflow of the service stands.
public enum OptInStatus: String, Sendable, Hashable, CaseIterable {
    /// Nobody has decided anything yet.
    case pending
    /// Choices are staged and wait for `complete()`: neither pending nor complete.
    case changed
    /// The choices are in force. There is no way back to ``pending``.
    case complete
}
