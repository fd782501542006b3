import ConsentTransport
import Logging
import Synchronization
import Testing

@Suite("A session keeps off an account that is blocked, used up or down")
struct AccountHealthTests {
    private let clock = VirtualClock()
    private let request = HTTPRequest(.get, "https://cmp.example/users")

    private func session(
        _ sender: ScriptedSender,
        rules: ResponseRules = .standard,
        retry: RetryPolicy = RetryPolicy()
    ) -> HTTPSession {
        HTTPSession(
            sender: sender,
            rules: rules,
            retry: retry,
            clock: clock,
            random: LargestGenerator(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func failure(_ session: HTTPSession) async -> TransportError? {
        do throws(TransportError) {
            _ = try await session.fetch(request)
            return nil
        } catch {
            return error
        }
    }

    @Test("a block for an hour parks the account: nobody asks again before, and nobody waits")
    func parked() async throws {
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            number == 1 ? HTTPResponse(status: 429, headers: ["ot-period": "HOUR"]) : HTTPResponse(status: 200)
        }
        let rules = ResponseRules([ResponseRule(429, headerName: "ot-period", headerValue: "HOUR", then: .suspend)])
        let session = session(sender, rules: rules)
        let end = clock.wallTime.advanced(by: .seconds(3_600))
        #expect(await failure(session)?.suspendedUntil == end)
        clock.advance(by: .seconds(3_000))
        let second = await failure(session)
        #expect(second?.code == .suspended)
        #expect(second?.failureClass == .suspend)
        #expect(second?.suspendedUntil == end)
        #expect(sender.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
        clock.advance(by: .seconds(600))
        #expect(await failure(session) == nil)
    }

    @Test("another account goes on meanwhile")
    func others() async throws {
        let blocked = session(
            ScriptedSender { (_, _) throws(TransportError) in
                HTTPResponse(status: 429, headers: ["Retry-After": "3600"])
            }
        )
        #expect(await failure(blocked)?.code == .suspended)
        #expect(await failure(session(ScriptedSender(statuses: [200]))) == nil)
        #expect(clock.sleeps.isEmpty)
    }

    @Test("a budget that the server says is used up is waited for before the next request")
    func usedUp() async throws {
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            HTTPResponse(status: 200, headers: number == 1 ? ["RateLimit": "\"a\";r=1;t=20"] : [:])
        }
        let session = session(sender)
        for _ in 0..<3 { #expect(await failure(session) == nil) }
        #expect(clock.sleeps == [.seconds(20)])
    }

    @Test("fields of the vendor's own are believed where the rules name them")
    func vendorFields() async throws {
        let sender = ScriptedSender { (_, _) throws(TransportError) in
            HTTPResponse(status: 200, headers: ["X-Left": "0", "X-Reset": "5000"])
        }
        let fields = RateFields(remaining: "X-Left", reset: "X-Reset", resetIs: .milliseconds)
        let session = session(sender, rules: ResponseRules(rateFields: fields))
        for _ in 0..<2 { #expect(await failure(session) == nil) }
        #expect(clock.sleeps == [.seconds(5)])
    }

    @Test("where the answer names a time to come back, the window of its rate limit does not count")
    func precedence() async throws {
        let sender = ScriptedSender { (_, number) throws(TransportError) in
            let headers: HTTPFields = ["Retry-After": "2", "RateLimit": "\"hour\";r=0;t=3600"]
            return number == 1 ? HTTPResponse(status: 429, headers: headers) : HTTPResponse(status: 200)
        }
        #expect(await failure(session(sender)) == nil)
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test("a wait for the budget at the limit is sat out, one second more parks the account")
    func longReset() async throws {
        for (seconds, isParked) in [(300, false), (301, true)] {
            let sender = ScriptedSender { (_, _) throws(TransportError) in
                HTTPResponse(status: 200, headers: ["RateLimit": "\"a\";r=0;t=\(seconds)"])
            }
            let session = session(sender)
            #expect(await failure(session) == nil)
            #expect((await failure(session)?.code == .suspended) == isParked)
        }
        #expect(clock.sleeps == [.seconds(300)])
    }

    @Test("after ten failures in a row the account is left alone, then one request finds out")
    func breaker() async throws {
        let isBack = Mutex(false)
        let sender = ScriptedSender { (_, _) throws(TransportError) in
            HTTPResponse(status: isBack.withLock { $0 } ? 200 : 503)
        }
        var once = RetryPolicy()
        once.maxAttempts = 1
        let session = session(sender, retry: once)
        for _ in 0..<10 { #expect(await failure(session)?.code == .httpStatus) }
        let open = await failure(session)
        #expect(open?.code == .circuitOpen)
        #expect(open?.failureClass == .transient)
        #expect(sender.requests.count == 10)
        clock.advance(by: .seconds(30))
        #expect(await failure(session)?.code == .httpStatus)
        #expect(await failure(session)?.code == .circuitOpen)
        isBack.withLock { $0 = true }
        clock.advance(by: .seconds(60))
        #expect(await failure(session) == nil)
        #expect(await failure(session) == nil)
        #expect(sender.requests.count == 13)
    }

    @Test("refusals, throttling and our own mistakes are no failures of the server", arguments: [400, 403, 404, 429])
    func healthy(_ status: Int) async throws {
        let sender = ScriptedSender(statuses: [status])
        var once = RetryPolicy()
        once.maxThrottleWaits = 0
        let session = session(sender, retry: once)
        for _ in 0..<20 { #expect(await failure(session)?.code != .circuitOpen) }
        #expect(sender.requests.count == 20)
    }

    @Test("requests that never got an answer count as well, cancelled ones do not")
    func unanswered() async throws {
        for (code, opens) in [(TransportError.Code.unreachable, true), (.cancelled, false), (.tlsCertificate, false)] {
            let sender = ScriptedSender { (_, _) throws(TransportError) in throw TransportError(code, "") }
            var once = RetryPolicy()
            once.maxAttempts = 1
            let session = session(sender, retry: once)
            for _ in 0..<10 { _ = await failure(session) }
            #expect((await failure(session)?.code == .circuitOpen) == opens)
        }
    }
}
