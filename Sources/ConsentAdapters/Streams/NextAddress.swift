/// Reads the address of the next page out of an answer, and lets it lead nowhere but to the same server.
enum NextAddress {
    /// Path and query of an address, absolute or relative.
    ///
    /// - Parameters:
    ///   - text: the address as the CMP gave it.
    ///   - plan: the request that was answered.
    /// - Throws: ``AdapterError`` `contract` where it leads to another server, or is none: whoever follows it sends
    ///   credentials there.
    static func target(_ text: String, after plan: RequestPlan?) throws(AdapterError) -> String {
        let target = text.hasPrefix("?") ? (plan?.path ?? "/") + text : try pathAndQuery(text, plan)
        let isPlain = target.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
        guard isPlain, target.utf8.count <= AdapterLimits.maxContinuationBytes else {
            throw AdapterError(.contract, "The CMP's address of the next page is no address; the API may have changed.")
        }
        return target
    }

    private static func pathAndQuery(_ text: String, _ plan: RequestPlan?) throws(AdapterError) -> String {
        if text.hasPrefix("/"), !text.hasPrefix("//") { return text }
        guard let plan else {
            throw AdapterError(.contract, "The CMP's address of the next page cannot be compared with its host.")
        }
        let schemePort = plan.isInsecureTest ? ":80" : ":443"
        for origin in [plan.origin, plan.origin + schemePort] where text.lowercased().hasPrefix(origin.lowercased()) {
            let rest = String(text.dropFirst(origin.count))
            if rest.hasPrefix("/") { return rest }
            if rest.hasPrefix("?") { return "/" + rest }
        }
        throw AdapterError(
            .contract,
            "The CMP's next page is not on \(plan.host), where the one before was; it is not followed."
        )
    }

    /// The address with the relation `next` in `Link` header fields (RFC 8288 section 3); nil if there is none.
    static func next(inLinks fields: [String]) -> String? {
        for field in fields {
            var reader = LinkReader(field)
            while let link = reader.link() {
                let relations = link.relations.split(separator: " ").map { $0.lowercased() }
                if relations.contains("next") { return link.address }
            }
        }
        return nil
    }
}

/// Reads `<address>; name=value; name="quoted, value", <address>; …`.
private struct LinkReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next link, with its first `rel`; nil at the end and at the first thing that is no link.
    mutating func link() -> (address: String, relations: String)? {
        skip { $0 == UInt8(ascii: ",") || isSpace($0) }
        guard take(UInt8(ascii: "<")) else { return nil }
        let address = text { $0 != UInt8(ascii: ">") }
        guard take(UInt8(ascii: ">")) else { return nil }
        var relations: String?
        skip(isSpace)
        while take(UInt8(ascii: ";")) {
            skip(isSpace)
            let name = text { !"=;, \t".utf8.contains($0) }
            skip(isSpace)
            var value = ""
            if take(UInt8(ascii: "=")) {
                skip(isSpace)
                value = self.value()
            }
            // Of several the first counts (section 3.3).
            if name.lowercased() == "rel", relations == nil { relations = value }
            skip(isSpace)
        }
        return (address, relations ?? "")
    }

    private mutating func value() -> String {
        guard take(UInt8(ascii: "\"")) else { return text { !";, \t".utf8.contains($0) } }
        var value: [UInt8] = []
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\"), let escaped = peek {
                position += 1
                value.append(escaped)
            } else {
                value.append(byte)
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skip(_ condition: (UInt8) -> Bool) {
        while let byte = peek, condition(byte) { position += 1 }
    }

    private mutating func text(while condition: (UInt8) -> Bool) -> String {
        let start = position
        skip(condition)
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
