/// Where an answer sends its request on (RFC 9110 section 15.4), decided without sending anything.
enum Redirect {
    /// The request that follows, or nil for an answer that is no redirect.
    ///
    /// - Throws: `redirectRefused` for a target that cannot be read, that the policy forbids or that leaves https, and
    ///   where a body would reach another server. The address behind the target's name is checked when it is connected.
    static func next(
        after response: HTTPResponse,
        to request: HTTPRequest,
        policy: TransportPolicy
    ) throws(TransportError) -> HTTPRequest? {
        guard [301, 302, 303, 307, 308].contains(response.status) else { return nil }
        let origin = try RequestTarget(parsing: request.url)
        guard let location = response.headers["Location"] else { return nil }
        guard let url = RequestTarget.resolve(location, against: request.url) else {
            throw .redirectRefused(from: origin.host, "to an address that cannot be read")
        }
        var next = request
        next.url = url
        let target = try admitted(next, from: origin, policy: policy)
        if dropsBody(request.method, status: response.status) {
            next.method = .get
            next.body = nil
            next.isRepeatable = true
            next.headers = next.headers.filter { !isAny($0, of: bodyFields) }
        }
        guard target.scheme != origin.scheme || target.host != origin.host || target.port != origin.port else {
            return next
        }
        guard next.body == nil else {
            throw .redirectRefused(from: origin.host, "a request with a body to another server, \(target.host)")
        }
        // A vendor's key travels in a field of any name, so only what is known to be harmless goes along.
        next.headers = next.headers.filter { isAny($0, of: harmlessFields) }
        return next
    }

    private static func admitted(
        _ next: HTTPRequest,
        from origin: RequestTarget,
        policy: TransportPolicy
    ) throws(TransportError) -> RequestTarget {
        let target: RequestTarget
        do throws(TransportError) {
            target = try policy.admit(next)
        } catch {
            let complaint =
                switch error.code {
                case .insecureScheme: "to an address without https"
                case .forbiddenHost: "to a host that the adapter does not allow"
                default: "to an address that cannot be read"
                }
            throw .redirectRefused(from: origin.host, complaint)
        }
        guard target.scheme == "https" || origin.scheme == "http" else {
            throw .redirectRefused(from: origin.host, "to an address without https")
        }
        return target
    }

    /// Whether the next request is a plain GET: always after 303, and after 301 and 302 for `POST`, as all clients do.
    private static func dropsBody(_ method: HTTPMethod, status: Int) -> Bool {
        switch status {
        case 303: method != .get && method != .head
        case 301, 302: method == .post
        default: false
        }
    }

    private static func isAny(_ field: HTTPFields.Field, of names: [String]) -> Bool {
        names.contains { asciiCaseEqual($0, field.name) }
    }

    private static let bodyFields = ["Content-Type", "Content-Encoding", "Content-Language", "Content-Location"]
    private static let harmlessFields = ["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since"]
}

extension TransportError {
    static func redirectRefused(from host: String, _ complaint: String) -> TransportError {
        TransportError(
            .redirectRefused,
            "\(host) redirects \(complaint); it was not followed. Find out where the API has moved and name that host."
        )
    }
}
