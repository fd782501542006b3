public import ConsentAdapters

/// Puts credentials into requests and renews them.
public protocol CredentialSource: Sendable {
    /// Whether `refresh` can change anything. Where it cannot, a refusal is final at once.
    var canRefresh: Bool { get }
    /// Adds the credentials to a request, fetching them first if there are none or they are about to expire.
    nonisolated(nonsending) func apply(to request: inout HTTPRequest) async throws(TransportError)
    /// Drops the credentials and fetches new ones. The session calls it once however many requests were refused.
    func refresh() async throws(TransportError)
}

/// Credentials that stay as they are.
public enum FixedCredentials: CredentialSource {
    /// None.
    case none
    /// `Authorization: Bearer` (RFC 6750).
    case bearer(Secret)
    /// `Authorization: Basic` (RFC 7617).
    case basic(user: String, password: Secret)
    /// A header field of the vendor's own.
    case header(name: String, Secret)
    /// Several header fields of the vendor's own.
    case headers([(name: String, value: Secret)])
    /// A query parameter of the vendor's own.
    case query(name: String, Secret)
    /// A segment of the path, which the URL writes as `{name}`, so that logs never see it.
    case pathSegment(name: String, Secret)

    /// False: there is nothing to renew.
    public var canRefresh: Bool { false }

    /// Adds the credentials.
    ///
    /// Throws `invalidRequest` where the path has no place for them.
    public func apply(to request: inout HTTPRequest) throws(TransportError) {
        switch self {
        case .none: break
        case .bearer(let token): request.headers["Authorization"] = "Bearer " + token.reveal()
        case .basic(let user, let password):
            request.headers["Authorization"] = basicAuthorization(user: user, password: password.reveal())
        case .header(let name, let value): request.headers[name] = value.reveal()
        case .headers(let fields):
            for field in fields { request.headers[field.name] = field.value.reveal() }
        case .query(let name, let value): request.addQueryItem(name, value.reveal())
        case .pathSegment(let name, let value):
            guard let place = request.url.firstRange(of: "/{\(name)}") else {
                throw .invalidRequest("its path has no {\(name)} for the credential")
            }
            // The route keeps the placeholder for logs even where the path itself is shown.
            request.url.replaceSubrange(place, with: "/" + PercentEncoding.component(value.reveal()))
        }
    }

    /// Does nothing.
    public func refresh() {}
}
