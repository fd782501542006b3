/// What kind of network an address belongs to, after the special-purpose address registries of IANA (RFC 6890).
public enum AddressClass: String, Sendable, CaseIterable {
    /// Reachable from everywhere.
    case global
    /// This machine.
    case loopback
    /// A private network: RFC 1918, unique local RFC 4193.
    case privateNetwork = "private"
    /// Carrier-grade NAT, RFC 6598.
    case sharedSpace = "shared"
    /// This link only: RFC 3927, RFC 4291 section 2.5.6.
    case linkLocal = "link_local"
    /// A cloud's metadata or control service, which hands credentials to whoever asks.
    case metadata
    /// Many receivers, RFC 5771 and RFC 4291 section 2.7.
    case multicast
    /// No address, `0.0.0.0/8` and `::`; connecting to it means this machine.
    case unspecified
    /// Documentation, benchmarks, tunnels without an end to check, and the future.
    case reserved

    /// The class of an IPv4 address.
    init(v4 address: IPv4Address) {
        let (a, b, c, d) = address.bytes
        self =
            switch (a, b, c, d) {
            case (169, 254, 169, 254), (100, 100, 100, 200), (168, 63, 129, 16), (192, 0, 0, 192): .metadata
            case (0, _, _, _): .unspecified
            case (127, _, _, _): .loopback
            case (10, _, _, _), (172, 16...31, _, _), (192, 168, _, _): .privateNetwork
            case (100, 64...127, _, _): .sharedSpace
            case (169, 254, _, _): .linkLocal
            case (192, 0, 0, _), (192, 0, 2, _), (192, 88, 99, _), (198, 18...19, _, _): .reserved
            case (198, 51, 100, _), (203, 0, 113, _): .reserved
            case (224...239, _, _, _): .multicast
            case (240...255, _, _, _): .reserved
            default: .global
            }
    }

    /// The class of an IPv6 address. One that carries an IPv4 address has the class of that.
    init(v6 address: IPv6Address) {
        let words = address.words
        switch (words[0], words[1]) {
        case (0, 0): self = AddressClass(v6ZeroPrefix: words)
        case (0x64, 0xFF9B):
            // Translation by the network (RFC 6052): the well-known prefix ends in the IPv4 address; others are local.
            let isWellKnown = words[2...5].allSatisfy { $0 == 0 }
            self = isWellKnown ? AddressClass(v4: IPv4Address(words[6], words[7])) : .reserved
        case (0x2002, _): self = AddressClass(v4: IPv4Address(words[1], words[2]))
        case (0x2001, 0...0x1FF), (0x2001, 0xDB8): self = .reserved
        case (0xFD00, 0xEC2) where words[7] == 0x254: self = .metadata
        case (0xFE80...0xFEBF, _): self = .linkLocal
        case (0xFC00...0xFDFF, _), (0xFEC0...0xFEFF, _): self = .privateNetwork
        case (0xFF00...0xFFFF, _): self = .multicast
        case (0x3FFF, 0...0xFFF): self = .reserved
        case (0x2000...0x3FFF, _): self = .global
        default: self = .reserved
        }
    }

    /// The class of an address whose first 32 bits are zero: unspecified, loopback, IPv4-mapped and -compatible.
    private init(v6ZeroPrefix words: [UInt16]) {
        let embedded = IPv4Address(words[6], words[7])
        let isMapped = words[2...4].allSatisfy { $0 == 0 } && words[5] == 0xFFFF
        let isCompatible = words[2...5].allSatisfy { $0 == 0 }
        guard isMapped || isCompatible else {
            self = .reserved
            return
        }
        if isCompatible, words[6] == 0, words[7] <= 1 {
            self = words[7] == 1 ? .loopback : .unspecified
            return
        }
        // No name of an honest server resolves to such a form, so a global address inside does not make it global.
        let inner = AddressClass(v4: embedded)
        self = inner == .global ? .reserved : inner
    }

    /// The class of an address written as dotted decimal or as IPv6 with or without brackets; nil for a name.
    init?(literal text: String) {
        if let address = IPv4Address(parsing: text) {
            self.init(v4: address)
        } else if let address = IPv6Address(parsing: text) {
            self.init(v6: address)
        } else {
            return nil
        }
    }
}
