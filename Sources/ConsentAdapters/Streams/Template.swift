/// A text with references: `${config.host}`, `Bearer ${config.key}`. Nothing else is computed in a manifest.
public struct Template: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case literal(String)
        case reference(Reference)
    }

    /// What a reference can name.
    public enum Reference: Sendable, Hashable {
        /// A parameter of the connection.
        case config(String)
        /// The subject that is asked for.
        case subjectID
        /// Start of the window, ISO 8601 in UTC.
        case windowStart
        /// End of the window, inclusive.
        case windowEnd

        /// As manifests write it, without the braces.
        var text: String {
            switch self {
            case .config(let name): "config.\(name)"
            case .subjectID: "subject.id"
            case .windowStart: "window.start"
            case .windowEnd: "window.end"
            }
        }

        init?(_ text: String) {
            switch text {
            case "subject.id": self = .subjectID
            case "window.start": self = .windowStart
            case "window.end": self = .windowEnd
            default:
                guard text.hasPrefix("config."), text.count > "config.".count else { return nil }
                self = .config(String(text.dropFirst("config.".count)))
            }
        }
    }

    let parts: [Part]
    /// The references in it.
    let references: [Reference]
    /// Itself with the references left as they are written.
    let text: String

    /// No text at all.
    static let empty = Template(parts: [])

    init(parts: [Part]) {
        self.parts = parts
        references = parts.compactMap { part in
            guard case .reference(let reference) = part else { return nil }
            return reference
        }
        text = parts.map { part in
            switch part {
            case .literal(let literal): literal
            case .reference(let reference): "${\(reference.text)}"
            }
        }.joined()
    }

    /// Reads a template; answers the reference that does not exist instead where there is one.
    static func read(_ text: String) -> Result<Template, UnknownReference> {
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.range(of: "${") {
            if open.lowerBound > rest.startIndex { parts.append(.literal(String(rest[..<open.lowerBound]))) }
            guard let close = rest[open.upperBound...].firstIndex(of: "}") else {
                return .failure(UnknownReference(text: String(rest[open.lowerBound...])))
            }
            let name = String(rest[open.upperBound..<close])
            guard let reference = Reference(name) else { return .failure(UnknownReference(text: name)) }
            parts.append(.reference(reference))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        return .success(Template(parts: parts))
    }

    /// A reference that nothing answers to.
    struct UnknownReference: Error {
        let text: String
    }

    /// The text with every reference replaced.
    ///
    /// - Throws: ``AdapterError`` `missingValue` where one has no value: a request is never sent half filled.
    func resolved(_ scope: RequestScope) throws(AdapterError) -> String {
        try resolved(scope) { $0 }
    }

    /// The path of an address with every reference replaced by its percent-encoded value, so that no value can lead to
    /// another place of the server.
    ///
    /// - Throws: ``AdapterError`` `missingValue` as ``resolved(_:)``, `configuration` for a value that would stand for
    ///   another folder (RFC 3986 section 3.3).
    func resolvedPath(_ scope: RequestScope) throws(AdapterError) -> String {
        let path = try resolved(scope, PercentEncoding.component)
        guard !Self.leadsElsewhere(path) else {
            throw AdapterError(
                .configuration,
                "A value of a single or double dot cannot stand in the path of a request."
            )
        }
        return path
    }

    /// Whether a segment of a path is a single or double dot.
    private static func leadsElsewhere(_ path: String) -> Bool {
        let dot = UInt8(ascii: ".")
        guard path.utf8.contains(dot) else { return false }
        return path.utf8.split(separator: UInt8(ascii: "/")).contains { $0.count <= 2 && $0.allSatisfy { $0 == dot } }
    }

    private func resolved(
        _ scope: RequestScope,
        _ encode: (String) -> String
    ) throws(AdapterError) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let reference): text += encode(try scope.value(of: reference))
            }
        }
        return text
    }
}

extension Substring {
    /// The first place of a short text.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
