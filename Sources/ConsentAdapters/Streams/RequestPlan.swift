public import ConsentTranslation
import BoundedJSON

/// A request as an adapter wants it, before credentials are added and anything is sent.
public struct RequestPlan: Sendable, Hashable {
    /// The methods that manifests can name.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Reads.
        case get = "GET"
        /// Asks by a body. Everything that is pulled may be asked for again.
        case post = "POST"
    }

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

    /// The method.
    public var method: Method
    /// The server, with a port where it is not the scheme's own.
    public var host: String
    /// The path, beginning with `/`.
    public var path: String
    /// Query fields in order; a name may stand more than once.
    public var query: [Field]
    /// Header fields in order.
    public var headers: [Field]
    /// The members of the JSON body; nil for a request without one.
    public var body: ObjectValue?
    /// Path and query as the CMP itself gave them, in place of ``path`` and ``query``.
    public var target: String?
    /// What logs show in place of the path, where that would name a person.
    public var route: String?
    /// Whether plain http is wanted (see ``Connection/isInsecureTest``).
    public var isInsecureTest: Bool

    /// Creates a plan.
    public init(
        method: Method = .get,
        host: String,
        path: String,
        query: [Field] = [],
        headers: [Field] = [],
        body: ObjectValue? = nil,
        isInsecureTest: Bool = false
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.isInsecureTest = isInsecureTest
    }

    /// Scheme and server, without a slash at the end.
    public var origin: String { scheme + host }

    private var scheme: String { isInsecureTest ? "http://" : "https://" }

    /// The address, with names and values of the query percent-encoded (RFC 3986 section 2.3).
    public var url: String {
        var url = scheme
        url.reserveCapacity(scheme.utf8.count + host.utf8.count + (target ?? path).utf8.count)
        url += host
        url += target ?? path
        if target == nil, !query.isEmpty {
            url += "?" + PercentEncoding.form(query.map { ($0.name, $0.value) })
        }
        return url
    }

    /// The body as JSON.
    public var bodyBytes: [UInt8]? {
        guard let body else { return nil }
        var json = JSONWriter()
        Value.object(body).write(into: &json)
        return json.bytes
    }
}
