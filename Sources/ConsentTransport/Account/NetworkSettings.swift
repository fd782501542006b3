/// How this machine reaches the outside: the operator's choice, for all accounts alike.
public struct NetworkSettings: Sendable, Equatable {
    /// The URL of a proxy, `http` or `https`; nil connects directly.
    public var proxy: String?
    /// Hosts that are reached without the proxy: a name stands for itself and all names below it, `*` for all.
    public var withoutProxy: [String] = []
    /// A PEM file with the only certificate authorities to trust; nil means the system's.
    public var caFile: String?
    /// What the client shows of itself in TLS.
    public var clientCertificate: ClientCertificate?
    /// Allows private networks, for a platform that is hosted on site.
    public var allowPrivateAddresses = false

    /// Direct connections, the system's authorities, public addresses only.
    public init() {}

    /// Reads `HTTPS_PROXY`, `NO_PROXY` and `SSL_CERT_FILE`, in capitals or small letters, of an environment.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            let value = environment[name.lowercased()] ?? environment[name]
            return value.flatMap { $0.isEmpty ? nil : $0 }
        }
        proxy = value("HTTPS_PROXY").map { $0.contains("://") ? $0 : "http://" + $0 }
        caFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        let names = (value("NO_PROXY") ?? "").split(separator: ",").map { String(String($0).trimmingFieldSpace) }
        withoutProxy = names.filter { !$0.isEmpty }
    }

    /// The proxy for a host, which may have a port; nil for a direct connection. This machine is never behind it.
    public func proxy(for host: String) -> String? {
        guard let proxy else { return nil }
        let name = HostPattern(host)?.host ?? host.lowercased()
        guard name != "localhost", AddressClass(literal: name) != .loopback else { return nil }
        let isDirect = withoutProxy.contains { entry in
            let entry = entry.lowercased().drop { $0 == "." }
            return entry == "*" || name == entry || name.hasSuffix("." + entry)
        }
        return isDirect ? nil : proxy
    }
}

extension CurlClient.Options {
    /// Takes over what the operator chose, for requests to `host`.
    mutating func apply(_ network: NetworkSettings, host: String) {
        proxy = network.proxy(for: host)
        caFile = network.caFile
        clientCertificate = network.clientCertificate
        policy.allowPrivateAddresses = network.allowPrivateAddresses
    }
}

/// A client certificate, as some vendors ask for.
public struct ClientCertificate: Sendable, Equatable {
    /// The PEM file with the certificate and its chain.
    public var certificateFile: String
    /// The PEM file with the private key, which may be the same file.
    public var keyFile: String

    /// Names the files.
    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
