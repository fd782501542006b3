import CLibcurl

/// What an exchange sets on its handle, beside its address and its body.
///
/// A handle remembers what it was told, and most exchanges want what the one before them wanted: only the difference is
/// set. A value left over from another request could send its credentials or its method, so that every option that an
/// exchange depends on is a member here.
struct ExchangeOptions {
    /// Milliseconds for all of the exchange.
    let timeout: Int
    let maxBodyBytes: Int
    /// Whether a connection of the pool must not be used.
    let needsNewConnection: Bool
    let method: HTTPMethod
    let hasBody: Bool
    /// The header lines, to which libcurl points for as long as they are set.
    let header: HeaderLines

    init(_ transfer: Transfer) {
        timeout = transfer.totalTimeout.clampedMilliseconds
        maxBodyBytes = transfer.maxBodyBytes
        // libcurl sends again by itself when a pooled connection turns out to be dead, which here could do harm.
        needsNewConnection = !transfer.isRepeatable
        method = transfer.method
        hasBody = transfer.body != nil
        header = transfer.header
    }
}

extension EasyHandle {
    /// Sets what an exchange needs and `known` does not have. Returns the first failure, after which nothing is known of
    /// the handle.
    func prepare(for transfer: Transfer, _ options: ExchangeOptions, knowing known: ExchangeOptions?) -> CURLcode? {
        var writer = OptionWriter(self)
        writer.set(CURLOPT_URL, transfer.target.url)
        if options.timeout != known?.timeout {
            writer.set(CURLOPT_TIMEOUT_MS, options.timeout)
        }
        if options.maxBodyBytes != known?.maxBodyBytes {
            // Refuses by the announced length; a chunked or compressed body is counted by the collector.
            writer.set(CURLOPT_MAXFILESIZE_LARGE, offset: options.maxBodyBytes)
        }
        if options.needsNewConnection != known?.needsNewConnection {
            writer.set(CURLOPT_FRESH_CONNECT, options.needsNewConnection ? 1 : 0)
        }
        if options.header !== known?.header {
            writer.note(curlshim_easy_set_list(raw, CURLOPT_HTTPHEADER, options.header.list.head))
        }
        if options.hasBody || options.method != known?.method || options.hasBody != known?.hasBody {
            writer.setMethod(transfer.method, body: transfer.body)
        }
        return writer.failure
    }

    /// Takes back what points into an exchange, and the copy of its body.
    func forget() {
        var writer = OptionWriter(self)
        writer.note(curlshim_easy_set_list(raw, CURLOPT_HTTPHEADER, nil))
        writer.note(curlshim_easy_copy_body(raw, nil, 0))
    }
}

extension OptionWriter {
    /// Sets the method and the body, always with everything that has a part in them: each of these options changes what
    /// the others have set.
    fileprivate mutating func setMethod(_ method: HTTPMethod, body: [UInt8]?) {
        // HTTPGET takes back NOBODY and POST of the exchange before.
        set(CURLOPT_HTTPGET, 1)
        let body = body ?? (method == .get || method == .head ? nil : [])
        if let body, !body.isEmpty || method != .delete {
            set(CURLOPT_POST, 1)
            note(body.withUnsafeBytes { curlshim_easy_copy_body(easy.raw, $0.baseAddress, $0.count) })
        }
        if method == .head {
            set(CURLOPT_NOBODY, 1)
        }
        let isNative = method == .get || method == .head || method == .post
        set(CURLOPT_CUSTOMREQUEST, isNative ? nil : method.rawValue)
    }
}
