public import ConsentTranslation

/// One pullable listing of a CMP: pure decisions about what to ask next and what an answer holds.
public struct ConsentStream: Sendable, Hashable {
    /// What a stream lists.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// One subject's consent.
        case subject
        /// Every consent that changed within a window of time, or every consent that there is.
        case changes
    }

    /// A field of the query or header, with references.
    struct Field: Sendable, Hashable {
        let name: String
        let value: Template
    }

    /// The name, such as `changes`.
    public let name: String
    /// What is listed.
    public let kind: Kind
    let method: RequestPlan.Method
    let host: Template
    let path: Template
    let query: [Field]
    let headers: [Field]
    let body: BodyTemplate?
    let window: Window?
    private(set) var paging: Paging?
    let items: Items
    /// Answers that mean that nothing is known.
    public let notFound: [Int]
    /// A part of the answer that is empty where nothing is known.
    let notFoundWhenEmpty: ValuePath?
    /// The namespace of the ids that the stream can be asked for.
    public let namespace: String?
    /// How several subjects are asked for at once; nil where each has a request of its own.
    let chunk: Chunk?
    /// What is read of the items; nil for all of it.
    var filter: ItemFilter?

    /// The same stream with one item a page, where the size of a page can be asked for: for a look.
    public var smallest: ConsentStream {
        guard let paging, let size = paging.size else { return self }
        var smallest = self
        let one = Paging.Size(place: size.place, value: 1)
        smallest.paging = Paging(size: one, kind: paging.kind, maxPages: paging.maxPages)
        return smallest
    }

    /// Where a run starts.
    ///
    /// - Parameters:
    ///   - position: the last durable position; nil for a first run.
    ///   - since: where a first run starts.
    ///   - now: the end of what can be asked for.
    public func start(from position: StreamPosition?, since: Instant, now: Instant) -> StreamPosition {
        if let position, position.page != nil { return position }
        let lookback = window?.lookback ?? 0
        let start = position?.readUpTo.map { $0.adding(milliseconds: -lookback) } ?? since
        return StreamPosition(
            page: page(from: min(start, now), until: now),
            readUpTo: position?.readUpTo
        )
    }

    /// The request for one subject.
    ///
    /// - Parameter page: which page of the subject's consents; the first if left out.
    public func request(
        for subject: SubjectID,
        page: StreamPosition.Page = .ofSubject,
        connection: Connection
    ) throws(AdapterError) -> RequestPlan {
        try request(for: [subject], page: page, connection: connection)
    }

    /// The request for several subjects, ``subjectsPerRequest`` at most.
    ///
    /// - Parameter page: which page of their consents; the first if left out.
    public func request(
        for subjects: [SubjectID],
        page: StreamPosition.Page = .ofSubject,
        connection: Connection
    ) throws(AdapterError) -> RequestPlan {
        try request(RequestScope(connection: connection, subjects: subjects), page: page)
    }

    /// The request for a page.
    public func request(for page: StreamPosition.Page, connection: Connection) throws(AdapterError) -> RequestPlan {
        try checkWindows(of: page)
        var scope = RequestScope(connection: connection, window: page.window)
        scope.timeFormat = window?.format ?? .iso8601
        return try request(scope, page: page)
    }

    private func request(_ scope: RequestScope, page: StreamPosition.Page) throws(AdapterError) -> RequestPlan {
        var plan = RequestPlan(
            method: method,
            host: try host.resolved(scope),
            path: try path.resolvedPath(scope),
            isInsecureTest: scope.connection.isInsecureTest
        )
        if path.references.contains(.subjectID) { plan.route = path.text }
        for field in query { plan.query.append(RequestPlan.Field(field.name, try field.value.resolved(scope))) }
        for field in headers { plan.headers.append(RequestPlan.Field(field.name, try field.value.resolved(scope))) }
        if let body, case .object(let object) = try body.value(scope) { plan.body = object }
        paging?.apply(page.continuation, to: &plan)
        return plan
    }
}

extension StreamPosition.Page {
    /// The first page of what is known of one subject.
    public static let ofSubject = StreamPosition.Page(until: Instant(milliseconds: 0), number: 1)
}
