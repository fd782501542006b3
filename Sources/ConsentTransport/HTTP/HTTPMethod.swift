/// The request methods that are used (RFC 9110 section 9, RFC 5789).
public enum HTTPMethod: String, Sendable, CaseIterable {
    /// Reads.
    case get = "GET"
    /// Reads the header only.
    case head = "HEAD"
    /// Sends a body to be processed.
    case post = "POST"
    /// Replaces.
    case put = "PUT"
    /// Changes in part.
    case patch = "PATCH"
    /// Deletes.
    case delete = "DELETE"

    /// Whether doing it twice means the same as doing it once (RFC 9110 section 9.2.2).
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete: true
        case .post, .patch: false
        }
    }
}
