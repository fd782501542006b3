import CLibcurl

/// Exchanges requests for answers over libcurl, any number of them at a time on one thread.
///
/// It keeps connections and TLS sessions for the next request, follows no redirect, retries nothing and knows no
/// credentials. Certificates are always verified, with TLS 1.2 or newer. Never `fork` a process with a live client: the
/// child would share its sockets. The first client makes the process ignore `SIGPIPE`, unless it has a handler.
public actor CurlClient: HTTPSender {
    /// What a client is set up with.
    public struct Options: Sendable {
        /// Where requests may go.
        public var policy: TransportPolicy
        /// How much and how long.
        public var limits = TransportLimits()
        /// A PEM file with the only certificate authorities to trust; nil means the system's.
        public var caFile: String?
        /// The URL of a proxy. Without one, requests go directly, whatever the environment says. With one, it is the
        /// proxy that resolves names, so that address rules reach only hosts that are written as addresses.
        public var proxy: String?
        /// Who we say we are.
        public var userAgent = "ConsentBridge"

        /// Makes options with everything but the policy at its default.
        public init(policy: TransportPolicy) {
            self.policy = policy
        }
    }

    nonisolated let thread: CurlThread
    private nonisolated let options: Options
    private let handles: CurlHandles
    private var idle: [EasyHandle] = []
    private var running: [EasyHandle: Transfer] = [:]
    private var waiting = TransferQueue()
    private var isClosed = false

    /// The client's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Starts a client with its thread. Throws `library` if libcurl cannot do what is needed.
    public init(options: Options) throws(TransportError) {
        try CurlLibrary.prepare()
        guard let handles = CurlHandles(poolSize: options.limits.maxConcurrentTransfers) else { throw .outOfMemory }
        self.options = options
        self.handles = handles
        thread = CurlThread(handles: handles)
        try thread.start(for: self)
    }

    isolated deinit {
        close()
        thread.stop()
    }

    /// Sends once and returns whatever status came back, redirects included.
    ///
    /// Cancelling the task ends the exchange, whether it waits, runs or has not begun.
    public nonisolated func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard !Task.isCancelled else { throw .cancelled }
        try request.validate()
        let target = try options.policy.admit(request)
        let transfer = Transfer(request, to: target, limits: options.limits, addressRule: try addressRule(for: target))
        let result = await withTaskCancellationHandler {
            await run(transfer)
        } onCancel: {
            Task { await self.cancel(transfer) }
        }
        return try result.get()
    }

    /// Ends everything in flight with `closed` and closes all connections. Later requests fail with `closed`.
    public func shutdown() {
        close()
    }

    /// How many exchanges wait in line.
    var waitingCount: Int { waiting.count }

    /// Whether nothing runs or waits.
    var isIdle: Bool { running.isEmpty && waiting.count == 0 }

    private nonisolated func addressRule(for target: RequestTarget) throws(TransportError) -> AddressRule {
        guard options.proxy != nil else { return .policy(options.policy) }
        if let literal = AddressClass(literal: target.host), !options.policy.allows(literal) {
            throw .addressRefused(host: target.host, literal)
        }
        return .proxyDecides
    }

    private func run(_ transfer: Transfer) async -> Result<HTTPResponse, TransportError> {
        await withCheckedContinuation { continuation in
            // The cancel may have come first: its task and this one race for the thread.
            guard case .made = transfer.stage else {
                continuation.resume(returning: .failure(.cancelled))
                return
            }
            transfer.continuation = continuation
            transfer.stage = .waiting
            if isClosed {
                end(transfer, .failure(.closed))
            } else if running.count < options.limits.maxConcurrentTransfers {
                start(transfer)
            } else if waiting.count < options.limits.maxQueuedTransfers {
                waiting.append(transfer)
            } else {
                end(transfer, .failure(.overloaded))
            }
        }
    }

    /// Ends an exchange early. One that has already ended is left alone, so a late cancel leaves no trace.
    private func cancel(_ transfer: Transfer) {
        switch transfer.stage {
        case .made: transfer.stage = .ended
        case .waiting:
            waiting.remove(transfer)
            end(transfer, .failure(.cancelled))
        case .running(let easy):
            release(easy, from: transfer)
            end(transfer, .failure(.cancelled))
            startWaiting()
        case .ended: break
        }
    }

    private func start(_ transfer: Transfer) {
        guard let easy = idle.popLast() ?? makeEasyHandle() else {
            end(transfer, .failure(.outOfMemory))
            return
        }
        if let failure = easy.prepare(for: transfer) {
            easy.forget(transfer)
            idle.append(easy)
            end(transfer, .failure(.optionRefused(failure)))
            return
        }
        transfer.stage = .running(easy)
        running[easy] = transfer
        if handles.add(easy) != CURLM_OK {
            release(easy, from: transfer)
            end(transfer, .failure(.outOfMemory))
        }
    }

    private func makeEasyHandle() -> EasyHandle? {
        guard let easy = EasyHandle() else { return nil }
        guard easy.configure(options, handles: handles) == nil else {
            easy.free()
            return nil
        }
        return easy
    }

    /// Lets libcurl work and hands out what is finished. Called by the thread between jobs.
    func pump() {
        guard !running.isEmpty else { return }
        handles.perform()
        while let (easy, code) = handles.nextFinished() {
            guard let transfer = running[easy] else { continue }
            let result = transfer.result(of: easy, code: code)
            release(easy, from: transfer)
            end(transfer, result)
        }
        startWaiting()
    }

    private func startWaiting() {
        while running.count < options.limits.maxConcurrentTransfers, let next = waiting.popFirst() {
            start(next)
        }
    }

    /// Takes a handle out of libcurl's hands and back into the free list, with its connection left in the pool.
    private func release(_ easy: EasyHandle, from transfer: Transfer) {
        handles.remove(easy)
        easy.forget(transfer)
        running[easy] = nil
        idle.append(easy)
    }

    private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, TransportError>) {
        transfer.stage = .ended
        transfer.headerList = nil
        let continuation = transfer.continuation
        transfer.continuation = nil
        continuation?.resume(returning: result)
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        for (easy, transfer) in running {
            release(easy, from: transfer)
            end(transfer, .failure(.closed))
        }
        while let transfer = waiting.popFirst() {
            end(transfer, .failure(.closed))
        }
        idle.forEach { $0.free() }
        idle.removeAll()
    }
}
