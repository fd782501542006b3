import Synchronization

/// Admits requests under a policy, and remembers what it admitted last: an account asks one server again and again with
/// the same header, about which everything is known after the first request.
final class Admission: Sendable {
    /// A request that may go out.
    struct Admitted {
        let target: RequestTarget
        let header: HeaderLines
    }

    private struct Known {
        var server: RequestTarget.Server?
        var header: HeaderLines?
    }

    private let policy: TransportPolicy
    /// Whether a proxy opens the connections, and nobody here sees their addresses.
    private let isProxied: Bool
    /// Fields that every request has unless it sets them itself.
    private let standing: HTTPFields
    private let last = Mutex(Known())

    init(_ policy: TransportPolicy, isProxied: Bool = false, standing: HTTPFields = [:]) {
        self.policy = policy
        self.isProxied = isProxied
        self.standing = standing
    }

    /// Where a request goes and with which header, if it is well formed and the policy lets it go there.
    func admit(_ request: HTTPRequest) throws(TransportError) -> Admitted {
        try request.checkBody()
        let known = last.withLock { $0 }
        let target = try RequestTarget(parsing: request.url, knowing: known.server)
        let isKnown = target.server === known.server
        if !isKnown { try check(target) }
        if isKnown, let header = known.header, header.isHeader(of: request) {
            return Admitted(target: target, header: header)
        }
        let header = try HeaderLines(of: request, standing: standing)
        last.withLock { $0 = Known(server: target.server, header: header) }
        return Admitted(target: target, header: header)
    }

    private func check(_ target: RequestTarget) throws(TransportError) {
        try policy.check(target)
        if isProxied, let literal = AddressClass(literal: target.host), !policy.allows(literal) {
            throw .addressRefused(host: target.host, literal)
        }
    }
}
