import CLibcurl

extension Transfer {
    /// What an exchange came to, after libcurl says that it is over.
    func result(in slot: ExchangeSlot, code: CURLcode) -> Result<HTTPResponse, TransportError> {
        guard code == CURLE_OK else { return .failure(error(in: slot, code: code)) }
        guard slot.collector.isHeaderComplete else {
            return .failure(TransportError(curl: CURLE_PARTIAL_FILE, host: target.host, hasAnswer: true))
        }
        return .success(slot.takeAnswer())
    }

    /// Our own reasons come first: where a callback stopped libcurl, its code only says that somebody did.
    func error(in slot: ExchangeSlot, code: CURLcode) -> TransportError {
        let easy = slot.easy
        switch slot.collector.excess {
        case .body: return .bodyTooLarge(host: target.host)
        case .expansion: return .expandsTooMuch(host: target.host)
        case .headerBytes, .headerCount: return .headersTooLarge(host: target.host)
        case nil: break
        }
        if code == CURLE_COULDNT_CONNECT, let refusedAddress {
            return .addressRefused(host: target.host, refusedAddress)
        }
        if code == CURLE_COULDNT_CONNECT, slot.isProxied {
            return .proxyUnreachable(host: target.host)
        }
        if code == CURLE_OPERATION_TIMEDOUT {
            return timeoutError(of: easy)
        }
        let proxyStatus = easy.number(CURLINFO_HTTP_CONNECTCODE)
        if proxyStatus >= 300, !slot.collector.hasBegun {
            return .proxyRefused(host: target.host, status: proxyStatus, code: code)
        }
        return TransportError(
            curl: code,
            host: target.host,
            hasAnswer: slot.collector.hasBegun,
            verification: easy.number(CURLINFO_SSL_VERIFYRESULT)
        )
    }

    /// Which of the three clocks ran out. libcurl has one code for all of them, and a text that may change.
    private func timeoutError(of easy: EasyHandle) -> TransportError {
        let elapsed = Duration.microseconds(easy.offset(CURLINFO_TOTAL_TIME_T))
        if easy.offset(CURLINFO_PRETRANSFER_TIME_T) == 0 {
            return TransportError(
                .timeout,
                "\(target.host) accepted no connection in time; check the address, the firewall and the proxy.",
                curlCode: Int(CURLE_OPERATION_TIMEDOUT.rawValue)
            )
        }
        // libcurl rounds to milliseconds on both sides.
        if elapsed + .milliseconds(2) >= totalTimeout {
            return TransportError(
                .timeout,
                "\(target.host) did not complete its answer in time; ask for smaller pages or raise the timeout.",
                curlCode: Int(CURLE_OPERATION_TIMEDOUT.rawValue)
            )
        }
        return TransportError(
            .tooSlow,
            "\(target.host) sends too slowly; it is tried again later.",
            curlCode: Int(CURLE_OPERATION_TIMEDOUT.rawValue)
        )
    }
}
