/// The cookies of one `Cookie` header line, in the order sent (RFC 6265 section 4.2).
public struct CookieHeader: Sendable, Hashable {
    /// One cookie.
    public struct Cookie: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value as sent, without quotes round it.
        public let value: String
        /// Whether another cookie or a semicolon follows: only then is the value certain not to have been cut off.
        public let isClosed: Bool
    }

    /// The cookies in the order of the header.
    public let cookies: [Cookie]

    /// Reads a header line, with or without `Cookie:` in front.
    ///
    /// Servers meet values with any characters in them, so only `;` and the first `=` have a meaning here. Nil where
    /// no part has the form `name=value`.
    ///
    /// - Throws: ``TranslationError`` `tooLarge` beyond ``TranslationLimits/maxCookies``.
    public init?(_ line: String) throws(TranslationError) {
        var text = Substring(line)
        if text.prefix("cookie:".count).lowercased() == "cookie:" { text = text.dropFirst("cookie:".count) }
        let parts = TextEncodings.split(text, at: UInt8(ascii: ";"))
        guard parts.count <= TranslationLimits.maxCookies else {
            throw TranslationError(
                .tooLarge,
                "The header has more than \(TranslationLimits.maxCookies) cookies; pass only the CMP's."
            )
        }
        cookies = parts.enumerated().compactMap { position, part in
            guard let equals = part.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = TextEncodings.trimmed(part[..<equals])
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameByte) else { return nil }
            let value = TextEncodings.unquoted(TextEncodings.trimmed(part[part.utf8.index(after: equals)...]))
            return Cookie(name: name, value: value, isClosed: position + 1 < parts.count)
        }
        if cookies.isEmpty { return nil }
    }

    /// A token by RFC 9110 section 5.6.2, which cookie names are.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
    }

    /// The one cookie of that name.
    ///
    /// - Throws: ``TranslationError`` `conflict` where it was sent twice with different values: the browser keeps one
    ///   for each path and domain, and which is current cannot be known.
    public func cookie(named name: String) throws(TranslationError) -> Cookie? {
        let matching = cookies.filter { $0.name == name }
        guard let first = matching.first else { return nil }
        guard matching.allSatisfy({ $0.value == first.value }) else {
            throw TranslationError(
                .conflict,
                "The cookie \(name) was sent twice with different values; remove the stale one.",
                path: name
            )
        }
        return matching.first(where: \.isClosed) ?? first
    }
}
