/// Somebody downstream who is told about changes.
///
/// The laws, which tests hold against every sink: a batch that returned was taken whole and outlives a crash of either
/// side; taking it again does no harm that ``Change/hash`` as the idempotency key cannot prevent; changes of one subject
/// arrive in the order of their numbers.
public protocol ChangeSink: Sendable {
    /// The name, under which the sink's position is kept.
    var name: String { get }
    /// Changes that are taken at once.
    var batchSize: Int { get }
    /// Why a change is none of the sink's business; nil if it is.
    func reasonToSkip(_ change: Change) -> String?
    /// Takes changes, ascending by number.
    ///
    /// - Throws: ``SinkError``, or `CancellationError`.
    func take(_ changes: [Change]) async throws
    /// Ends connections; called once, after the last batch.
    func close() async
}

extension ChangeSink {
    /// Everything is the sink's business.
    public func reasonToSkip(_ change: Change) -> String? { nil }
    /// Nothing to end.
    public func close() async {}
}

/// Why a sink did not take a batch.
public enum SinkError: Error, Sendable, Hashable {
    /// The sink cannot be reached or does not work now: the same changes are tried again later.
    case unavailable(String)
    /// The sink does not take this: one of the changes is poison to it.
    case rejected(String)

    /// The operator's sentence. Never a part of what was sent.
    public var message: String {
        switch self {
        case .unavailable(let message), .rejected(let message): message
        }
    }
}
