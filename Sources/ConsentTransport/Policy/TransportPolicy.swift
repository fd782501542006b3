/// Where requests may go. One client has one policy, because a pooled connection is not asked about its address again.
public struct TransportPolicy: Sendable, Equatable {
    /// The hosts that requests may go to; with none, no request may go anywhere.
    public var allowedHosts: [HostPattern]
    /// For tests against a server on this machine: allows `http`, any port and loopback addresses, nothing else more.
    public var insecureTest: Bool
    /// Allows private networks (RFC 1918, RFC 4193, RFC 6598), for a platform that is hosted on site. Loopback,
    /// link-local and metadata addresses stay refused.
    public var allowPrivateAddresses: Bool

    /// Makes a policy; the defaults are the strict ones.
    public init(allowedHosts: [HostPattern], insecureTest: Bool = false, allowPrivateAddresses: Bool = false) {
        self.allowedHosts = allowedHosts
        self.insecureTest = insecureTest
        self.allowPrivateAddresses = allowPrivateAddresses
    }

    /// Whether a connection to an address of that class may be opened.
    public func allows(_ address: AddressClass) -> Bool {
        switch address {
        case .global: true
        case .loopback: insecureTest
        case .privateNetwork, .sharedSpace: allowPrivateAddresses
        case .linkLocal, .metadata, .multicast, .unspecified, .reserved: false
        }
    }

    /// Reads the URL of a request and says where it goes, if it may go there.
    ///
    /// Throws `invalidRequest`, `insecureScheme` or `forbiddenHost`.
    func admit(_ request: HTTPRequest) throws(TransportError) -> RequestTarget {
        let target = try RequestTarget(parsing: request.url)
        try check(target)
        return target
    }

    /// Refuses a place where no request may go.
    ///
    /// Throws `insecureScheme` or `forbiddenHost`.
    func check(_ target: RequestTarget) throws(TransportError) {
        guard target.scheme == "https" || (target.scheme == "http" && insecureTest) else {
            throw TransportError(
                .insecureScheme,
                "Requests to \(target.host) must use https; change the address, or set insecure_test for a local test."
            )
        }
        let schemePort = target.scheme == "https" ? 443 : 80
        let isAllowed = allowedHosts.contains {
            $0.matches(host: target.host, port: target.port, schemePort: schemePort, anyPort: insecureTest)
        }
        guard isAllowed else {
            throw TransportError(
                .forbiddenHost,
                "The host \(target.host) with port \(target.port) is not among the hosts that the adapter allows; "
                    + "correct the configured host or add it to the allow-list."
            )
        }
    }
}
