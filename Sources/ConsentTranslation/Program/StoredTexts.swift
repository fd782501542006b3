/// What a browser or an app keeps under names: cookies or a storage, from whatever they were copied out of.
struct StoredTexts: Sendable, Hashable {
    /// One of them.
    struct Entry: Sendable, Hashable {
        let name: String
        /// A text, or what a dump shows in its place, such as an object that was read already.
        let value: Value
        /// Whether something follows that shows the value not to have been cut off.
        let isClosed: Bool
    }

    let entries: [Entry]

    /// The cookies of a `Cookie` header line; nil where the text is none.
    init?(header text: String) throws(TranslationError) {
        guard let header = try CookieHeader(text) else { return nil }
        entries = header.cookies.map { Entry(name: $0.name, value: .text($0.value), isClosed: $0.isClosed) }
    }

    /// The members of a storage dump: an object of texts, as `JSON.stringify(localStorage)` gives it.
    init?(storage value: Value) {
        guard case .object(let object) = value else { return nil }
        entries = object.members.map { Entry(name: $0.name, value: $0.value, isClosed: true) }
    }

    /// A JSON list of cookies with `name` and `value`, as browsers' tools export them; nil for another value.
    init?(listIn value: Value?) throws(TranslationError) {
        guard case .list(let elements)? = value, !elements.isEmpty else { return nil }
        var entries: [Entry] = []
        for element in elements {
            guard let name = element["name"]?.scalar, case .text(let text)? = element["value"] else { return nil }
            entries.append(Entry(name: name, value: .text(TextEncodings.unquoted(text)), isClosed: true))
        }
        try Self.check(entries.count)
        self.entries = entries
    }

    /// A cookie jar file in Netscape's format, as curl and browsers' extensions write it: seven fields divided by tabs,
    /// the last two being name and value; nil where no line is of that form.
    init?(jar text: String) throws(TranslationError) {
        var entries: [Entry] = []
        let lines = TextEncodings.split(text, at: UInt8(ascii: "\n"))
        for (number, line) in lines.enumerated() {
            // `#HttpOnly_` before the domain is no comment.
            guard !line.hasPrefix("#") || line.hasPrefix("#HttpOnly_") else { continue }
            let fields = TextEncodings.split(line, at: UInt8(ascii: "\t"))
            guard fields.count == 7 else { continue }
            let value = TextEncodings.unquoted(TextEncodings.trimmed(fields[6]))
            entries.append(
                Entry(name: String(fields[5]), value: .text(value), isClosed: number + 1 < lines.count)
            )
        }
        try Self.check(entries.count)
        guard !entries.isEmpty else { return nil }
        self.entries = entries
    }

    private static func check(_ count: Int) throws(TranslationError) {
        guard count <= TranslationLimits.maxCookies else {
            throw TranslationError(
                .tooLarge,
                "There are more than \(TranslationLimits.maxCookies) cookies; pass only the CMP's."
            )
        }
    }
}
