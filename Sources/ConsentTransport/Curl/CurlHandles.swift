import CLibcurl

/// What the exchanges of one client share: libcurl's multi handle with its connection pool and address cache, and the
/// TLS sessions, so that a second connection resumes instead of paying for a full handshake.
///
/// Unchecked: only `wake` is called from other threads, which libcurl allows; the rest stays on the client's thread, so
/// that the share needs no locks.
struct CurlHandles: @unchecked Sendable {
    let multi: UnsafeMutableRawPointer
    let share: UnsafeMutableRawPointer

    /// Makes handles that keep up to `poolSize` connections open; nil if memory ran out.
    init?(poolSize: Int) {
        guard let multi = curl_multi_init() else { return nil }
        guard let share = curl_share_init() else {
            curl_multi_cleanup(multi)
            return nil
        }
        self.multi = multi
        self.share = share
        _ = curlshim_multi_set_long(multi, CURLMOPT_MAXCONNECTS, poolSize)
        _ = curlshim_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = curlshim_share_add(share, CURL_LOCK_DATA_SSL_SESSION)
    }

    /// Adds an exchange.
    func add(_ easy: EasyHandle) -> CURLMcode {
        curl_multi_add_handle(multi, easy.raw)
    }

    /// Takes an exchange out, ending it if it is not done.
    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(multi, easy.raw)
    }

    /// Does whatever can be done without waiting.
    func perform() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
    }

    /// The slot of the next exchange that ended, and how it ended.
    func nextFinished() -> (slot: ExchangeSlot, code: CURLcode)? {
        var code = CURLE_OK
        guard let context = curlshim_multi_next_finished(multi, &code) else { return nil }
        return (Unmanaged<ExchangeSlot>.fromOpaque(context).takeUnretainedValue(), code)
    }

    /// Sleeps until a socket is ready, a timer of libcurl's is due, `wake` is called or the time is over.
    func poll(milliseconds: Int32) {
        curl_multi_poll(multi, nil, 0, milliseconds, nil)
    }

    /// Ends the current `poll`, or the next one.
    func wake() {
        curl_multi_wakeup(multi)
    }

    /// Frees the handles and closes the connections. All easy handles must be gone.
    func free() {
        curl_multi_cleanup(multi)
        curl_share_cleanup(share)
    }
}
