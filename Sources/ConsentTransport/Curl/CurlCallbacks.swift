import CLibcurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// libcurl calls these on the client's thread, inside `curl_multi_perform`, with the slot as context, which outlives its
// easy handle.

/// Takes one header line.
let takeHeaderLine: curlshim_bytes_callback = { bytes, size, count, context in
    receive(bytes, size, count, context) { $0.takeHeader($1) }
}

/// Takes a piece of the body.
let takeBodyBytes: curlshim_bytes_callback = { bytes, size, count, context in
    receive(bytes, size, count, context) { $0.takeBody($1) }
}

/// Opens the socket of a connection if the policy allows its address.
///
/// It stands after name resolution, so it sees the real address whatever the URL looked like and whatever the resolver
/// answered this time. It is not asked for a pooled connection, hence one client for one policy.
let openSocket: curlshim_socket_callback = { context, _, address in
    guard let context, let address else { return CURL_SOCKET_BAD }
    let slot = Unmanaged<ExchangeSlot>.fromOpaque(context).takeUnretainedValue()
    let place = address.pointee
    let kind = curlshim_socket_address(address).flatMap { AddressClass($0, length: Int(place.addrlen)) }
    guard slot.permits(kind) else { return CURL_SOCKET_BAD }
    #if canImport(Glibc)
        return socket(place.family, place.socktype | Int32(SOCK_CLOEXEC.rawValue), place.protocol)
    #else
        return socket(place.family, place.socktype, place.protocol)
    #endif
}

/// What becomes of bytes that libcurl hands over.
enum Taking {
    /// They are ours now.
    case taken
    /// Not now: libcurl shall keep them and read no more until it is told to go on.
    case pause
    /// They end the exchange.
    case stop
}

/// Hands bytes to the slot; any number other than theirs makes libcurl pause or give up the exchange.
@inline(__always)
private func receive(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?,
    _ take: (ExchangeSlot, UnsafeRawBufferPointer) -> Taking
) -> Int {
    let (total, overflow) = size.multipliedReportingOverflow(by: count)
    guard !overflow, let context else { return 0 }
    guard let bytes, total > 0 else { return total }
    let piece = UnsafeRawBufferPointer(start: bytes, count: total)
    // Its owner holds the slot, so that no reference has to be counted.
    switch Unmanaged<ExchangeSlot>.fromOpaque(context)._withUnsafeGuaranteedRef({ take($0, piece) }) {
    case .taken: return total
    case .pause: return Int(CURL_WRITEFUNC_PAUSE)
    case .stop: return 0
    }
}
