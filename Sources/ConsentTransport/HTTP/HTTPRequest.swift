import ConsentAdapters

/// One request as it should go out.
///
/// Its description shows the method and nothing of the URL, the header or the body.
public struct HTTPRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// The absolute URL, already percent-encoded: printable ASCII, no user information, no dot segments.
    public var url: String
    /// Header fields in sending order. `Host`, `Content-Length` and other framing fields are the client's own.
    public var headers: HTTPFields
    /// The body, if there is one.
    public var body: [UInt8]?
    /// Replaces the client's total timeout for this request.
    public var timeout: Duration?
    /// Whether it may be sent again after a failure that leaves open if it was processed. True for idempotent methods;
    /// set it for a `POST` that only reads.
    public var isRepeatable: Bool
    /// What logs show in place of the path, such as `/users/{subject}`, where the path itself names a person.
    public var route: String?

    /// Makes a request; `isRepeatable` follows the method unless given.
    ///
    /// Inlined, because the compiler (6.3) copies the whole value once more on its way out.
    @inlinable
    public init(
        _ method: HTTPMethod = .get,
        _ url: String,
        headers: HTTPFields = HTTPFields(),
        body: [UInt8]? = nil,
        timeout: Duration? = nil,
        isRepeatable: Bool? = nil,
        route: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.isRepeatable = isRepeatable ?? method.isIdempotent
        self.route = route
    }

    /// Adds a percent-encoded `name=value` to the query, in front of a fragment if there is one.
    public mutating func addQueryItem(_ name: String, _ value: String) {
        let end = url.firstIndex(of: "#") ?? url.endIndex
        let head = url[..<end]
        let separator = !head.contains("?") ? "?" : head.hasSuffix("?") || head.hasSuffix("&") ? "" : "&"
        let item = separator + PercentEncoding.component(name) + "=" + PercentEncoding.component(value)
        url.insert(contentsOf: item, at: end)
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method and the sizes, nothing else.
    public var description: String {
        "\(method.rawValue) request, \(headers.count) header fields, \(body?.count ?? 0) body bytes"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror that shows the method only.
    public var customMirror: Mirror { Mirror(self, children: ["method": method.rawValue]) }
}
