/// One exchange on its way: what it sends, how far it is, and who waits for the result.
///
/// Unchecked: everything mutable is touched only on the client's thread, where both the actor and the callbacks run. It
/// is a class because a late or early cancel must find the very exchange that it means, without a table that could grow.
final class Transfer: @unchecked Sendable {
    /// How far it is.
    enum Stage {
        /// Not yet handed to the client.
        case made
        /// In line.
        case waiting
        /// libcurl works on it.
        case running(ExchangeSlot)
        /// Its result was given.
        case ended
    }

    /// Whoever waits for the end. It is resumed once, because whoever resumes it takes it out of here.
    typealias Waiter = UnsafeContinuation<Result<HTTPResponse, TransportError>, Never>

    let method: HTTPMethod
    let target: RequestTarget
    let header: HeaderLines
    let body: [UInt8]?
    let isRepeatable: Bool
    let totalTimeout: Duration
    let maxBodyBytes: Int
    /// The body's way to its reader; nil for an exchange that is answered as a whole.
    let pipe: BodyPipe?

    @exclusivity(unchecked) var stage = Stage.made
    @exclusivity(unchecked) var waiter: Waiter?
    /// Until when the first byte must have come, from the moment that libcurl works on it.
    @exclusivity(unchecked) var firstByteDeadline: ContinuousClock.Instant?
    /// The class of the last address that was refused.
    var refusedAddress: AddressClass?

    init(
        _ method: HTTPMethod,
        _ admitted: Admission.Admitted,
        body: [UInt8]?,
        isRepeatable: Bool,
        timeout: Duration?,
        limits: TransportLimits,
        isStreaming: Bool
    ) {
        self.method = method
        self.body = body
        self.isRepeatable = isRepeatable
        target = admitted.target
        header = admitted.header
        totalTimeout = timeout ?? (isStreaming ? limits.streamTimeout : limits.totalTimeout)
        maxBodyBytes = isStreaming ? limits.maxStreamBytes : limits.maxBodyBytes
        pipe = isStreaming ? BodyPipe(capacity: limits.streamBufferBytes) : nil
    }

    /// Hands out the head of a stream, once.
    func begin(_ head: HTTPResponse) {
        resume(.success(head))
    }

    /// Tells whoever waits how the exchange ended.
    func finish(_ result: Result<HTTPResponse, TransportError>) {
        if let pipe { pipe.finish(result.map { _ in }) }
        resume(result)
    }

    private func resume(_ result: Result<HTTPResponse, TransportError>) {
        guard let waiter else { return }
        self.waiter = nil
        waiter.resume(returning: result)
    }
}
