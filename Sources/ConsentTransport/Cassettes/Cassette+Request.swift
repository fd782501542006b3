import ConsentAdapters

extension Cassette.Request {
    /// Header fields that every request has, or that carry credentials.
    private static let unwritten: Set<String> = [
        "accept-encoding", "content-type", "user-agent", "cookie", "proxy-authorization",
    ]

    /// A header field as it is kept: of credentials only that they were there; nil for one that says nothing.
    private static func kept(_ field: HTTPFields.Field) -> HTTPFields.Field? {
        switch field.name.lowercased() {
        case let name where unwritten.contains(name): nil
        case "authorization": HTTPFields.Field(name: field.name, value: anything)
        case "accept" where field.value == "application/json": nil
        default: field
        }
    }

    /// What of a request is kept. A body that is no text is kept as any body.
    public init(_ request: HTTPRequest) {
        let target = request.url.drop(while: { $0 != ":" }).dropFirst(3).drop(while: { $0 != "/" && $0 != "?" })
        let sides = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method: request.method.rawValue,
            path: sides.first.map { $0.isEmpty ? "/" : String($0) } ?? "/",
            query: sides.count > 1 ? Self.fields(sides[1]) : [],
            headers: request.headers.fields.compactMap(Self.kept),
            body: request.body.map { String(validating: $0, as: UTF8.self) ?? Self.anything }
        )
    }

    private static func fields(_ query: Substring) -> [HTTPFields.Field] {
        query.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return HTTPFields.Field(
                name: decoded(sides[0]),
                value: sides.count > 1 ? decoded(sides[1]) : ""
            )
        }
    }

    /// A text without percent-escapes; as it is where it has broken ones.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return String(text)
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
