#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The four bytes of an IPv4 address, in network order.
struct IPv4Address: Sendable {
    let bytes: (UInt8, UInt8, UInt8, UInt8)

    /// Takes an address from the two 16-bit words at the end of an IPv6 address.
    init(_ high: UInt16, _ low: UInt16) {
        bytes = (UInt8(high >> 8), UInt8(high & 0xFF), UInt8(low >> 8), UInt8(low & 0xFF))
    }

    /// Takes an address from the system's structure.
    init(_ address: in_addr) {
        let value = UInt32(bigEndian: address.s_addr)
        self.init(UInt16(value >> 16), UInt16(value & 0xFFFF))
    }

    /// Reads four decimal numbers with dots. Other notations are the URL parser's business, which rewrites them.
    init?(parsing text: String) {
        var address = in_addr()
        guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
        self.init(address)
    }
}

/// The eight 16-bit words of an IPv6 address.
struct IPv6Address: Sendable, Hashable {
    let words: [UInt16]

    /// Takes an address from the system's structure.
    init(_ address: in6_addr) {
        words = withUnsafeBytes(of: address) { bytes in
            (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        }
    }

    /// Reads an address with or without brackets.
    init?(parsing text: String) {
        var address = in6_addr()
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        guard inet_pton(AF_INET6, bare, &address) == 1 else { return nil }
        self.init(address)
    }
}

extension AddressClass {
    /// The class of a socket address, or nil for a family other than IPv4 and IPv6.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let inner = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
            self.init(v4: IPv4Address(inner.sin_addr))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let inner = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self)
            self.init(v6: IPv6Address(inner.sin6_addr))
        default:
            return nil
        }
    }
}
