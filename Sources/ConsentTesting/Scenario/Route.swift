import HTTPTypes

/// One method and path that a scripted server answers, and how.
struct Route: Sendable, Equatable {
    /// The name that faults and the request log use.
    let name: String
    /// The HTTP method in capitals.
    let method: String
    /// The path, matched as a whole and without its query.
    let path: String
    /// Whether the request must carry a token that this server has issued and still accepts.
    let needsBearer: Bool
    /// Form fields that the request's body must hold with exactly these values.
    let form: [String: String]
    /// Members that the request's JSON body must hold with exactly these texts, by their paths.
    let json: [String: String]
    /// Header fields that the request must have with exactly these values.
    let headers: [String: String]
    /// What a request gets whose form, body or header differs.
    let mismatch: CannedAnswer
    /// What a request gets that is let in.
    let action: Action

    /// What a route does for a request that is let in.
    enum Action: Sendable, Equatable {
        /// Issues a new bearer token that claims to live this long. It lives until a fault revokes it.
        case issueToken(lifetimeSeconds: Int)
        /// Serves a window of a collection, page by page.
        case feed(Feed)
        /// Serves a collection page by page, in one of the ways that CMPs have.
        case listing(Listing)
        /// Serves the latest record of the one subject that a header names.
        case lookup(collection: String, header: HTTPField.Name)
        /// Answers the same every time.
        case answer(CannedAnswer)
    }
}

/// A listing of what changed between two instants, in pages, the way OneTrust's v4 interface serves it.
///
/// Both ends of the window count as inside. A page that is not the last carries a continuation, to be sent back in a
/// header of the same name together with the same window.
struct Feed: Sendable, Equatable {
    /// The collection that is listed.
    let collection: String
    /// The query parameter with the first instant of the window.
    let fromParameter: String
    /// The query parameter with the last instant of the window.
    let toParameter: String
    /// The widest window that is answered, in milliseconds.
    let maxWindowMilliseconds: Int64
    /// The query parameter with the number of records a page.
    let sizeParameter: String
    /// The largest page that may be asked for.
    let maxSize: Int
    /// The page where no size is asked for.
    let defaultSize: Int
    /// The name of the continuation, in the body and as a request header.
    let continuation: HTTPField.Name
}

/// An answer that is written down in the scenario.
struct CannedAnswer: Sendable, Equatable {
    /// The HTTP status.
    let status: Int
    /// The header fields, without `Content-Length`.
    let headers: HTTPFields
    /// The body.
    let body: [UInt8]
    /// Where set, a `Retry-After` that names the instant this long after the answer, instead of a number of seconds.
    let retryAfterDate: Duration?

    /// What an authorization server says to wrong credentials (RFC 6749, section 5.2).
    static let invalidClient = CannedAnswer(
        status: 401,
        headers: [.contentType: "application/json"],
        body: Array(#"{"error":"invalid_client"}"#.utf8),
        retryAfterDate: nil
    )
}
