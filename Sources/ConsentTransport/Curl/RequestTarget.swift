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
        try self.init(parsing: url, knowing: nil)
    }

    /// Reads an absolute URL, which costs less where its origin is one that libcurl has read before.
    ///
    /// The same bytes up to the path name the same host to libcurl, whatever follows. Throws `invalidRequest`.
    init(parsing url: String, knowing known: RequestTarget?) throws(TransportError) {
        let bytes = Array(url.utf8)
        let pathStart = try RequestTarget.checkText(bytes)
        let origin = String(decoding: bytes[..<pathStart], as: UTF8.self)
        if let known, origin == known.origin {
            self = known
            let path = bytes[pathStart...].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
            self.path = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
        } else {
            self = try RequestTarget(url: url, origin: origin)
        }
    }

    private init(url: String, origin: String) throws(TransportError) {
        self.origin = origin
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

    /// Refuses what libcurl would rewrite or what only looks like a URL. Returns where the path, the query or the fragment
    /// begins (RFC 3986 section 3.2).
    private static func checkText(_ url: [UInt8]) throws(TransportError) -> Int {
        guard url.count <= Limits.maxURLBytes else {
            throw .invalidRequest("the URL is longer than \(Limits.maxURLBytes) bytes")
        }
        guard url.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw .invalidRequest("the URL contains white space, a backslash or characters beyond ASCII; encode them")
        }
        // libcurl forgives one or three slashes after the scheme; other readers of the same URL do not.
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")),
            url[colon...].starts(with: "://".utf8), !url[colon...].starts(with: ":///".utf8)
        else {
            throw .invalidRequest("the URL is not an absolute http or https URL")
        }
        let end = url[(colon + 3)...].firstIndex(where: endsOrigin) ?? url.count
        try checkPath(url[end...].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        return end
    }

    private static func endsOrigin(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// Refuses a `.` or `..` segment, also percent-encoded, since libcurl and servers resolve those away, and a `%` that
    /// begins no escape, which readers take in different ways.
    private static func checkPath(_ path: ArraySlice<UInt8>) throws(TransportError) {
        for segment in path.split(separator: UInt8(ascii: "/")) {
            var dots = 0
            var others = 0
            var index = segment.startIndex
            while index < segment.endIndex {
                var byte = segment[index]
                if byte == UInt8(ascii: "%") {
                    guard index + 2 < segment.endIndex, let high = hexDigit(segment[index + 1]),
                        let low = hexDigit(segment[index + 2])
                    else {
                        throw .invalidRequest("the path has a % that begins no escape; write %25")
                    }
                    byte = high << 4 | low
                    index += 2
                }
                if byte == UInt8(ascii: ".") { dots += 1 } else { others += 1 }
                index += 1
            }
            guard others > 0 || !(1...2).contains(dots) else {
                throw .invalidRequest(
                    "the path contains a \".\" or \"..\" segment, which would lead to another endpoint"
                )
            }
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
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
