/// Hosts that requests may go to: a name such as `api.example.com`, or one with a narrow wildcard such as
/// `*.my.example.com` or `app-*.example.com`, with an optional port.
///
/// A `*` stands for one or more letters, digits or hyphens inside one label, never for a dot, and never in the last two
/// labels. Without a port the pattern means the scheme's own port. Matching is over the whole host, without case.
public struct HostPattern: Sendable, Hashable {
    /// The pattern in small letters, without the port.
    public let host: String
    /// The port, if the pattern names one.
    public let port: Int?

    private let labels: [String]
    /// The address of an IPv6 literal, which compares as a number, since it can be written in many ways.
    private let address: IPv6Address?

    /// Reads a pattern. Returns nil for one that is malformed or wider than allowed, such as `*` or `*.com`.
    public init?(_ text: String) {
        guard text.utf8.count <= Limits.maxHostBytes + 6, let parts = HostPattern.split(text) else { return nil }
        host = parts.host
        port = parts.port
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), let address = IPv6Address(parsing: host) else { return nil }
            self.address = address
            labels = []
            return
        }
        address = nil
        labels = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard labels.allSatisfy(HostPattern.isLabel) else { return nil }
        let wild = labels.indices.filter { labels[$0].contains("*") }
        guard wild.count <= 1, wild.allSatisfy({ $0 < labels.count - 2 }) else { return nil }
        guard host.count(where: { $0 == "*" }) <= 1 else { return nil }
    }

    /// Whether a host and port fall under the pattern. `anyPort` drops the port's part of the question.
    func matches(host candidate: String, port candidatePort: Int, schemePort: Int, anyPort: Bool) -> Bool {
        guard (anyPort && port == nil) || candidatePort == port ?? schemePort else { return false }
        if let address { return IPv6Address(parsing: candidate) == address }
        let candidate = candidate.lowercased()
        if candidate == host { return !host.contains("*") }
        let candidateLabels = candidate.split(separator: ".", omittingEmptySubsequences: false)
        guard candidateLabels.count == labels.count else { return false }
        return zip(labels, candidateLabels).allSatisfy { HostPattern.label($1, matches: $0) }
    }

    private static func split(_ text: String) -> (host: String, port: Int?)? {
        let text = text.lowercased()
        let afterHost =
            text.hasPrefix("[") ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        guard let afterHost, afterHost < text.endIndex else { return (text, nil) }
        guard text[afterHost] == ":" else { return nil }
        let digits = text[text.index(after: afterHost)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits) else { return nil }
        return (1...65_535).contains(port) ? (String(text[..<afterHost]), port) : nil
    }

    private static func isLabel(_ label: String) -> Bool {
        !label.isEmpty && label.utf8.count <= 63 && label.utf8.allSatisfy { isHostByte($0) || $0 == UInt8(ascii: "*") }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func label(_ label: Substring, matches pattern: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return label == pattern }
        let head = pattern[..<star]
        let tail = pattern[pattern.index(after: star)...]
        return label.utf8.count > head.utf8.count + tail.utf8.count
            && label.hasPrefix(head) && label.hasSuffix(tail) && label.utf8.allSatisfy(isHostByte)
    }
}

extension HostPattern: CustomStringConvertible {
    /// The pattern as it would be written.
    public var description: String { port.map { "\(host):\($0)" } ?? host }
}
