import Synchronization

/// Admits requests under a policy, and remembers the last place that it admitted: an account asks one host again and
/// again, about which everything is known after the first request.
final class Admission: Sendable {
    private let policy: TransportPolicy
    private let last = Mutex<RequestTarget?>(nil)

    init(_ policy: TransportPolicy) {
        self.policy = policy
    }

    /// Where a request goes, if the policy lets it go there.
    func admit(_ request: HTTPRequest) throws(TransportError) -> RequestTarget {
        let known = last.withLock { $0 }
        let target = try RequestTarget(parsing: request.url, knowing: known)
        if target.origin != known?.origin {
            try policy.check(target)
            last.withLock { $0 = target }
        }
        return target
    }
}
