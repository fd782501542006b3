import CLibcurl

extension TransportError {
    /// Reads libcurl's code for an exchange with `host`. `hasAnswer` tells whether a status line had come;
    /// `verification` is OpenSSL's number of what is wrong with the certificate.
    init(curl code: CURLcode, host: String, hasAnswer: Bool, verification: Int = 0) {
        let (ownCode, sentence) =
            switch TransportError.table[code.rawValue] {
            case .certificate: (Code.tlsCertificate, certificateSentence(verification))
            case .as(let ownCode, let sentence): (ownCode, sentence)
            case .broken where hasAnswer: (.truncated, "broke off in the middle of its answer; it is tried again later")
            case .broken: (.truncated, "closed the connection without an answer; it is tried again later")
            case nil: (.library, "could not be asked: libcurl failed with code \(code.rawValue)")
            }
        self.init(ownCode, "\(host) \(sentence).", curlCode: Int(code.rawValue))
    }

    static func addressRefused(host: String, _ address: AddressClass) -> TransportError {
        // The key opens these and no others; elsewhere it would be vain advice.
        let isOnSite = address == .privateNetwork || address == .sharedSpace
        let cure =
            isOnSite ? ", or set allow_private_addresses: true on the connection or sink if it is hosted on site" : ""
        return TransportError(
            .addressRefused,
            "\(host) leads to an address that is not public (\(address.rawValue)) and was refused; check the name\(cure)."
        )
    }

    /// The proxy did not open a tunnel. libcurl reports that like a broken connection.
    static func proxyRefused(host: String, status: Int, code: CURLcode) -> TransportError {
        TransportError(
            .unreachable,
            "\(host) cannot be reached: the proxy refused with status \(status); check the proxy and its credentials.",
            curlCode: Int(code.rawValue),
            failureClass: status == 407 ? .config : .transient
        )
    }

    static func proxyUnreachable(host: String) -> TransportError {
        TransportError(
            .unreachable,
            "\(host) cannot be reached: the proxy refuses connections; check its address (HTTPS_PROXY) and port.",
            curlCode: Int(CURLE_COULDNT_CONNECT.rawValue)
        )
    }

    static func bodyTooLarge(host: String) -> TransportError {
        TransportError(
            .bodyTooLarge,
            "\(host) sent a longer answer than allowed; ask for smaller pages or raise the limit."
        )
    }

    static func expandsTooMuch(host: String) -> TransportError {
        TransportError(
            .bodyTooLarge,
            "\(host) sent a body that decompresses to very many times its size, as an attack would; it was not read. "
                + "Check the address."
        )
    }

    static func noFirstByte(host: String) -> TransportError {
        TransportError(
            .timeout,
            "\(host) did not begin to answer in time; it is tried again later. Ask for smaller pages if this goes on.",
            curlCode: Int(CURLE_OPERATION_TIMEDOUT.rawValue)
        )
    }

    static func headersTooLarge(host: String) -> TransportError {
        TransportError(.headersTooLarge, "\(host) sent a longer header than allowed; check that the address is right.")
    }

    static func optionRefused(_ code: CURLcode) -> TransportError {
        TransportError(
            .library,
            "libcurl refused an option of the request; install a complete libcurl with TLS.",
            curlCode: Int(code.rawValue)
        )
    }

    static let outOfMemory = TransportError(.library, "libcurl could not be set up: out of memory.")

    static let overloaded = TransportError(
        .overloaded,
        "Too many requests wait in line; lower the number of parallel streams."
    )
}

/// What a code of libcurl's means.
private enum Meaning {
    case `as`(TransportError.Code, String)
    /// The certificate, whose exact fault is known elsewhere.
    case certificate
    /// The connection broke: which code it is depends on how far the answer had come.
    case broken
}

extension TransportError {
    /// The codes that an exchange over http or https can end with. Any other is a fault of ours or of the library.
    fileprivate static let table: [UInt32: Meaning] = [
        // The scheme was checked before, so this is an answer without a status line, which HTTP/0.9 allowed.
        CURLE_UNSUPPORTED_PROTOCOL.rawValue: .as(
            .protocolViolation,
            "answered something that is not HTTP; check the port"
        ),
        CURLE_URL_MALFORMAT.rawValue: .as(.invalidRequest, "has an address that cannot be read; correct the URL"),
        CURLE_COULDNT_RESOLVE_PROXY.rawValue: .as(
            .unreachable,
            "cannot be reached: the proxy's name is unknown; check it"
        ),
        CURLE_COULDNT_RESOLVE_HOST.rawValue: .as(.unreachable, "has no address; check the name and the name server"),
        CURLE_COULDNT_CONNECT.rawValue: .as(
            .unreachable,
            "refuses connections; check the address, the port and the firewall"
        ),
        CURLE_WEIRD_SERVER_REPLY.rawValue: .as(
            .protocolViolation,
            "answered something that is not HTTP; check the port"
        ),
        CURLE_REMOTE_ACCESS_DENIED.rawValue: .as(.protocolViolation, "denied access below HTTP; check the address"),
        CURLE_HTTP2.rawValue: .broken,
        CURLE_PARTIAL_FILE.rawValue: .as(.truncated, "broke off in the middle of its answer; it is tried again later"),
        CURLE_OPERATION_TIMEDOUT.rawValue: .as(.timeout, "did not answer in time; it is tried again later"),
        CURLE_SSL_CONNECT_ERROR.rawValue: .as(
            .tlsHandshake,
            "did not complete the TLS handshake; check that it speaks TLS 1.2 or newer on this port"
        ),
        CURLE_GOT_NOTHING.rawValue: .broken,
        CURLE_SEND_ERROR.rawValue: .broken,
        CURLE_RECV_ERROR.rawValue: .broken,
        CURLE_SSL_CERTPROBLEM.rawValue: .as(.tlsSetup, "was not asked: our own client certificate cannot be used"),
        CURLE_SSL_CIPHER.rawValue: .as(.tlsHandshake, "offers no cipher that we accept; ask its operator"),
        CURLE_PEER_FAILED_VERIFICATION.rawValue: .certificate,
        CURLE_BAD_CONTENT_ENCODING.rawValue: .as(.badEncoding, "sent a body with damaged or unknown compression"),
        CURLE_FILESIZE_EXCEEDED.rawValue: .as(
            .bodyTooLarge,
            "announced a longer answer than allowed; ask for smaller pages or raise the limit"
        ),
        CURLE_SSL_CACERT_BADFILE.rawValue: .as(
            .tlsSetup,
            "was not asked: the file of certificate authorities cannot be read; correct its path"
        ),
        CURLE_SSL_ISSUER_ERROR.rawValue: .certificate,
        CURLE_SSL_PINNEDPUBKEYNOTMATCH.rawValue: .certificate,
        CURLE_SSL_INVALIDCERTSTATUS.rawValue: .certificate,
        CURLE_HTTP2_STREAM.rawValue: .broken,
        CURLE_PROXY.rawValue: .as(.unreachable, "cannot be reached: the proxy refused the connection; check the proxy"),
    ]
}

/// What OpenSSL has against the certificate, by its verification numbers.
private func certificateSentence(_ verification: Int) -> String {
    switch verification {
    case 9, 13: "has a certificate that is not yet valid; check this machine's clock"
    case 10, 14: "has an expired certificate; ask its operator to renew it"
    case 18, 19: "has a self-signed certificate; name its authority's file if it is yours, else do not trust it"
    case 2, 20, 21: "has a certificate of an unknown authority; install that authority or name its file"
    case 23: "has a revoked certificate; do not trust it"
    default: "has a certificate that is not valid for this name; check the address"
    }
}
