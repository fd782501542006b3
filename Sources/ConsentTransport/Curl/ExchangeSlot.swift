import CLibcurl

/// The place of one exchange at a time: an easy handle that is used again and again, and who uses it now.
///
/// It is a class because libcurl holds its address, from its making until it is freed: the callbacks find the exchange
/// through it, and one that came between two exchanges would find none. Only the loop's thread touches it.
final class ExchangeSlot {
    let easy: EasyHandle
    private let addressRule: AddressRule
    /// The exchange that libcurl works on.
    private(set) var transfer: Transfer?
    /// What the handle was told last; nil where that is not known. It keeps alive what libcurl points to.
    private var known: ExchangeOptions?

    /// Makes a slot with everything set that is the same for all exchanges; nil if memory ran out or libcurl lacks an
    /// option.
    init?(_ options: CurlClient.Options, handles: CurlHandles, resolved: StringList?) {
        guard let easy = EasyHandle() else { return nil }
        self.easy = easy
        addressRule = options.proxy == nil ? .policy(options.policy) : .proxyDecides
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard easy.configure(options, handles: handles, resolved: resolved, context: context) == nil else {
            easy.free()
            return nil
        }
    }

    /// Takes an exchange in. Returns libcurl's complaint if it refuses one of the options; the slot is free then.
    func occupy(with transfer: Transfer) -> CURLcode? {
        let wanted = ExchangeOptions(transfer)
        if let failure = easy.prepare(for: transfer.request, wanted, knowing: known) {
            forget()
            return failure
        }
        known = wanted
        self.transfer = transfer
        return nil
    }

    /// Lets the exchange go.
    func vacate() {
        // Nobody else has use for a body, which may be large.
        if transfer?.request.body != nil { forget() }
        transfer = nil
    }

    /// Takes back what only one exchange has use for; the next one is told everything anew.
    private func forget() {
        easy.forget()
        known = nil
    }

    /// Frees the handle, which must not be part of a multi handle any more.
    func free() {
        easy.free()
    }

    /// Whether the connection goes to a proxy.
    var isProxied: Bool {
        if case .proxyDecides = addressRule { true } else { false }
    }

    /// Whether a connection to that address may be opened; the exchange remembers a refusal, which libcurl reports only
    /// as "could not connect".
    func permits(_ address: AddressClass?) -> Bool {
        switch addressRule {
        case .proxyDecides: return true
        case .policy(let policy):
            let address = address ?? .reserved
            guard policy.allows(address) else {
                transfer?.refusedAddress = address
                return false
            }
            return true
        }
    }
}

/// Who decides about the address of a connection.
enum AddressRule {
    /// The policy, for connections to the host itself.
    case policy(TransportPolicy)
    /// Nobody here: with a proxy, the connection goes to the proxy that the operator named, who sees the address.
    case proxyDecides
}
