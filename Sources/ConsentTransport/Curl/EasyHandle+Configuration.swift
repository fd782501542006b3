import CLibcurl

extension EasyHandle {
    /// Sets what is the same for every exchange of a client, with the context of all callbacks. Returns the first failure.
    func configure(
        _ options: CurlClient.Options,
        handles: CurlHandles,
        resolved: StringList?,
        context: UnsafeMutableRawPointer
    ) -> CURLcode? {
        var writer = OptionWriter(self)
        writer.note(curlshim_easy_set_share(raw, handles.share))
        // Signals would hit the whole process; timeouts of name resolution work without them in threaded builds.
        writer.set(CURLOPT_NOSIGNAL, 1)
        // Without it a cancelled exchange waits for its name resolution to end, and every other one with it.
        writer.set(CURLOPT_QUICK_EXIT, 1)
        writer.set(CURLOPT_PROTOCOLS_STR, options.policy.insecureTest ? "http,https" : "https")
        // A redirect is the caller's to judge: libcurl would carry an API key header along to another host.
        writer.set(CURLOPT_FOLLOWLOCATION, 0)
        writer.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        writer.set(CURLOPT_SSL_VERIFYPEER, 1)
        writer.set(CURLOPT_SSL_VERIFYHOST, 2)
        writer.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        writer.set(CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // HTTP/2 where TLS offers it; later requests wait to see whether the first connection can carry them as well.
        writer.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        writer.set(CURLOPT_PIPEWAIT, 1)
        writer.set(CURLOPT_MAXLIFETIME_CONN, options.limits.maxConnectionAge.clampedSeconds)
        writer.set(CURLOPT_MAXAGE_CONN, options.limits.maxConnectionIdle.clampedSeconds)
        // Undoes every encoding that the library knows; the header of the request offers them. The collector counts what
        // comes out.
        writer.set(CURLOPT_ACCEPT_ENCODING, "")
        writer.set(CURLOPT_BUFFERSIZE, Limits.receiveBufferBytes)
        if options.proxy != nil {
            // For the proxy itself; the request has the line in its header.
            writer.set(CURLOPT_USERAGENT, options.userAgent)
        }
        // The empty text, not nil: nil would read the proxy from the environment, and the address rules with it.
        writer.set(CURLOPT_PROXY, options.proxy ?? "")
        // Likewise: the environment's exceptions would connect directly where the proxy was trusted with the address.
        writer.set(CURLOPT_NOPROXY, "")
        if let resolved {
            writer.note(curlshim_easy_set_list(raw, CURLOPT_RESOLVE, resolved.head))
        }
        if let certificate = options.clientCertificate {
            writer.set(CURLOPT_SSLCERT, certificate.certificateFile)
            writer.set(CURLOPT_SSLKEY, certificate.keyFile)
        }
        // The proxy's own header is no part of the answer.
        writer.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let caFile = options.caFile {
            writer.set(CURLOPT_CAINFO, caFile)
            // Only the named authorities are trusted, not the system's directory beside them.
            writer.set(CURLOPT_CAPATH, nil as String?)
            writer.set(CURLOPT_PROXY_CAINFO, caFile)
            writer.set(CURLOPT_PROXY_CAPATH, nil as String?)
        }
        writer.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds: options.limits.connectTimeout)
        writer.set(CURLOPT_LOW_SPEED_LIMIT, options.limits.lowSpeedBytesPerSecond)
        writer.set(CURLOPT_LOW_SPEED_TIME, options.limits.lowSpeedTime.clampedSeconds)
        writer.note(curlshim_easy_set_callbacks(raw, takeHeaderLine, takeBodyBytes))
        writer.note(curlshim_easy_set_open_socket(raw, openSocket))
        writer.note(curlshim_easy_set_context(raw, context))
        return writer.failure
    }
}
