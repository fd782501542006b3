import CLibcurl
import CurlMemory

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process-wide part of libcurl.
enum CurlLibrary {
    /// Oldest version with `QUICK_EXIT`; the string form of the protocol list came with 7.85.
    private static let oldestVersion: UInt32 = 0x07_57_00

    /// What is wrong with this process's libcurl, or nil. Evaluated once: `curl_global_init` is safe against a second
    /// thread only in builds that say so, and a Swift static is always.
    private static let complaint: String? = {
        // With memory that a client's thread uses again.
        let code = curl_global_init_mem(
            Int(CURL_GLOBAL_DEFAULT),
            curl_memory_malloc,
            curl_memory_free,
            curl_memory_realloc,
            curl_memory_strdup,
            curl_memory_calloc
        )
        guard code == CURLE_OK else { return "libcurl could not be initialised" }
        guard let info = curlshim_version()?.pointee else { return "libcurl does not know its version" }
        guard info.version_num >= oldestVersion else { return "libcurl is older than 7.87; install a newer one" }
        guard info.features & Int32(CURL_VERSION_SSL) != 0 else {
            return "this libcurl has no TLS; install one that has"
        }
        ignoreBrokenPipes()
        return nil
    }()

    /// The encodings of bodies that this libcurl can undo, as a request offers them.
    static let contentEncodings: String = {
        let features = curlshim_version()?.pointee.features ?? 0
        let known = [
            (CURL_VERSION_LIBZ, "deflate, gzip"), (CURL_VERSION_BROTLI, "br"), (CURL_VERSION_ZSTD, "zstd"),
        ]
        let names = known.filter { features & Int32($0.0) != 0 }.map(\.1)
        return names.isEmpty ? "identity" : names.joined(separator: ", ")
    }()

    /// Initialises libcurl once for the process. Throws `library`.
    static func prepare() throws(TransportError) {
        if let complaint {
            throw TransportError(.library, "HTTP is not available: \(complaint).")
        }
    }

    /// Sets `SIGPIPE` to be ignored unless the program has its own handler.
    ///
    /// `NOSIGNAL` makes libcurl leave signals alone, and OpenSSL writes to sockets without `MSG_NOSIGNAL`: a peer that
    /// closes at the wrong moment would kill the process. A write to a closed pipe then fails with `EPIPE` instead.
    private static func ignoreBrokenPipes() {
        var current = sigaction()
        guard sigaction(SIGPIPE, nil, &current) == 0 else { return }
        #if canImport(Glibc)
            let handler = current.__sigaction_handler.sa_handler
        #else
            let handler = current.__sigaction_u.__sa_handler
        #endif
        if handler == nil {
            signal(SIGPIPE, SIG_IGN)
        }
    }
}
