import CLibcurl

/// What an easy handle was last told about an exchange, beside its address and its body.
///
/// A handle remembers its options, and most exchanges want what the one before them wanted: only the difference is told.
/// What stayed by mistake could send the credentials or the method of another request, so that every option that an
/// exchange depends on is a member here; nil where nothing is known.
struct HandleMemory {
    private var timeout: Duration?
    private var maxBodyBytes: Int?
    private var needsNewConnection: Bool?
    /// The method, and whether there is a body.
    private var shape: (method: HTTPMethod, hasBody: Bool)?
    /// The header lines, to which libcurl points for as long as they are set.
    private var header: HeaderLines?

    /// Tells a handle what an exchange needs and the one before it did not. Returns the first failure, after which
    /// ``forget(_:)`` must follow.
    mutating func tell(_ easy: EasyHandle, about transfer: Transfer) -> CURLcode? {
        var writer = OptionWriter(easy)
        writer.set(CURLOPT_URL, transfer.target.url)
        if timeout != transfer.totalTimeout {
            writer.set(CURLOPT_TIMEOUT_MS, milliseconds: transfer.totalTimeout)
            timeout = transfer.totalTimeout
        }
        if maxBodyBytes != transfer.maxBodyBytes {
            // Refuses by the announced length; a chunked or compressed body is counted by the collector.
            writer.set(CURLOPT_MAXFILESIZE_LARGE, offset: transfer.maxBodyBytes)
            maxBodyBytes = transfer.maxBodyBytes
        }
        if needsNewConnection != !transfer.isRepeatable {
            // libcurl sends again by itself when a pooled connection turns out to be dead, which here could do harm.
            writer.set(CURLOPT_FRESH_CONNECT, transfer.isRepeatable ? 0 : 1)
            needsNewConnection = !transfer.isRepeatable
        }
        if header !== transfer.header {
            writer.note(curlshim_easy_set_list(easy.raw, CURLOPT_HTTPHEADER, transfer.header.list.head))
            header = transfer.header
        }
        let hasBody = transfer.body != nil
        if hasBody || shape?.method != transfer.method || shape?.hasBody != hasBody {
            writer.setMethod(transfer.method, body: transfer.body)
            shape = (transfer.method, hasBody)
        }
        return writer.failure
    }

    /// Takes back what only one exchange has use for, and knows nothing more.
    mutating func forget(_ easy: EasyHandle) {
        var writer = OptionWriter(easy)
        writer.note(curlshim_easy_set_list(easy.raw, CURLOPT_HTTPHEADER, nil))
        writer.note(curlshim_easy_copy_body(easy.raw, nil, 0))
        self = HandleMemory()
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
