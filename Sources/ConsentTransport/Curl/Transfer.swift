import CLibcurl

/// One exchange on its way: what libcurl's callbacks write to, and who waits for the result.
///
/// Unchecked: everything mutable is touched only on the client's thread, where both the actor and the callbacks run. It
/// is a class because libcurl holds its address, and because a late or early cancel must find the very exchange it
/// means without a table that could grow.
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

    let request: HTTPRequest
    let target: RequestTarget
    let header: HeaderLines
    let totalTimeout: Duration
    let maxBodyBytes: Int

    /// Whoever waits for the end.
    typealias Waiter = UnsafeContinuation<Result<HTTPResponse, TransportError>, Never>

    var stage = Stage.made
    var continuation: Waiter?
    var collector: ResponseCollector
    /// The body's way to its reader; nil for an exchange that is answered as a whole.
    var pipe: BodyPipe?
    /// Until when the first byte must have come, from the moment that libcurl works on it.
    var firstByteDeadline: ContinuousClock.Instant?
    /// The class of the last address that was refused.
    var refusedAddress: AddressClass?

    init(
        _ request: HTTPRequest,
        _ admitted: Admission.Admitted,
        limits: TransportLimits,
        isStreaming: Bool = false
    ) {
        self.request = request
        target = admitted.target
        header = admitted.header
        totalTimeout = request.timeout ?? (isStreaming ? limits.streamTimeout : limits.totalTimeout)
        maxBodyBytes = isStreaming ? limits.maxStreamBytes : limits.maxBodyBytes
        collector = ResponseCollector(limits: limits, isStreaming: isStreaming)
        pipe = isStreaming ? BodyPipe(capacity: limits.streamBufferBytes) : nil
    }

    /// Takes a header line. A stream is handed out at the empty line that ends the header of the final answer.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Taking {
        guard collector.takeHeader(line) else { return .stop }
        guard pipe != nil, collector.isHeaderComplete, let waiting = continuation, case .running(let slot) = stage
        else { return .taken }
        let status = slot.easy.number(CURLINFO_RESPONSE_CODE)
        if status >= 200 {
            continuation = nil
            waiting.resume(returning: .success(collector.head(status: status)))
        }
        return .taken
    }

    /// Takes a piece of the body. A stream whose reader is behind lets libcurl wait.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Taking {
        guard case .running(let slot) = stage else { return .stop }
        if pipe?.isFull == true {
            pipe?.isPaused = true
            return .pause
        }
        guard collector.count(bytes.count, wireBytes: { slot.easy.offset(CURLINFO_SIZE_DOWNLOAD_T) }) else { return .stop }
        if pipe == nil {
            collector.keep(bytes)
        } else {
            pipe?.write(bytes)
        }
        return .taken
    }

    /// Tells whoever waits how the exchange ended.
    func finish(_ result: Result<HTTPResponse, TransportError>) {
        let waiting = continuation
        continuation = nil
        pipe?.finish(result.map { _ in })
        waiting?.resume(returning: result)
    }
}
