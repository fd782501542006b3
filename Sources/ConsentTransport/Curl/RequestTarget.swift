import CLibcurl

/// Where a request goes, read from its URL by libcurl's own parser, so that what is checked is what is connected to.
///
/// Two parsers that disagree about the host of a URL are the classic way around an allow-list.
struct RequestTarget: Sendable {
    /// What a URL says in front of its path.
    final class Server: Sendable {
        /// All of it, as it was written.
        let origin: String
        /// `http`, `https` or another scheme, in small letters.
        let scheme: String
        /// The host in small letters; an IPv4 address in any notation as dotted decimal, IPv6 in brackets.
        let host: String
        /// The port, given or implied; 0 where the scheme has none.
        let port: Int

        fileprivate init(origin: String, scheme: String, host: String, port: Int) {
            self.origin = origin
            self.scheme = scheme
            self.host = host
            self.port = port
        }
    }

    /// The server; the very same for two URLs only where they were read one knowing the other.
    let server: Server
    /// The URL as it was given.
    let url: String

    /// The scheme of the server.
    var scheme: String { server.scheme }
    /// The host of the server.
    var host: String { server.host }
    /// The port of the server.
    var port: Int { server.port }

    /// The path without query, for logs.
    var path: String {
        let path = url.utf8.dropFirst(server.origin.utf8.count).prefix { !URLText.endsPath($0) }
        return path.isEmpty ? "/" : String(Substring(path))
    }

    /// Reads an absolute URL, which costs less where its server is one that libcurl has read before.
    ///
    /// The same bytes up to the path name the same server to libcurl, whatever follows. Throws `invalidRequest`.
    init(parsing url: String, knowing known: Server? = nil) throws(TransportError) {
        self.url = url
        if let known, URLText.isPlain(url, behind: known.origin) {
            server = known
            return
        }
        let origin = try URLText.origin(of: url)
        if let known, known.origin == origin {
            server = known
        } else {
            server = try Self.server(of: url, origin: origin)
        }
    }

    private static func server(of url: String, origin: String) throws(TransportError) -> Server {
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
        let server = Server(
            origin: origin,
            scheme: part(CURLUPART_SCHEME, of: handle).lowercased(),
            host: part(CURLUPART_HOST, of: handle).lowercased(),
            port: Int(part(CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT))) ?? 0
        )
        guard part(CURLUPART_ZONEID, of: handle).isEmpty else {
            throw .invalidRequest("the URL names a network interface")
        }
        guard !server.host.isEmpty, server.host.utf8.count <= Limits.maxHostBytes else {
            throw .invalidRequest("the URL has no host, or one longer than \(Limits.maxHostBytes) bytes")
        }
        return server
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
