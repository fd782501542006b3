/// A request as an adapter wants it, before credentials are added and anything is sent.
public struct RequestPlan: Sendable, Hashable {
    /// A name with its value.
    public struct Field: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value, not escaped.
        public var value: String

        /// Creates a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The server, with a port where it is not the scheme's own.
    public var host: String
    /// The path, beginning with `/`.
    public var path: String
    /// Query fields in order.
    public var query: [Field]
    /// Header fields in order.
    public var headers: [Field]
    /// Whether plain http is wanted (see ``Connection/isInsecureTest``).
    public var isInsecureTest: Bool

    /// Creates a plan for a GET request.
    public init(
        host: String,
        path: String,
        query: [Field] = [],
        headers: [Field] = [],
        isInsecureTest: Bool = false
    ) {
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.isInsecureTest = isInsecureTest
    }

    /// The address, with names and values of the query percent-encoded (RFC 3986 section 2.3).
    public var url: String {
        let base = "\(isInsecureTest ? "http" : "https")://\(host)\(path)"
        guard !query.isEmpty else { return base }
        return base + "?" + PercentEncoding.form(query.map { ($0.name, $0.value) })
    }
}
