/// One method and path that a scripted server answers, and how.
public struct Route: Sendable, Equatable {
    /// The name that faults and the request log use.
    public let name: String
    /// The HTTP method in capitals.
    public let method: String
    /// The path, matched as a whole and without its query.
    public let path: String
    /// Whether the request must carry a token that this server has issued and still accepts.
    public let needsBearer: Bool
    /// Form fields that the request's body must hold with exactly these values.
    public let form: [String: String]
    /// What a request gets whose form differs.
    public let mismatch: CannedAnswer
    /// What a request gets that is let in.
    public let action: Action

    /// What a route does for a request that is let in.
    public enum Action: Sendable, Equatable {
        /// Issues a new bearer token that claims to live this long. It lives until a fault revokes it.
        case issueToken(lifetimeSeconds: Int)
        /// Serves a window of a collection, page by page.
        case feed(Feed)
        /// Serves the latest record of the one subject that a header names.
        case lookup(collection: String, header: String)
        /// Answers the same every time.
        case answer(CannedAnswer)
    }
}

/// A listing of what changed between two instants, in pages, the way OneTrust's v4 interface serves it.
///
/// Both ends of the window count as inside. A page that is not the last carries a continuation, to be sent back in a
/// header of the same name together with the same window.
public struct Feed: Sendable, Equatable {
    /// The collection that is listed.
    public let collection: String
    /// The query parameter with the first instant of the window.
    public let fromParameter: String
    /// The query parameter with the last instant of the window.
    public let toParameter: String
    /// The widest window that is answered, in milliseconds.
    public let maxWindowMilliseconds: Int64
    /// The query parameter with the number of records a page.
    public let sizeParameter: String
    /// The largest page that may be asked for.
    public let maxSize: Int
    /// The page where no size is asked for.
    public let defaultSize: Int
    /// The name of the continuation, in the body and as a request header.
    public let continuation: String
}

/// An answer that is written down in the scenario.
public struct CannedAnswer: Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The header fields in their order, without `Content-Length`.
    public let headers: [HeaderField]
    /// The body.
    public let body: [UInt8]
    /// Where set, a `Retry-After` that names the instant this long after the answer, instead of a number of seconds.
    public let retryAfterDate: Duration?

    /// One header field of an answer.
    public struct HeaderField: Sendable, Equatable {
        /// The name as it is sent.
        public let name: String
        /// The value as it is sent.
        public let value: String
    }

    /// An answer of JSON text.
    static func json(status: Int, _ text: String, headers: [HeaderField] = []) -> CannedAnswer {
        CannedAnswer(
            status: status,
            headers: [HeaderField(name: "Content-Type", value: "application/json")] + headers,
            body: Array(text.utf8),
            retryAfterDate: nil
        )
    }
}
