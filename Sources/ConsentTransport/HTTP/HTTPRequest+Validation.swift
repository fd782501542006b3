extension HTTPRequest {
    /// Checks what is ours to check before a byte goes out; what the URL names is checked by the policy.
    ///
    /// Throws `invalidRequest`.
    func validate() throws(TransportError) {
        try checkBody()
        try headers.checkAsRequest()
    }

    /// Checks the body. Throws `invalidRequest`.
    func checkBody() throws(TransportError) {
        guard let body else { return }
        guard body.count <= Limits.maxRequestBodyBytes else {
            throw .invalidRequest("the body has more than \(Limits.maxRequestBodyBytes) bytes; send it in parts")
        }
        guard method != .get, method != .head else {
            throw .invalidRequest("a \(method.rawValue) request must not have a body")
        }
    }
}

extension HTTPFields {
    /// Checks the header of a request.
    ///
    /// Throws `invalidRequest`. A carriage return, line feed or NUL in a value would let its author write header lines
    /// of his own (RFC 9110 section 5.5 and 11.6), and libcurl sends such values as they are.
    func checkAsRequest() throws(TransportError) {
        guard count <= Limits.maxRequestHeaderCount else {
            throw .invalidRequest("more than \(Limits.maxRequestHeaderCount) header fields")
        }
        var bytes = 0
        for field in fields {
            guard isToken(field.name) else {
                throw .invalidRequest("a header name contains characters that are not allowed in one")
            }
            guard !framingFields.contains(where: { asciiCaseEqual($0, field.name) }) else {
                throw .invalidRequest("the header \(field.name) is set by the client itself; remove it")
            }
            guard field.value.utf8.allSatisfy(isFieldByte) else {
                throw .invalidRequest("the value of header \(field.name) contains a line break or control character")
            }
            bytes += field.name.utf8.count + field.value.utf8.count + 4
        }
        guard bytes <= Limits.maxRequestHeaderBytes else {
            throw .invalidRequest("the header fields have more than \(Limits.maxRequestHeaderBytes) bytes")
        }
    }
}

/// Fields that decide where a message ends or whom it is for. Whoever sets them can smuggle a second request.
private let framingFields = [
    "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade",
    "Proxy-Connection", "Proxy-Authorization", "Expect",
]

/// Whether a text is a token (RFC 9110 section 5.6.2).
private func isToken(_ text: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"): true
            case UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            case UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"): true
            default: false
            }
        }
}

/// Whether a byte may stand in a field value: visible, space, tab or part of a longer UTF-8 sequence.
private func isFieldByte(_ byte: UInt8) -> Bool {
    byte == 0x09 || (byte >= 0x20 && byte != 0x7F)
}
