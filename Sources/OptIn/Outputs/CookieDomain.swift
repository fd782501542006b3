/// Which domain the opt-in cookie belongs to.
///
/// A server and the library must agree: where a host's own cookie and one of the domain exist side by side, the older
/// is read and the other written, and a denial is undone by reloading the page.
public struct CookieDomain: Sendable, Hashable {
    /// What `optInCookieDomain` is to say; nil to leave it to the library, where it can only come to the host.
    public let configured: String?
    /// The `Domain` attribute; nil for a cookie of the host alone.
    public let attribute: String?
    /// Whether it was found from the host's name.
    public let isGuessed: Bool

    /// Finds the domain as the library does.
    ///
    /// The library tries the last two labels of the host, then three and so on, and takes the first that the browser
    /// lets it set. Which domains a browser refuses is in the Public Suffix List, which is not asked here: where the
    /// last two labels look like a public suffix (`co.uk`), the domain must be named.
    ///
    /// - Parameters:
    ///   - domain: the domain by name (`optInCookieDomain`), where one is.
    ///   - host: the page's host, where it is known.
    /// - Throws: ``OptInExportError`` where neither is given, where a browser would refuse the domain on that host, or
    ///   where the host's name is not enough.
    public init(domain: String?, host: String?) throws(OptInExportError) {
        let host = try host.map { text throws(OptInExportError) in try Self.name(text, title: "host") }
        if let domain {
            let text = domain.hasPrefix(".") ? String(domain.dropFirst()) : domain
            let name = try Self.name(text, title: "domain")
            try Self.check(name, on: host)
            configured = name
            attribute = name == host || Self.isHostOnly(name) ? nil : name
            isGuessed = false
            return
        }
        guard let host else {
            throw OptInExportError(
                .domainNeeded,
                "Name the cookie's domain (--domain example.com) or the page's host (--host www.example.com): a cookie "
                    + "on another domain than the library's own would undo a denial."
            )
        }
        guard !Self.isHostOnly(host) else {
            configured = nil
            attribute = nil
            isGuessed = false
            return
        }
        let labels = host.split(separator: ".")
        let (top, second) = (labels[labels.count - 1], labels[labels.count - 2])
        guard top.utf8.count > 2 || second.utf8.count > 3 else {
            throw OptInExportError(
                .domainNeeded,
                "\(second).\(top) may be a public suffix, so the domain cannot be told from the host. Name it: --domain."
            )
        }
        let guess = "\(second).\(top)"
        configured = guess
        attribute = guess == host ? nil : guess
        isGuessed = true
    }

    private static func check(_ domain: String, on host: String?) throws(OptInExportError) {
        guard host != domain else { return }
        guard !isHostOnly(domain) || host == nil && domain.utf8.contains(where: { ".:".utf8.contains($0) }) else {
            throw OptInExportError(
                .invalidDomain,
                "No browser takes a cookie of the domain \(domain); name two labels."
            )
        }
        guard let host else { return }
        guard !isHostOnly(domain), host.hasSuffix("." + domain) else {
            throw OptInExportError(
                .invalidDomain,
                "A page of \(host) cannot set a cookie of \(domain); name a domain that the host belongs to."
            )
        }
    }

    /// Whether a cookie can belong to the host alone: `localhost`, other names without a dot, and addresses.
    private static func isHostOnly(_ host: String) -> Bool {
        if host.utf8.contains(UInt8(ascii: ":")) { return true }
        let labels = host.split(separator: ".")
        guard labels.count > 1, let last = labels.last else { return true }
        return last.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// A host's name or address in lower case.
    private static func name(_ text: String, title: String) throws(OptInExportError) -> String {
        let name = text.lowercased()
        let isAddress =
            name.utf8.contains(UInt8(ascii: ":")) && name.utf8.allSatisfy { "0123456789abcdef:.[]".utf8.contains($0) }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= ExportLimits.maxHostBytes, isAddress || labels.allSatisfy(isLabel) else {
            throw OptInExportError(
                .invalidDomain,
                "The \(title) is no host name; write one such as \(title == "host" ? "www." : "")example.com, without "
                    + "scheme, port and path, other scripts in their ASCII form (xn--)."
            )
        }
        return name
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count), !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return label.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
    }
}
