import ConsentAdapters
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Testing

/// What a CMP can do wrong in the middle of a listing, and what must come of it. Time is virtual: nothing waits.
@Suite("Every fault of a platform has one outcome", .serialized)
struct FaultTableTests {
    /// What must come of a fault.
    enum Outcome: Sendable, Equatable {
        /// Everything arrives once, after so many waits.
        case arrives(waits: Int)
        /// Everything arrives once, after waits of at least so many seconds and at most ten more.
        case arrivesLater(seconds: Int)
        /// The reading ends with this class; the pages before are whole.
        case fails(FailureClass)
        /// The answer is not what the manifest says; the pages before are whole.
        case breaksContract
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: String
        let outcome: Outcome

        init(_ name: String, _ fault: String, _ outcome: Outcome) {
            testDescription = name
            self.fault = fault
            self.outcome = outcome
        }
    }

    static let throttling: [Row] = [
        Row("429, told in seconds", "status: 429, headers: { Retry-After: \"30\" }", .arrivesLater(seconds: 30)),
        Row("429, told by a date", "status: 429, retry_after_date: 40s", .arrivesLater(seconds: 39)),
        Row("429 without a word", "status: 429", .arrives(waits: 1)),
        Row("429 six times", "status: 429, headers: { Retry-After: \"7\" }, times: 6", .arrivesLater(seconds: 42)),
        Row("429 for ever", "status: 429, headers: { Retry-After: \"1\" }, times: always", .fails(.throttle)),
        Row("429 for ten years", "status: 429, headers: { Retry-After: \"315360000\" }", .fails(.suspend)),
        Row("429 for the rest of the hour", "status: 429, headers: { ot-period: HOUR }", .fails(.suspend)),
        Row(
            "429 for a minute",
            "status: 429, headers: { ot-period: MINUTE, Retry-After: \"20\" }",
            .arrivesLater(seconds: 20)
        ),
        Row("429 with nonsense", "status: 429, headers: { Retry-After: soon }", .arrives(waits: 1)),
        Row("503 that says when", "status: 503, headers: { Retry-After: \"20\" }", .arrivesLater(seconds: 20)),
        Row(
            "a window of the limit that is used up",
            "status: 429, headers: { RateLimit: \"limit=100, remaining=0, reset=12\" }",
            .arrivesLater(seconds: 11)
        ),
    ]

    static let breaking: [Row] =
        [
            Row("500", "status: 500", .arrives(waits: 1)), Row("502", "status: 502", .arrives(waits: 1)),
            Row("503", "status: 503", .arrives(waits: 1)), Row("504", "status: 504", .arrives(waits: 1)),
            Row("408", "status: 408", .arrives(waits: 1)),
            Row("500 four times", "status: 500, times: 4", .arrives(waits: 4)),
            Row("500 for ever", "status: 500, times: always", .fails(.transient)),
            // libcurl asks once more by itself where a connection that was in use turns out to be gone.
            Row("a connection that ends without an answer", "hang_up: true", .arrives(waits: 0)),
            Row("one that always does", "hang_up: true, times: always", .fails(.transient)),
            Row("a late answer", "delay: 20ms", .arrives(waits: 0)),
            Row("an answer that rests in its middle", "pause: 20ms", .arrives(waits: 0)),
        ]
        + stride(from: 0, through: 99, by: 9).map {
            Row("an answer cut off at \($0)%", "cut_off: \($0)%", .arrives(waits: 1))
        }

    static let refusing: [Row] = [
        Row("tokens revoked in the middle", "revoke_tokens: true", .arrives(waits: 0)),
        Row("401 although the token is new", "status: 401, times: always", .fails(.config)),
        Row("401 once", "status: 401", .arrives(waits: 0)), Row("403", "status: 403", .fails(.config)),
        Row("400", "status: 400", .fails(.contract)), Row("404", "status: 404", .fails(.contract)),
        Row("413", "status: 413", .fails(.contract)), Row("418", "status: 418", .fails(.contract)),
        Row(
            "a redirect to another host",
            "status: 302, headers: { Location: \"http://cmp.example/all\" }",
            .fails(.contract)
        ),
        Row(
            "a redirect to metadata",
            "status: 307, headers: { Location: \"http://169.254.169.254/\" }",
            .fails(.contract)
        ),
        Row("a redirect to a file", "status: 302, headers: { Location: \"file:///etc/passwd\" }", .fails(.contract)),
    ]

    static let confusing: [Row] = [
        Row("a page for people", "html: '<html>we are back soon</html>'", .breaksContract),
        Row("an empty answer", "text: ' '", .breaksContract),
        Row("JSON that breaks off", "text: '{\"data\":[{\"id\":\"r8\"'", .breaksContract),
        Row("other JSON", "json: '{\"message\":\"ok\"}'", .breaksContract),
        Row("a list where an object was", "json: '[]'", .breaksContract),
        Row("a text where the list was", "json: '{\"data\":\"none\"}'", .breaksContract),
        Row("the same name twice", "json: '{\"data\":[],\"data\":[],\"next\":null}'", .breaksContract),
        Row("a number for a token", "json: '{\"data\":[{\"id\":\"x\"}],\"next\":7}'", .breaksContract),
        Row("the same token again", "json: '{\"data\":[{\"id\":\"x\"}],\"next\":\"at-7\"}'", .breaksContract),
        Row("another content type", "content_type: text/plain", .arrives(waits: 0)),
    ]

    private func listing(_ fault: String) -> SmallListing {
        SmallListing(
            stream:
                "paginate: { page_size: { query: size, value: 7 }, continuation: { from: next, query: c } }, items: data",
            listing: "size: size, max_size: 7, default_size: 7, items: data, next: { cursor: c, at: next }",
            faults: "[{ at: 2, \(fault) }]"
        )
    }

    @Test("asked to slow down", arguments: throttling)
    func slowDown(row: Row) async throws { try await play(row) }

    @Test("broken on the way", arguments: breaking)
    func broken(row: Row) async throws { try await play(row) }

    @Test("refused or sent elsewhere", arguments: refusing)
    func refused(row: Row) async throws { try await play(row) }

    @Test("answers that are none", arguments: confusing)
    func odd(row: Row) async throws { try await play(row) }

    @Test("a token that ends while the platform asks to wait is renewed before it is refused")
    func tokenLife() async throws {
        var listing = listing("status: 429, headers: { Retry-After: \"100\" }")
        listing.tokenLife = 120
        let clock = VirtualClock()
        try await ScriptedCMP.run(try listing.scenario()) { server in
            let account = try listing.account(port: server.port, clock: clock)
            var ids: [String] = []
            try await account.read(try listing.changes(), since: SmallListing.since, now: SmallListing.now) { items in
                ids += items.compactMap(\.listedID)
                return true
            }
            await account.close()
            #expect(ids.count == 40)
            #expect(server.log.tokensIssued == 2)
            #expect(!server.log.entries.contains { $0.status == 401 })
        }
    }

    private func play(_ row: Row) async throws {
        let listing = listing(row.fault)
        let clock = VirtualClock()
        try await ScriptedCMP.run(try listing.scenario()) { server in
            let account = try listing.account(port: server.port, clock: clock)
            var pages: [[String]] = []
            var failure: (any Error)?
            do {
                try await account.read(try listing.changes(), since: SmallListing.since, now: SmallListing.now) {
                    items in
                    pages.append(items.compactMap(\.listedID))
                    return true
                }
            } catch {
                failure = error
            }
            await account.close()
            #expect(!server.log.faults.isEmpty, "the fault was never played")
            check(row.outcome, pages, failure, clock, server.log)
        }
    }

    private func check(
        _ outcome: Outcome,
        _ pages: [[String]],
        _ failure: (any Error)?,
        _ clock: VirtualClock,
        _ log: RequestLog
    ) {
        let seconds = clock.sleeps.reduce(Duration.zero, +) / .seconds(1)
        switch outcome {
        case .arrives(let waits):
            #expect(failure == nil, "\(String(describing: failure))")
            #expect(pages.flatMap(\.self).count == 40 && Set(pages.flatMap(\.self)).count == 40)
            #expect(clock.sleeps.count == waits, "\(clock.sleeps)")
        case .arrivesLater(let least):
            #expect(failure == nil, "\(String(describing: failure))")
            #expect(Set(pages.flatMap(\.self)).count == 40)
            #expect(seconds >= Double(least) && seconds <= Double(least + 10), "\(seconds)")
        case .fails(let expected):
            #expect((failure as? TransportError)?.failureClass == expected, "\(String(describing: failure))")
            #expect(pages.map(\.count) == [7])
        case .breaksContract:
            #expect((failure as? AdapterError)?.code == .contract, "\(String(describing: failure))")
            #expect(pages.map(\.count) == [7])
        }
        // Nobody is asked without end.
        #expect(log.requestCount <= 20, "\(log.requestCount)")
    }
}
