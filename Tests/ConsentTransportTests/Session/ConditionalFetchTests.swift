import ConsentTransport
import Testing

@Suite("A document fetched only if it changed")
struct ConditionalFetchTests {
    private static let once: RetryPolicy = {
        var policy = RetryPolicy()
        policy.maxAttempts = 1
        return policy
    }()

    /// Fetches once from a server that answers with these steps; gives back the request too.
    private func fetch(
        unless entityTag: String? = nil,
        limits: TransportLimits = TransportLimits(),
        _ answer: @escaping @Sendable (LoopbackServer.Request) -> [LoopbackServer.Step]
    ) async throws -> (Result<ConditionalFetch.Answer, TransportError>, [LoopbackServer.Request]) {
        try await LoopbackServer.with(answer) { server in
            let fetch = try ConditionalFetch(
                url: server.url("/v3/list.json"),
                insecureTest: true,
                retry: Self.once,
                limits: limits
            )
            let result: Result<ConditionalFetch.Answer, TransportError>
            do throws(TransportError) {
                result = .success(try await fetch.fetch(unless: entityTag))
            } catch {
                result = .failure(error)
            }
            await fetch.close()
            return (result, server.requests)
        }
    }

    @Test("the first fetch names no tag and gets the document with its own")
    func first() async throws {
        let (result, requests) = try await fetch { _ in [.answer(200, ["ETag: \"v17\""], "{}")] }
        #expect(try result.get() == .changed(body: Array("{}".utf8), entityTag: "\"v17\""))
        #expect(requests.map(\.path) == ["/v3/list.json"])
        #expect(requests[0].header("If-None-Match") == nil)
        #expect(requests[0].header("Accept") == "application/json")
    }

    @Test("a tag at hand is sent, and 304 means unchanged", arguments: ["\"v17\"", "W/\"v17\"", "\"\""])
    func unchanged(tag: String) async throws {
        let (result, requests) = try await fetch(unless: tag) { request in
            [request.header("If-None-Match") == tag ? .begin(304, ["ETag: \"v17\""]) : .answer(200, [], "{}")]
        }
        #expect(try result.get() == .unchanged)
        #expect(requests.count == 1)
    }

    @Test(
        "a tag that is none is not sent",
        arguments: ["", "v17", "\"v17", "\"a\"b\"", "\"a b\"", "w/\"v\"", "\"\u{7F}\""]
    )
    func malformedTag(tag: String) async throws {
        let (result, requests) = try await fetch(unless: tag) { _ in [.answer(200, [], "{}")] }
        #expect(try result.get() == .changed(body: Array("{}".utf8), entityTag: nil))
        #expect(requests[0].header("If-None-Match") == nil)
    }

    @Test("a tag at the limit is kept, one byte more is not")
    func longTag() async throws {
        for (length, isKept) in [(1_022, true), (1_023, false)] {
            let tag = "\"" + String(repeating: "x", count: length) + "\""
            let (result, _) = try await fetch { _ in [.answer(200, ["ETag: \(tag)"], "{}")] }
            #expect(try result.get() == .changed(body: Array("{}".utf8), entityTag: isKept ? tag : nil))
        }
    }

    @Test("304 without a question is a breach of the protocol")
    func unasked() async throws {
        let (result, _) = try await fetch { _ in [.begin(304)] }
        #expect(throws: TransportError.self) { try result.get() }
    }

    @Test(
        "every other answer is an error with its status, redirects and parts included",
        arguments: [201, 204, 206, 301, 302, 307, 400, 401, 403, 404, 410, 500]
    )
    func otherAnswers(status: Int) async throws {
        let (result, requests) = try await fetch(unless: "\"v17\"") { _ in
            [.answer(status, ["Location: http://127.0.0.1/elsewhere"], status == 204 ? "" : "{}")]
        }
        guard case .failure(let error) = result else {
            Issue.record("accepted status \(status)")
            return
        }
        #expect(error.httpStatus == status)
        #expect(error.message.contains("\(status)"))
        #expect(requests.allSatisfy { $0.path == "/v3/list.json" })
    }

    @Test("a body beyond the limit and one that breaks off are errors")
    func brokenBodies() async throws {
        var limits = TransportLimits()
        limits.maxBodyBytes = 4
        let (large, _) = try await fetch(limits: limits) { _ in [.answer(200, [], "12345")] }
        #expect(throws: TransportError.self) { try large.get() }
        let (cut, _) = try await fetch { _ in [.begin(200, ["Content-Length: 10"], [0x7B]), .close] }
        #expect(throws: TransportError.self) { try cut.get() }
    }

    @Test(
        "addresses that are none, and hosts on this machine without leave, are refused before anything is sent",
        arguments: ["", "list.json", "ftp://lists.example/x", "https://u@lists.example/x", "https://*.example/x"]
    )
    func addresses(url: String) async {
        await #expect(throws: TransportError.self) {
            let fetch = try ConditionalFetch(url: url, retry: Self.once)
            _ = try await fetch.fetch()
        }
    }

    @Test("http is refused without leave")
    func insecure() async throws {
        try await LoopbackServer.with { _ in
            [.answer(200, [], "{}")]
        } _: { server in
            let fetch = try ConditionalFetch(url: server.url(), retry: Self.once)
            await #expect(throws: TransportError.self) { try await fetch.fetch() }
            #expect(server.requests.isEmpty)
        }
    }
}
