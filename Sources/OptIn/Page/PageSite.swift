/// Where a page is: what decides about its cookies.
package struct PageSite: Sendable, Hashable {
    /// The host, lower case, without port.
    package var host: String
    /// Whether it came over https.
    package var isSecure: Bool

    /// Names a page's place.
    package init(host: String = "www.example.com", isSecure: Bool = true) {
        self.host = host
        self.isSecure = isSecure
    }

    /// Endings of two labels under which anybody can register a name. Every ending of one label is one, too; the rest
    /// of the public suffix list is not known here.
    private static let suffixes: Set<String> = [
        "ac.uk", "co.uk", "gov.uk", "ltd.uk", "me.uk", "net.uk", "org.uk", "plc.uk", "com.au", "net.au", "org.au",
        "co.nz", "net.nz", "org.nz", "co.jp", "ne.jp", "or.jp", "co.kr", "or.kr", "co.in", "net.in", "org.in", "co.za",
        "com.br", "net.br", "org.br", "com.ar", "com.mx", "com.co", "com.tr", "com.cn", "net.cn", "org.cn", "com.hk",
        "com.sg", "com.tw", "co.il", "co.at", "or.at", "com.pl", "com.ua", "github.io",
    ]

    /// Whether a cookie of this page may be for a domain and what is below it: the page's own or one above it, and none
    /// that belongs to everybody.
    func accepts(domain: String) -> Bool {
        if domain == host { return true }
        guard host.hasSuffix("." + domain), !isAddress, domain.contains(".") else { return false }
        return !Self.suffixes.contains(domain)
    }

    /// The domain that the library finds by trial: the shortest ending of the host that takes a cookie. Empty for a host
    /// of one label.
    var registrableDomain: String {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2 else { return "" }
        for start in (0...labels.count - 2).reversed() {
            let domain = labels[start...].joined(separator: ".")
            if accepts(domain: domain), !Self.suffixes.contains(domain) { return domain }
        }
        return ""
    }

    private var isAddress: Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.contains(":") || (labels.count == 4 && labels.allSatisfy { UInt8($0) != nil })
    }
}
