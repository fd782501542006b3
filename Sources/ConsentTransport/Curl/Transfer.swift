import CLibcurl

/// One exchange on its way: what libcurl's callbacks write to, and who waits for the result.
///
/// Unchecked: everything mutable is touched only on the client's thread, where both the actor and the callbacks run. It
/// is a class because libcurl holds its address, and because a late or early cancel must find the very exchange it
/// means without a table that could grow.
final class Transfer: @unchecked Sendable {
    /// How far it is.
    enum Stage {
        /// Not yet handed to the client.
        case made
        /// In line.
        case waiting
        /// libcurl works on it.
        case running(EasyHandle)
        /// Its result was given.
        case ended
    }

    let request: HTTPRequest
    let target: RequestTarget
    let totalTimeout: Duration

    var stage = Stage.made
    var continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>?
    /// The header lines that libcurl points to until the exchange ends.
    var headerList: HeaderList?
    var collector: ResponseCollector
    /// The class of the last address that was refused.
    var refusedAddress: AddressClass?
    private let addressRule: AddressRule

    init(_ request: HTTPRequest, to target: RequestTarget, limits: TransportLimits, addressRule: AddressRule) {
        self.request = request
        self.target = target
        self.addressRule = addressRule
        totalTimeout = request.timeout ?? limits.totalTimeout
        collector = ResponseCollector(limits: limits)
    }

    /// Whether a connection to that address may be opened; remembers a refusal, which libcurl reports only as
    /// "could not connect".
    func permits(_ address: AddressClass?) -> Bool {
        switch addressRule {
        case .proxyDecides: return true
        case .policy(let policy):
            let address = address ?? .reserved
            guard policy.allows(address) else {
                refusedAddress = address
                return false
            }
            return true
        }
    }
}

/// Who decides about the address of a connection.
enum AddressRule: Sendable {
    /// The policy, for connections to the host itself.
    case policy(TransportPolicy)
    /// Nobody here: with a proxy, the connection goes to the proxy that the operator named, who sees the address.
    case proxyDecides
}

/// Header lines as libcurl wants them, freed with the last reference.
final class HeaderList {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    /// Builds the lines; nil if memory ran out.
    init?(_ lines: [String]) {
        for line in lines {
            guard let longer = curl_slist_append(head, line) else { return nil }
            head = longer
        }
    }

    deinit {
        curl_slist_free_all(head)
    }
}
