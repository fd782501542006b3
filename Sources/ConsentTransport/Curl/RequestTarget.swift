import CLibcurl

/// Where a request goes, read from its URL by libcurl's own parser, so that what is checked is what is connected to.
///
/// Two parsers that disagree about the host of a URL are the classic way around an allow-list.
struct RequestTarget: Sendable {
    /// Everything before the path, as it was written.
    let origin: String
    /// `http`, `https` or another scheme, in small letters.
    let scheme: String
    /// The host in small letters; an IPv4 address in any notation as dotted decimal, IPv6 in brackets.
    let host: String
    /// The port, given or implied; 0 where the scheme has none.
    let port: Int
    /// The path without query, for logs.
    private(set) var path: String

    /// Reads an absolute URL. Throws `invalidRequest`.
    init(parsing url: String) throws(TransportError) {
        try RequestTarget.checkText(url)
        origin = String(url[..<RequestTarget.endOfOrigin(url)])
        guard let handle = curl_url() else { throw .invalidRequest("out of memory") }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER)
        let code = curl_url_set(handle, CURLUPART_URL, url, flags)
        guard code == CURLUE_OK else {
            throw .invalidRequest(
                code == CURLUE_USER_NOT_ALLOWED
                    ? "the URL contains a user name; give credentials by reference instead"
                    : "the URL is not an absolute http or https URL"
            )
        }
        scheme = RequestTarget.part(CURLUPART_SCHEME, of: handle).lowercased()
        host = RequestTarget.part(CURLUPART_HOST, of: handle).lowercased()
        let portFlags = UInt32(CURLU_DEFAULT_PORT)
        port = Int(RequestTarget.part(CURLUPART_PORT, of: handle, flags: portFlags)) ?? 0
        path = RequestTarget.part(CURLUPART_PATH, of: handle)
        guard RequestTarget.part(CURLUPART_ZONEID, of: handle).isEmpty else {
            throw .invalidRequest("the URL names a network interface")
        }
        guard !host.isEmpty, host.utf8.count <= Limits.maxHostBytes else {
            throw .invalidRequest("the URL has no host, or one longer than \(Limits.maxHostBytes) bytes")
        }
    }

    /// Reads an absolute URL, which costs less where its origin is one that libcurl has read before.
    ///
    /// The same bytes up to the path name the same host to libcurl, whatever follows. Throws `invalidRequest`.
    init(parsing url: String, knowing known: RequestTarget?) throws(TransportError) {
        let end = RequestTarget.endOfOrigin(url)
        guard let known, url[..<end] == known.origin else {
            try self.init(parsing: url)
            return
        }
        try RequestTarget.checkText(url)
        let path = url.utf8[end...].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        self = known
        self.path = path.isEmpty ? "/" : String(Substring(path))
    }

    /// Where the path, the query or the fragment of an absolute URL begins (RFC 3986 section 3.2).
    private static func endOfOrigin(_ url: String) -> String.Index {
        let bytes = url.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return url.endIndex }
        let start = bytes.index(colon, offsetBy: 3, limitedBy: bytes.endIndex) ?? bytes.endIndex
        return bytes[start...].firstIndex { byte in
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        } ?? bytes.endIndex
    }

    /// The absolute URL that a reference means in an answer from `base` (RFC 3986 section 5); nil for one that is none.
    static func resolve(_ reference: String, against base: String) -> String? {
        guard reference.utf8.count <= Limits.maxURLBytes, let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, base, 0) == CURLUE_OK,
            curl_url_set(handle, CURLUPART_URL, reference, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK
        else { return nil }
        let url = part(CURLUPART_URL, of: handle)
        return url.isEmpty ? nil : url
    }

    /// Refuses what libcurl would rewrite or what only looks like a URL.
    private static func checkText(_ url: String) throws(TransportError) {
        guard url.utf8.count <= Limits.maxURLBytes else {
            throw .invalidRequest("the URL is longer than \(Limits.maxURLBytes) bytes")
        }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw .invalidRequest("the URL contains white space, a backslash or characters beyond ASCII; encode them")
        }
        // libcurl forgives one or three slashes after the scheme; other readers of the same URL do not.
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")),
            url.utf8[colon...].starts(with: "://".utf8), !url.utf8[colon...].starts(with: ":///".utf8)
        else {
            throw .invalidRequest("the URL is not an absolute http or https URL")
        }
        guard !hasDotSegment(url) else {
            throw .invalidRequest("the path contains a \".\" or \"..\" segment, which would lead to another endpoint")
        }
    }

    /// Whether the path has a `.` or `..` segment, also percent-encoded: libcurl and servers resolve those away.
    private static func hasDotSegment(_ url: String) -> Bool {
        var slashes = 0
        var dots = 0
        var isPlain = false
        var bytes = url.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "#"):
                return slashes > 2 && !isPlain && (1...2).contains(dots)
            case UInt8(ascii: "/"):
                if slashes > 2, !isPlain, (1...2).contains(dots) { return true }
                slashes += 1
                dots = 0
                isPlain = false
            case UInt8(ascii: "."):
                dots += 1
            case UInt8(ascii: "%"):
                guard bytes.next() == UInt8(ascii: "2"), bytes.next().map(asciiLowercased) == UInt8(ascii: "e") else {
                    isPlain = true
                    continue
                }
                dots += 1
            default:
                isPlain = true
            }
        }
        return slashes > 2 && !isPlain && (1...2).contains(dots)
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer, flags: UInt32 = 0) -> String {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return "" }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension RequestTarget: Equatable {
    /// Whether two requests go to the same place, however it was written.
    static func == (left: RequestTarget, right: RequestTarget) -> Bool {
        left.scheme == right.scheme && left.host == right.host && left.port == right.port && left.path == right.path
    }
}
