import CLibcurl

/// The place of one exchange at a time: an easy handle that is used again and again, who uses it now, and what has come
/// of the answer.
///
/// It is a class because libcurl holds its address, from its making until it is freed: the callbacks find the exchange
/// through it, and one that came between two exchanges would find none. Only the loop's thread touches it.
final class ExchangeSlot {
    let easy: EasyHandle
    private let addressRule: AddressRule
    /// The exchange that libcurl works on.
    @exclusivity(unchecked) private(set) var transfer: Transfer?
    /// Its answer so far.
    @exclusivity(unchecked) private(set) var collector: ResponseCollector
    private let limits: TransportLimits
    /// What the handle was told last. It keeps alive what libcurl points to.
    @exclusivity(unchecked) private var memory = HandleMemory()
    /// Whether the body goes to a reader while it arrives.
    @exclusivity(unchecked) private var isStreaming = false

    /// Makes a slot with everything set that is the same for all exchanges; nil if memory ran out or libcurl lacks an
    /// option.
    init?(_ options: CurlClient.Options, handles: CurlHandles, resolved: StringList?) {
        guard let easy = EasyHandle() else { return nil }
        self.easy = easy
        limits = options.limits
        collector = ResponseCollector(limits: limits)
        addressRule = options.proxy == nil ? .policy(options.policy) : .proxyDecides
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard easy.configure(options, handles: handles, resolved: resolved, context: context) == nil else {
            easy.free()
            return nil
        }
    }

    /// Takes an exchange in. Returns libcurl's complaint if it refuses one of the options; the slot is free then.
    func occupy(with transfer: Transfer) -> CURLcode? {
        if let failure = memory.tell(easy, about: transfer) {
            memory.forget(easy)
            return failure
        }
        isStreaming = transfer.pipe != nil
        if isStreaming { collector = ResponseCollector(limits: limits, isStreaming: true) }
        self.transfer = transfer
        return nil
    }

    /// Lets the exchange go, with what is left of its answer.
    func vacate() {
        collector = ResponseCollector(limits: limits)
        // Nobody else has use for a body, which may be large.
        if transfer?.body != nil { memory.forget(easy) }
        transfer = nil
    }

    /// Frees the handle, which must not be part of a multi handle any more.
    func free() {
        easy.free()
    }

    /// Takes a header line. A stream is handed out at the empty line that ends the header of the final answer.
    @inline(__always)
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Taking {
        guard collector.takeHeader(line) else { return .stop }
        if isStreaming, collector.isHeaderComplete {
            let status = easy.number(CURLINFO_RESPONSE_CODE)
            if status >= 200 { transfer?.begin(collector.head(status: status)) }
        }
        return .taken
    }

    /// Takes a piece of the body. A stream whose reader is behind lets libcurl wait.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Taking {
        let pipe = isStreaming ? transfer?.pipe : nil
        if let pipe, pipe.isFull {
            pipe.isPaused = true
            return .pause
        }
        guard collector.count(bytes.count, wireBytes: { easy.offset(CURLINFO_SIZE_DOWNLOAD_T) }) else { return .stop }
        if let pipe { pipe.write(bytes) } else { collector.keep(bytes) }
        return .taken
    }

    /// Moves the answer out, so that its body is handed on without a copy.
    func takeAnswer() -> HTTPResponse {
        collector.takeResponse(status: easy.number(CURLINFO_RESPONSE_CODE), facts: facts)
    }

    private var facts: HTTPResponse.Facts {
        HTTPResponse.Facts(
            connects: easy.number(CURLINFO_NUM_CONNECTS),
            bodyBytesOnWire: easy.offset(CURLINFO_SIZE_DOWNLOAD_T),
            totalMicroseconds: easy.offset(CURLINFO_TOTAL_TIME_T),
            microsecondsToFirstByte: easy.offset(CURLINFO_STARTTRANSFER_TIME_T)
        )
    }

    /// Whether the connection goes to a proxy.
    var isProxied: Bool {
        if case .proxyDecides = addressRule { true } else { false }
    }

    /// Whether a connection to that address may be opened; the exchange remembers a refusal, which libcurl reports only
    /// as "could not connect".
    func permits(_ address: AddressClass?) -> Bool {
        switch addressRule {
        case .proxyDecides: return true
        case .policy(let policy):
            let address = address ?? .reserved
            guard policy.allows(address) else {
                transfer?.refusedAddress = address
                return false
            }
            return true
        }
    }
}

/// Who decides about the address of a connection.
enum AddressRule {
    /// The policy, for connections to the host itself.
    case policy(TransportPolicy)
    /// Nobody here: with a proxy, the connection goes to the proxy that the operator named, who sees the address.
    case proxyDecides
}
