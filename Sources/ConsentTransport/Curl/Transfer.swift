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
        case running(EasyHandle)
        /// Its result was given.
        case ended
    }

    let request: HTTPRequest
    let target: RequestTarget
    let totalTimeout: Duration
    let maxBodyBytes: Int

    var stage = Stage.made
    var continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>?
    /// The header lines that libcurl points to until the exchange ends.
    var headerList: StringList?
    var collector: ResponseCollector
    /// The body's way to its reader; nil for an exchange that is answered as a whole.
    var pipe: BodyPipe?
    /// Until when the first byte must have come, from the moment that libcurl works on it.
    var firstByteDeadline: ContinuousClock.Instant?
    /// The class of the last address that was refused.
    var refusedAddress: AddressClass?
    private let addressRule: AddressRule

    init(
        _ request: HTTPRequest,
        to target: RequestTarget,
        limits: TransportLimits,
        addressRule: AddressRule,
        isStreaming: Bool = false
    ) {
        self.request = request
        self.target = target
        self.addressRule = addressRule
        totalTimeout = request.timeout ?? (isStreaming ? limits.streamTimeout : limits.totalTimeout)
        maxBodyBytes = isStreaming ? limits.maxStreamBytes : limits.maxBodyBytes
        collector = ResponseCollector(limits: limits, isStreaming: isStreaming)
        pipe = isStreaming ? BodyPipe(capacity: limits.streamBufferBytes) : nil
    }

    /// Takes a header line. A stream is handed out at the empty line that ends the header of the final answer.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Taking {
        guard collector.takeHeader(line) else { return .stop }
        guard pipe != nil, collector.isHeaderComplete, let waiting = continuation, case .running(let easy) = stage
        else { return .taken }
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        if status >= 200 {
            continuation = nil
            waiting.resume(returning: .success(collector.head(status: status)))
        }
        return .taken
    }

    /// Takes a piece of the body. A stream whose reader is behind lets libcurl wait.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Taking {
        guard case .running(let easy) = stage else { return .stop }
        if pipe?.isFull == true {
            pipe?.isPaused = true
            return .pause
        }
        guard collector.count(bytes.count, wireBytes: { easy.offset(CURLINFO_SIZE_DOWNLOAD_T) }) else { return .stop }
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

    /// Whether the connection goes to a proxy.
    var isProxied: Bool {
        if case .proxyDecides = addressRule { true } else { false }
    }

    /// Whether a connection to that address may be opened; remembers a refusal, which libcurl reports only as
    /// "could not connect".
    func permits(_ address: AddressClass?) -> Bool {
        switch addressRule {
        case .proxyDecides: return true
        case .policy(let policy):
            let address = address ?? .reserved
            guard policy.allows(address) else {
                refusedAddress = address
                return false
            }
            return true
        }
    }
}

/// Who decides about the address of a connection.
enum AddressRule: Sendable {
    /// The policy, for connections to the host itself.
    case policy(TransportPolicy)
    /// Nobody here: with a proxy, the connection goes to the proxy that the operator named, who sees the address.
    case proxyDecides
}

/// Lines as libcurl wants them, freed with the last reference.
final class StringList {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    /// Builds the lines; nil if memory ran out.
    init?(_ lines: [String]) {
        for line in lines {
            guard let longer = curl_slist_append(head, line) else { return nil }
            head = longer
        }
    }

    deinit {
        curl_slist_free_all(head)
    }
}
