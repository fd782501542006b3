import BoundedJSON
public import ConsentTranslation

/// One pullable listing of a CMP: pure decisions about what to ask next and what an answer holds.
public struct ConsentStream: Sendable, Hashable {
    /// What a stream lists.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// One subject's consent.
        case subject
        /// Every consent that changed within a window of time.
        case changes
    }

    /// The windows in which changes are asked for.
    public struct Window: Sendable, Hashable {
        /// Length of a window, in milliseconds.
        public let step: Int64
        /// How far a new sweep reaches back behind the end of the last, in milliseconds.
        public let lookback: Int64
    }

    /// Where a page says how to go on, and where that is put in the next request.
    public struct Paging: Sendable, Hashable {
        let pageSize: RequestPlan.Field?
        let continuation: ValuePath
        let continuationHeader: String
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
    let host: Template
    let path: Template
    let query: [Field]
    let headers: [Field]
    let window: Window?
    let paging: Paging?
    let items: ValuePath?
    /// Answers that mean that nothing is known.
    public let notFound: [Int]
    /// The namespace of the ids that the stream can be asked for.
    public let namespace: String?

    /// Where a run starts.
    ///
    /// - Parameters:
    ///   - position: the last durable position; nil for a first run.
    ///   - since: where a first run starts.
    ///   - now: the end of what can be asked for.
    public func start(from position: StreamPosition?, since: Instant, now: Instant) -> StreamPosition {
        if let position, position.page != nil { return position }
        let lookback = window?.lookback ?? 0
        let start = position?.readUpTo.map { Instant(milliseconds: $0.milliseconds - lookback) } ?? since
        return StreamPosition(
            page: page(after: min(start, now), until: now),
            readUpTo: position?.readUpTo
        )
    }

    /// The request for one subject.
    public func request(for subject: SubjectID, connection: Connection) throws(AdapterError) -> RequestPlan {
        try request(RequestScope(connection: connection, subject: subject), page: nil)
    }

    /// The request for a page.
    public func request(for page: StreamPosition.Page, connection: Connection) throws(AdapterError) -> RequestPlan {
        try checkWindows(of: page)
        return try request(RequestScope(connection: connection, window: page.window), page: page)
    }

    /// The items of one subject's answer.
    public func items(of body: [UInt8], subject: SubjectID) throws(AdapterError) -> [RawItem] {
        try items(in: try Self.value(of: body), subject: subject)
    }

    /// What a page holds and where the stream stands behind it.
    ///
    /// - Throws: ``AdapterError`` `contract` where the answer is not what the manifest says: no JSON (an error page of a
    ///   proxy, a body cut off), no items, a continuation that repeats or never ends.
    public func read(
        _ body: [UInt8],
        of page: StreamPosition.Page
    ) throws(AdapterError) -> (items: [RawItem], next: StreamPosition) {
        let value = try Self.value(of: body)
        let found = try items(in: value, subject: nil)
        if let token = try continuation(in: value), !found.isEmpty {
            try check(token, after: page)
            var next = page
            next.continuation = token
            next.number += 1
            return (found, StreamPosition(page: next))
        }
        guard let end = page.window?.upperBound, end < page.until else {
            return (found, StreamPosition(readUpTo: page.until))
        }
        return (found, StreamPosition(page: self.page(after: end, until: page.until)))
    }

    private func page(after start: Instant, until: Instant) -> StreamPosition.Page {
        guard let window else { return StreamPosition.Page(until: until, number: 1) }
        let end = Instant(milliseconds: min(start.milliseconds + window.step, until.milliseconds))
        return StreamPosition.Page(window: start...max(start, end), until: until, number: 1)
    }

    private func request(_ scope: RequestScope, page: StreamPosition.Page?) throws(AdapterError) -> RequestPlan {
        var plan = RequestPlan(
            host: try host.resolved(scope),
            path: try path.resolvedPath(scope),
            isInsecureTest: scope.connection.isInsecureTest
        )
        for field in query { plan.query.append(RequestPlan.Field(field.name, try field.value.resolved(scope))) }
        for field in headers { plan.headers.append(RequestPlan.Field(field.name, try field.value.resolved(scope))) }
        if page != nil, let size = paging?.pageSize { plan.query.append(size) }
        // The next page is the same request with one thing added, never one built anew.
        if let token = page?.continuation, let paging {
            plan.headers.append(RequestPlan.Field(paging.continuationHeader, token))
        }
        return plan
    }

    /// What to continue with; nil at the end of a window.
    private func continuation(in value: Value) throws(AdapterError) -> String? {
        guard let paging, let found = paging.continuation.first(in: value), found != .null else { return nil }
        guard case .text(let token) = found else {
            throw AdapterError(
                .contract,
                "The CMP's continuation \(paging.continuation.text) is no text; the API may have changed."
            )
        }
        return token.isEmpty ? nil : token
    }

    /// Refuses a sweep that would take more windows than a run may open.
    private func checkWindows(of page: StreamPosition.Page) throws(AdapterError) {
        guard let window, let start = page.window?.lowerBound else { return }
        let (rest, overflow) = page.until.milliseconds.subtractingReportingOverflow(start.milliseconds)
        guard !overflow, rest <= Int64(AdapterLimits.maxWindows) * window.step else {
            throw AdapterError(
                .configuration,
                "Reading from \(start.iso8601) on takes more than \(AdapterLimits.maxWindows) windows; begin later."
            )
        }
    }

    private func check(_ token: String, after page: StreamPosition.Page) throws(AdapterError) {
        guard token != page.continuation else {
            throw AdapterError(.contract, "The CMP gave the same continuation twice; it would go on for ever.")
        }
        guard token.utf8.count <= AdapterLimits.maxContinuationBytes, page.number < AdapterLimits.maxPages else {
            throw AdapterError(
                .contract,
                "The CMP's listing does not end within \(AdapterLimits.maxPages) pages of a window."
            )
        }
    }

    private func items(in value: Value, subject: SubjectID?) throws(AdapterError) -> [RawItem] {
        guard let items else { return [RawItem(.value(value), subject: subject)] }
        guard case .list(let elements)? = items.first(in: value) else {
            throw AdapterError(
                .contract,
                "The CMP's answer has no list \(items.text); the API may have changed, or the host is wrong."
            )
        }
        return elements.map { RawItem(.value($0), subject: subject) }
    }

    private static func value(of body: [UInt8]) throws(AdapterError) -> Value {
        if body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") {
            throw AdapterError(
                .contract,
                "The CMP answered a page for people (HTML) instead of data; check the host and the account."
            )
        }
        do {
            return try Value(json: body, limits: TranslationLimits.page)
        } catch {
            throw AdapterError(.contract, "The CMP's answer cannot be read. \(error.message)")
        }
    }
}
