import CLibcurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Exchanges requests for answers over libcurl, any number of them at a time on one thread.
///
/// Copies share the thread and the connections; both end with the last copy.
///
/// It keeps connections and TLS sessions for the next request, follows no redirect (``RedirectFollower`` does), retries
/// nothing and knows no credentials. Certificates are always verified, with TLS 1.2 or newer. Never `fork` a process with a live client: the
/// child would share its sockets. The first client makes the process ignore `SIGPIPE`, unless it has a handler.
public struct CurlClient: HTTPSender {
    /// What a client is set up with.
    public struct Options: Sendable {
        /// Where requests may go.
        public var policy: TransportPolicy
        /// How much and how long.
        public var limits = TransportLimits()
        /// A PEM file with the only certificate authorities to trust; nil means the system's.
        public var caFile: String?
        /// The URL of a proxy, `http`, `https` or `socks5h`. Without one, requests go directly, whatever the environment says. With one, it is the
        /// proxy that resolves names, so that address rules reach only hosts that are written as addresses.
        public var proxy: String?
        /// What the client shows of itself in TLS, if anything.
        public var clientCertificate: ClientCertificate?
        /// Answers of name resolution, as `name:port:address`, in place of the system's.
        var resolved: [String] = []
        /// Who we say we are.
        public var userAgent = "ConsentBridge"

        /// Makes options with everything but the policy at its default.
        public init(policy: TransportPolicy) {
            self.policy = policy
        }
    }

    let loop: CurlLoop
    private let options: Options
    private let admission: Admission

    /// Starts a client with its thread. Throws `library` if libcurl cannot do what is needed.
    public init(options: Options) throws(TransportError) {
        try CurlLibrary.prepare()
        try Self.check(options)
        guard let handles = CurlHandles(poolSize: options.limits.maxConcurrentTransfers) else { throw .outOfMemory }
        self.options = options
        // libcurl writes such lines anew for each request, character by character and twice; ours only once.
        let standing: HTTPFields = [
            "User-Agent": options.userAgent, "Accept-Encoding": CurlLibrary.contentEncodings,
        ]
        admission = Admission(options.policy, isProxied: options.proxy != nil, standing: standing)
        loop = try CurlLoop(options: options, handles: handles)
    }

    /// The client's own thread, for tasks that do little but send: a task that prefers it gets its answer without a switch
    /// of threads. What takes long, such as decoding, would hold up every other exchange there.
    public var executor: any TaskExecutor { loop.tasks }

    /// Sends once and returns whatever status came back, redirects included.
    ///
    /// Cancelling the task ends the exchange, whether it waits, runs or has not begun.
    public nonisolated(nonsending) func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try await run(try transfer(for: request))
    }

    /// Sends once like `send` and returns as soon as the header is there.
    ///
    /// The body occupies one of the client's slots until it was read to its end or let go of. Cancelling the task that
    /// reads ends the exchange.
    public nonisolated(nonsending) func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStream {
        let transfer = try transfer(for: request, isStreaming: true)
        let body = StreamedBody(transfer, on: loop)
        let head = try await run(transfer)
        return HTTPStream(head: head, body: HTTPBody { () throws(TransportError) in try await body.next() })
    }

    private func transfer(
        for request: HTTPRequest,
        isStreaming: Bool = false
    ) throws(TransportError) -> Transfer {
        Transfer(
            request.method,
            try admission.admit(request),
            body: request.body,
            isRepeatable: request.isRepeatable,
            timeout: request.timeout,
            limits: options.limits,
            isStreaming: isStreaming
        )
    }

    private nonisolated(nonsending) func run(_ transfer: Transfer) async throws(TransportError) -> HTTPResponse {
        guard !Task.isCancelled else { throw .cancelled }
        let result = await withTaskCancellationHandler {
            // Unsafe only in that nobody checks that it is resumed once: the loop takes it out of the transfer for that.
            await withUnsafeContinuation { loop.begin(transfer, $0) }
        } onCancel: {
            Task { await loop.cancel(transfer) }
        }
        return try result.get()
    }

    /// Ends everything in flight with `closed` and closes all connections. Later requests fail with `closed`.
    public func shutdown() async {
        await loop.close()
    }

    /// What the operator wrote wrongly is said at once, not at the first request: a file by its name, a proxy without
    /// its address, which may hold a password.
    private static func check(_ options: Options) throws(TransportError) {
        // With socks5 this machine would resolve names, and nobody check the addresses.
        let schemes = ["http://", "https://", "socks5h://"]
        if let proxy = options.proxy, !schemes.contains(where: { proxy.lowercased().hasPrefix($0) }) {
            throw TransportError(
                .invalidRequest,
                "The proxy's address does not begin with http://, https:// or socks5h://; correct HTTPS_PROXY."
            )
        }
        let files = [
            options.caFile, options.clientCertificate?.certificateFile, options.clientCertificate?.keyFile,
        ]
        for file in files.compactMap(\.self) where access(file, R_OK) != 0 {
            throw TransportError(.tlsSetup, "The certificate file \(file) cannot be read; correct its path or rights.")
        }
    }
}
