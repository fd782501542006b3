@testable import ConsentAdapters
import ConsentTranslation
import Testing

@Suite("What a stream asks for next")
struct ConsentStreamTests {
    private let now = at("2026-11-24T00:00:00Z")

    /// Pages without a continuation, one after the other, as `start/end`.
    private func windows(_ stream: ConsentStream, from start: StreamPosition) throws -> [String] {
        var position = start
        var windows: [String] = []
        while let page = position.page, windows.count < 100 {
            let window = try #require(page.window)
            windows.append("\(window.lowerBound.iso8601)/\(window.upperBound.iso8601)")
            position = try stream.read(Array(#"{"content":[]}"#.utf8), of: page).next
        }
        #expect(position.readUpTo == start.page?.until)
        return windows
    }

    @Test("a first run goes from since to now in windows; the last one is shorter")
    func firstRun() throws {
        let stream = try Acme.changes()
        let start = stream.start(from: nil, since: at("2026-11-10T12:00:00Z"), now: now)
        #expect(
            try windows(stream, from: start) == [
                "2026-11-10T12:00:00Z/2026-11-16T12:00:00Z", "2026-11-16T12:00:00Z/2026-11-22T12:00:00Z",
                "2026-11-22T12:00:00Z/2026-11-24T00:00:00Z",
            ]
        )
    }

    @Test("a span of exactly one window is one window")
    func exactWindow() throws {
        let stream = try Acme.changes()
        let start = stream.start(from: nil, since: at("2026-11-18T00:00:00Z"), now: now)
        #expect(try windows(stream, from: start) == ["2026-11-18T00:00:00Z/2026-11-24T00:00:00Z"])
    }

    @Test("a window may be a second long")
    func oneSecond() throws {
        let stream = try Acme.changes(Acme.api(step: "1s"))
        let start = stream.start(from: nil, since: at("2026-11-23T23:59:57.500Z"), now: now)
        #expect(
            try windows(stream, from: start) == [
                "2026-11-23T23:59:57.500Z/2026-11-23T23:59:58.500Z",
                "2026-11-23T23:59:58.500Z/2026-11-23T23:59:59.500Z",
                "2026-11-23T23:59:59.500Z/2026-11-24T00:00:00Z",
            ]
        )
    }

    @Test("a beginning behind now, or now itself, asks for the empty window at now and never for the future")
    func sinceInTheFuture() throws {
        let stream = try Acme.changes()
        for since in ["2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z"] {
            let start = stream.start(from: nil, since: at(since), now: now)
            #expect(try windows(stream, from: start) == ["2026-11-24T00:00:00Z/2026-11-24T00:00:00Z"])
        }
    }

    @Test("the next run starts behind the last one, less the lookback")
    func nextRun() throws {
        let stream = try Acme.changes()
        let done = StreamPosition(readUpTo: at("2026-11-23T12:00:00Z"))
        let start = stream.start(from: done, since: at("2020-01-01T00:00:00Z"), now: now)
        #expect(try windows(stream, from: start) == ["2026-11-23T11:50:00Z/2026-11-24T00:00:00Z"])
        #expect(start.readUpTo == done.readUpTo)
    }

    @Test("a clock that went back makes no window into the past of the last run")
    func clockWentBack() throws {
        let stream = try Acme.changes()
        let done = StreamPosition(readUpTo: at("2026-12-24T00:00:00Z"))
        let start = stream.start(from: done, since: at("2020-01-01T00:00:00Z"), now: now)
        #expect(try windows(stream, from: start) == ["2026-11-24T00:00:00Z/2026-11-24T00:00:00Z"])
    }

    @Test("a run that was interrupted goes on with the page that was next, to the end that it had set itself")
    func resume() throws {
        let stream = try Acme.changes()
        let page = StreamPosition.Page(
            window: at("2026-11-01T00:00:00Z")...at("2026-11-07T00:00:00Z"),
            until: at("2026-11-20T00:00:00Z"),
            continuation: "token",
            number: 7
        )
        let start = stream.start(from: StreamPosition(page: page), since: at("2020-01-01T00:00:00Z"), now: now)
        #expect(start == StreamPosition(page: page))
    }

    @Test("a listing without windows is one page after the other, up to now")
    func noWindow() throws {
        let manifest = Acme.api(stream: "changes: { kind: changes, path: /all, items: content }")
        let stream = try Acme.changes(manifest)
        let start = stream.start(from: nil, since: at("2026-01-01T00:00:00Z"), now: now)
        let page = try #require(start.page)
        #expect(page.window == nil)
        #expect(try stream.read(Array(#"{"content":[]}"#.utf8), of: page).next == StreamPosition(readUpTo: now))
    }

    @Test("as many windows as the limit can be asked for, and one more is refused before anything is sent")
    func windowLimit() throws {
        let stream = try Acme.changes(Acme.api(step: "1d"))
        let day: Int64 = 86_400_000
        let since = { (days: Int) in Instant(milliseconds: now.milliseconds - Int64(days) * day) }
        let most = AdapterLimits.maxWindows
        let request = { (days: Int) in
            let page = try #require(stream.start(from: nil, since: since(days), now: now).page)
            return try stream.request(for: page, connection: Acme.connection)
        }
        #expect(try request(most).query.first?.value == since(most).iso8601)
        let error = #expect(throws: AdapterError.self) { try request(most + 1) }
        #expect(error?.code == .configuration)
    }
}

@Suite("The requests of a stream")
struct StreamRequestTests {
    private let page = StreamPosition.Page(
        window: at("2026-11-01T00:00:00Z")...at("2026-11-07T00:00:00.5Z"),
        until: at("2026-11-20T00:00:00Z"),
        continuation: nil,
        number: 1
    )

    @Test("a page is asked for by its window and size")
    func firstPage() throws {
        let plan = try Acme.changes().request(for: page, connection: Acme.connection)
        #expect(
            plan.url == "https://cmp.example.com/v1/changes?from=2026-11-01T00%3A00%3A00Z"
                + "&to=2026-11-07T00%3A00%3A00.500Z&size=50"
        )
        #expect(plan.headers == [])
    }

    @Test("the next page is the same request with the continuation, exactly as it came")
    func continuation() throws {
        let first = try Acme.changes().request(for: page, connection: Acme.connection)
        var next = page
        next.continuation = #"{"compositeToken":"a b+/=="}"#
        next.number = 2
        let plan = try Acme.changes().request(for: next, connection: Acme.connection)
        #expect(plan.url == first.url)
        #expect(plan.headers == [RequestPlan.Field("x-next", #"{"compositeToken":"a b+/=="}"#)])
    }

    private func subjectPlan(_ id: String) throws -> RequestPlan {
        let stream = try Acme.source().stream(named: "subject")
        return try stream.request(for: SubjectID(namespace: "acme.id", id: id), connection: Acme.connection)
    }

    @Test("a subject stands verbatim in a header, and percent-encoded in a path")
    func subject() throws {
        let plan = try subjectPlan("a/../b?c=d#e f%2F@x")
        #expect(plan.headers.first == RequestPlan.Field("x-subject", "a/../b?c=d#e f%2F@x"))
        #expect(plan.url == "https://cmp.example.com/v1/people/a%2F..%2Fb%3Fc%3Dd%23e%20f%252F%40x")
    }

    @Test("a subject that would lead to another folder of the server is refused", arguments: [".", ".."])
    func dotSegments(id: String) {
        #expect(throws: AdapterError.self) { try subjectPlan(id) }
    }

    @Test("references are replaced inside texts")
    func references() throws {
        #expect(try subjectPlan("7").headers.last?.value == "tenant=shop;cmp.example.com")
    }

    @Test("a request is never sent half filled")
    func missingValues() throws {
        var connection = Acme.connection
        connection.values["tenant"] = nil
        let stream = try Acme.source().stream(named: "subject")
        let subject = SubjectID(namespace: "acme.id", id: "7")
        let error = #expect(throws: AdapterError.self) { try stream.request(for: subject, connection: connection) }
        #expect(error?.code == .missingValue)
        #expect(error?.message.contains("config.tenant") == true)
        #expect(throws: AdapterError.self) { try subjectPlan("") }
        var windowless = page
        windowless.window = nil
        #expect(throws: AdapterError.self) { try Acme.changes().request(for: windowless, connection: Acme.connection) }
    }

    @Test("a token is asked for with the client's id and its secret, which the plan does not hold")
    func token() throws {
        let source = try Acme.source()
        guard case .oauth2ClientCredentials(let oauth2) = source.authentication else {
            return #expect(Bool(false), "no OAuth 2")
        }
        let request = try source.tokenRequest(oauth2, for: Acme.connection)
        #expect(request.plan.url == "https://cmp.example.com/t/shop/token")
        #expect(request.clientID == "shop")
        #expect(request.secret.reveal() == "s3cret")
        #expect(!"\(request)".contains("s3cret"))
        var without = Acme.connection
        without.secrets = [:]
        #expect(throws: AdapterError.self) { try source.tokenRequest(oauth2, for: without) }
    }

    @Test("plain http is only for tests that say so")
    func insecure() throws {
        var connection = Acme.connection
        connection.isInsecureTest = true
        connection.values["host"] = "127.0.0.1:8080"
        let plan = try Acme.changes().request(for: page, connection: connection)
        #expect(plan.url.hasPrefix("http://127.0.0.1:8080/v1/changes?"))
    }

    @Test("names and values of a query are percent-encoded byte by byte")
    func encoding() {
        let plan = RequestPlan(
            host: "h",
            path: "/p",
            query: [RequestPlan.Field("a b", "ä&=+#"), RequestPlan.Field("-._~", "-._~"), RequestPlan.Field("e", "")]
        )
        #expect(plan.url == "https://h/p?a%20b=%C3%A4%26%3D%2B%23&-._~=-._~&e=")
        #expect(RequestPlan(host: "h", path: "/p").url == "https://h/p")
    }

    @Test("a stream that does not exist is told with those that do")
    func unknownStream() throws {
        let error = #expect(throws: AdapterError.self) { try Acme.source().stream(named: "all") }
        #expect(error?.code == .unknownStream)
        #expect(error?.message.contains("subject, changes") == true)
    }
}
