public import ConsentAdapters
public import ConsentTranslation

/// Takes out of a cassette what nobody else must see: credentials by their values, ids of persons, consent strings,
/// addresses.
///
/// A person gets another name everywhere alike, so that the cassette still tells the same story.
public struct CassetteMask: Sendable {
    /// What is replaced, the longest first, in all spellings in which it can stand in an exchange.
    private let replacements: [(spelling: String, by: String)]

    /// Shortest id that is looked for; a shorter one would take letters out of every word.
    private static let findableLength = 4
    /// Members of answers that hold what is personal whatever it is.
    private static let personal = [
        "first_name", "last_name", "full_name", "firstName", "lastName", "fullName", "ip_address", "ipAddress", "ip",
        "user_agent", "userAgent", "phone", "address", "content", "form",
    ]

    /// A mask.
    ///
    /// - Parameters:
    ///   - secrets: credentials and tokens.
    ///   - subjects: the ids that were asked for or came, in the order in which they are renamed.
    ///   - strings: consent strings that came.
    public init(secrets: [Secret], subjects: [SubjectID], strings: [String] = []) {
        var found: [(String, String)] = secrets.map { ($0.reveal(), Cassette.Request.anything) }
        found += strings.map { ($0, "consent-string") }
        var named: Set<String> = []
        for subject in subjects where named.insert(subject.id).inserted {
            let name = "person-\(named.count)"
            found.append((subject.id, subject.id.contains("@") ? "\(name)@example.com" : name))
        }
        var spellings: [String: String] = [:]
        for (text, mask) in found {
            // A secret is masked whatever that does to other words.
            let isSecret = mask == Cassette.Request.anything
            guard text.utf8.count >= (isSecret ? 1 : Self.findableLength) else { continue }
            let pairs = [
                (text, mask), (PercentEncoding.component(text), isSecret ? mask : PercentEncoding.component(mask)),
                (Self.inJSON(text), mask),
            ]
            for (spelling, mask) in pairs where spellings[spelling] == nil { spellings[spelling] = mask }
        }
        replacements = spellings.map { (spelling: $0.key, by: $0.value) }
            .sorted { ($1.spelling.utf8.count, $0.spelling) < ($0.spelling.utf8.count, $1.spelling) }
    }

    private static func inJSON(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("/", with: "\\/")
    }

    /// The exchanges without what is secret or personal.
    public func masked(_ exchanges: [Cassette.Exchange]) -> [Cassette.Exchange] {
        exchanges.map { exchange in
            var exchange = exchange
            exchange.request.path = masked(exchange.request.path)
            exchange.request.query = masked(exchange.request.query)
            exchange.request.headers = masked(exchange.request.headers)
            exchange.request.body = exchange.request.body.map { masked($0) }
            if case .response(let status, let headers, let body) = exchange.answer {
                exchange.answer = .response(
                    status: status,
                    headers: masked(headers),
                    body: maskingMembers(in: masked(body))
                )
            }
            return exchange
        }
    }

    private func masked(_ fields: [HTTPFields.Field]) -> [HTTPFields.Field] {
        fields.map { HTTPFields.Field(name: $0.name, value: masked($0.value)) }
    }

    /// A text without the known values, and without any other address of mail.
    public func masked(_ text: String) -> String {
        var text = text
        for (spelling, mask) in replacements where text.utf8.count >= spelling.utf8.count {
            text = text.replacing(spelling, with: mask)
        }
        return text.replacing(/[A-Za-z0-9._+-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/) { match in
            let address = String(match.output)
            let isMasked = address.hasSuffix("@example.com") || address.hasSuffix("%40example.com")
            return isMasked ? address : "somebody@example.com"
        }
    }

    /// JSON without the texts of members that are personal by their names.
    private func maskingMembers(in body: String) -> String {
        Self.personal.reduce(body) { body, name in
            guard let pattern = try? Regex("\"\(name)\"(\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"") else { return body }
            return body.replacing(pattern) { match in
                "\"\(name)\"\(match.output[1].substring ?? ":")\"\(Cassette.Request.anything)\""
            }
        }
    }
}
