public import ConsentTranslation

/// Requests with their answers, kept in a file so that an adapter can be tried without the CMP.
///
/// `***` in a request stands for any text; everything else that is written down must come again.
public struct Cassette: Sendable, Equatable {
    /// A request as far as it is looked at.
    public struct Request: Sendable, Equatable {
        /// The method.
        public var method: String
        /// The path.
        public var path: String
        /// Query fields in order; a name may stand more than once.
        public var query: [HTTPFields.Field]
        /// Header fields that the adapter itself sends.
        public var headers: [HTTPFields.Field]
        /// The body; nil for a request without one.
        public var body: String?

        /// Creates a request.
        public init(
            method: String,
            path: String,
            query: [HTTPFields.Field] = [],
            headers: [HTTPFields.Field] = [],
            body: String? = nil
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.body = body
        }
    }

    /// What came back.
    public enum Answer: Sendable, Equatable {
        /// An answer: the status, the header fields that mean something, the body.
        case response(status: Int, headers: [HTTPFields.Field], body: String)
        /// None, for this reason.
        case failure(TransportError.Code)
    }

    /// A request with its answer.
    public struct Exchange: Sendable, Equatable {
        /// The request.
        public var request: Request
        /// The answer.
        public var answer: Answer

        /// Creates an exchange.
        public init(request: Request, answer: Answer) {
            self.request = request
            self.answer = answer
        }
    }

    /// The adapter that asked.
    public var adapter: String
    /// The parameters of the connection that are no secrets.
    public var config: [String: String]
    /// What was asked for: the subject, or the changes since a time.
    public var subject: String?
    /// Whether what the account asks people for was asked for, and nobody's consent.
    public var discovers: Bool
    /// Where reading started.
    public var since: Instant?
    /// The end of what was asked for.
    public var now: Instant
    /// The exchanges in order.
    public var exchanges: [Exchange]

    /// Creates a cassette.
    public init(
        adapter: String,
        config: [String: String] = [:],
        subject: String? = nil,
        discovers: Bool = false,
        since: Instant? = nil,
        now: Instant,
        exchanges: [Exchange]
    ) {
        self.adapter = adapter
        self.config = config
        self.subject = subject
        self.discovers = discovers
        self.since = since
        self.now = now
        self.exchanges = exchanges
    }
}

extension Cassette.Request {
    /// What stands for any text.
    public static let anything = "***"

    /// Whether another request has everything that this one asks for.
    public func matches(_ other: Cassette.Request) -> Bool {
        guard Self.fits(method, other.method), Self.fits(path, other.path) else { return false }
        guard Self.areIn(query, other.query), Self.areIn(headers, other.headers) else { return false }
        guard let body else { return true }
        return other.body.map { Self.fits(body, $0) } ?? false
    }

    /// Whether each of the fields has one of its own among the others.
    private static func areIn(_ fields: [HTTPFields.Field], _ others: [HTTPFields.Field]) -> Bool {
        var rest = others
        return fields.allSatisfy { field in
            let index = rest.firstIndex { asciiCaseEqual($0.name, field.name) && fits(field.value, $0.value) }
            if let index { rest.remove(at: index) }
            return index != nil
        }
    }

    /// Whether a text is what the pattern says.
    static func fits(_ pattern: String, _ text: String) -> Bool {
        let pieces = pattern.components(separatedBy: anything)
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return pattern == text }
        guard text.hasPrefix(first), text.hasSuffix(last), text.utf8.count >= first.utf8.count + last.utf8.count else {
            return false
        }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
