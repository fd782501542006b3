/// What a CMP answered to a request of a stream.
public struct StreamAnswer: Sendable, Hashable {
    /// The body.
    public let body: [UInt8]
    /// The values of its `Link` header fields (RFC 8288).
    public let links: [String]
    /// The request that it answers, where addresses in it have to be compared with that; nil where they have not.
    public let plan: RequestPlan?

    /// Creates an answer.
    public init(body: [UInt8], links: [String] = [], to plan: RequestPlan? = nil) {
        self.body = body
        self.links = links
        self.plan = plan
    }
}
