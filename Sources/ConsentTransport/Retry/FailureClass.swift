/// What kind of failure it is, and so how a job goes on.
public enum FailureClass: String, Sendable, CaseIterable {
    /// Somebody has to correct the configuration: stop the source, keep its position.
    case config
    /// Too fast: wait as told, then resume at the same page.
    case throttle
    /// Blocked for long: park the source until then, let the others go on.
    case suspend
    /// It may pass by itself: back off, then park.
    case transient
    /// There is nothing, and that is an answer.
    case noData = "no_data"
    /// Some items came, some did not: keep the good ones, quarantine the rest.
    case partial
    /// The payload cannot be read: quarantine it. It never counts as consent.
    case payload
    /// The other side does not keep to what the adapter says about it: stop the stream, loudly.
    case contract
}
