import ConsentAdapters
import ConsentTransport
import Logging
import Synchronization
import Testing

@Suite("A session")
struct HTTPSessionTests {
    private let clock = VirtualClock()

    private func session(
        _ sender: any HTTPSender,
        credentials: any CredentialSource = FixedCredentials.none,
        rules: ResponseRules = .standard,
        rates: [RateBucket] = [],
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) -> HTTPSession {
        HTTPSession(
            sender: sender,
            credentials: credentials,
            rules: rules,
            rates: rates,
            clock: clock,
            random: LargestGenerator(),
            logger: logger,
            onWait: onWait
        )
    }

    private func failure(_ session: HTTPSession, _ request: HTTPRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await session.fetch(request)
            return nil
        } catch {
            return error
        }
    }

    private let request = HTTPRequest(.get, "https://cmp.example/users?page=2", route: nil)

    @Test("a 429 is announced, sat out and asked again")
    func throttled() async throws {
        let notices = Mutex<[WaitNotice]>([])
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            number == 1 ? HTTPResponse(status: 429, headers: ["Retry-After": "2"]) : HTTPResponse(status: 200)
        }
        let session = session(sender) { notice in notices.withLock { $0.append(notice) } }
        #expect(try await session.fetch(request).status == 200)
        #expect(clock.sleeps == [.seconds(2)])
        let expected = WaitNotice(
            reason: .throttled,
            duration: .seconds(2),
            host: "cmp.example",
            attempt: 1,
            status: 429
        )
        #expect(notices.withLock { $0 } == [expected])
    }

    @Test("a Retry-After date counts from the server's own date")
    func throttledByDate() async throws {
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            let headers: HTTPFields = [
                "Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT",
            ]
            return number == 1 ? HTTPResponse(status: 503, headers: headers) : HTTPResponse(status: 200)
        }
        #expect(try await session(sender).fetch(request).status == 200)
        #expect(clock.sleeps == [.seconds(10)])
    }

    @Test("server errors are retried with back-off and end as transient")
    func serverErrors() async throws {
        let recovering = ScriptedSender(statuses: [500, 502, 200])
        #expect(try await session(recovering).fetch(request).status == 200)
        #expect(clock.sleeps == [.milliseconds(500), .seconds(1)])
        let failing = ScriptedSender(statuses: [503])
        let error = await failure(session(failing), request)
        #expect(error?.failureClass == .transient)
        #expect(error?.code == .httpStatus)
        #expect(error?.httpStatus == 503)
        #expect(failing.requests.count == 5)
    }

    @Test("a transport failure is retried, and when it stays it is reported as it was")
    func transportFailure() async throws {
        let sender = ScriptedSender { (_, _) throws(TransportError) in
            throw TransportError(.unreachable, "cmp.example refuses connections.", curlCode: 7)
        }
        let error = await failure(session(sender), request)
        #expect(error?.code == .unreachable)
        #expect(error?.curlCode == 7)
        #expect(sender.requests.count == 5)
    }

    static let finalAnswers: [(Int, HTTPFields, TransportError.Code, FailureClass)] = [
        (401, [:], .credentialsRefused, .config), (403, [:], .credentialsRefused, .config),
        (404, [:], .httpStatus, .contract), (302, [:], .httpStatus, .contract), (400, [:], .httpStatus, .contract),
        (429, ["Retry-After": "3600"], .suspended, .suspend), (429, ["ot-period": "HOUR"], .suspended, .suspend),
    ]

    @Test("an answer that ends the matter is asked for once", arguments: finalAnswers)
    func finalAnswer(_ status: Int, _ headers: HTTPFields, _ code: TransportError.Code, _ expected: FailureClass) async
    {
        let sender = ScriptedSender { (_, _) throws(TransportError) in
            HTTPResponse(status: status, headers: headers, body: Array("canary".utf8))
        }
        let rules = ResponseRules([ResponseRule(429, headerName: "ot-period", headerValue: "HOUR", then: .suspend)])
        let error = await failure(session(sender, rules: rules), request)
        #expect(error?.code == code)
        #expect(error?.failureClass == expected)
        #expect(error?.httpStatus == status)
        #expect(sender.requests.count == 1)
        #expect(error?.message.contains("cmp.example") == true)
        #expect(error?.message.contains("canary") == false && error?.message.contains("page") == false)
        if expected == .suspend {
            #expect(error?.suspendedUntil == clock.wallTime.advanced(by: .seconds(3_600)))
        }
    }

    @Test("a 404 that is declared to mean nothing there is an answer")
    func noData() async throws {
        let sender = ScriptedSender(statuses: [404])
        let rules = ResponseRules([ResponseRule(404, then: .noData)])
        let response = try await session(sender).fetch(request, rules: rules)
        #expect(response.status == 404)
        #expect(response.meansNoData)
        #expect(try await !session(ScriptedSender(statuses: [200])).fetch(request).meansNoData)
    }

    @Test("the rate budget is waited for and announced")
    func rateBudget() async throws {
        let notices = Mutex<[WaitReason]>([])
        let bucket = try #require(RateBucket(rate: 2, per: .seconds(1)))
        let session = session(ScriptedSender(statuses: [200]), rates: [bucket]) { notice in
            notices.withLock { $0.append(notice.reason) }
        }
        for _ in 0..<4 { _ = try await session.fetch(request) }
        #expect(clock.sleeps == [.milliseconds(500), .milliseconds(500)])
        #expect(notices.withLock { $0 } == [.rateBudget, .rateBudget])
    }

    @Test("while one request is throttled, the others of the session hold still as well")
    func sharedPause() async throws {
        let clock = HeldClock()
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            number == 1 ? HTTPResponse(status: 429, headers: ["Retry-After": "60"]) : HTTPResponse(status: 200)
        }
        let session = HTTPSession(sender: sender, clock: clock)
        let request = request
        let first = Task { try await session.fetch(request).status }
        while clock.sleeps.isEmpty { await Task.yield() }
        let second = Task { try await session.fetch(request).status }
        while clock.sleeps.count < 2 { await Task.yield() }
        #expect(clock.sleeps == [.seconds(60), .seconds(60)])
        #expect(sender.requests.count == 1)
        clock.release(after: .seconds(60))
        #expect(try await first.value == 200)
        #expect(try await second.value == 200)
        #expect(clock.sleeps.count == 2)
    }

    @Test("a cancelled wait ends the request as cancelled")
    func cancelledWait() async throws {
        let clock = HeldClock()
        let session = HTTPSession(sender: ScriptedSender(statuses: [503]), clock: clock, random: LargestGenerator())
        let request = request
        let task = Task { await failure(session, request) }
        while clock.sleeps.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test("logs name method, host, path and status, and never a query, a header or a body")
    func logging() async throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "test") { _ in RecordingHandler { line in lines.withLock { $0.append(line) } } }
        logger.logLevel = .trace
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            if number == 1 { throw TransportError(.truncated, "cmp.example broke off.") }
            return HTTPResponse(status: 200, headers: ["X": "canary"], body: Array("canary".utf8))
        }
        let session = session(sender, credentials: FixedCredentials.bearer(Secret("canary")), logger: logger)
        _ = try await session.fetch(
            HTTPRequest(.get, "https://cmp.example/v1/list?id=canary", headers: ["X": "canary"])
        )
        _ = try await session.fetch(HTTPRequest(.get, "https://cmp.example/users/canary", route: "/users/{subject}"))
        let log = lines.withLock { $0 }
        #expect(log.count == 3)
        #expect(log[0].contains("truncated") && log[0].contains("attempt=1"))
        #expect(log[1].contains("GET") && log[1].contains("/v1/list") && log[1].contains("attempt=2"))
        #expect(log[2].contains("/users/{subject}") && log[2].contains("status=200"))
        #expect(!log.contains { $0.contains("canary") })
    }
}

/// A log handler that hands each line to a function.
struct RecordingHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    let record: @Sendable (String) -> Void

    init(_ record: @escaping @Sendable (String) -> Void) {
        self.record = record
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        record("\(event.message) \(pairs)")
    }
}
