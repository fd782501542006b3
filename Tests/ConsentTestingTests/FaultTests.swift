import Foundation
import HTTPTypes
import Testing

@testable import ConsentTesting

@Suite("Faults")
struct FaultTests {
    /// The scenario of the mistakes with other faults, without its token.
    private func player(_ faults: String) throws -> ScenarioPlayer {
        let yaml = ScenarioMistakesTests.right
            .replacing("    - { at: 3, status: 500 }\n    - { at: 4, cut_off: 60% }", with: faults)
            .replacing("    bearer: true\n", with: "")
        return ScenarioPlayer(try Scenario(yaml: yaml, file: "faults.yaml"))
    }

    private static let request = ScriptedRequest(
        method: "GET",
        path: "/feed",
        query: "a=2026-10-30T00:00:00Z&b=2026-11-06T00:00:00Z"
    )

    @Test("are played in their order, each as often as it says, and lose nothing")
    func order() throws {
        var player = try player(
            """
                - { at: 2, status: 503 }
                - { at: 2, status: 429, times: 2, headers: { Retry-After: "7" } }
                - { at: 6, html: "<p>" }
            """
        )
        let answers = (0..<7).map { _ in player.exchange(Self.request) }
        #expect(answers.map(\.status) == [200, 503, 429, 429, 200, 200, 200])
        #expect(answers[2].headers["retry-after"] == "7")
        #expect(answers[5].headers["content-type"] == "text/html; charset=utf-8")
        #expect(Set([0, 4, 6].map { answers[$0].body }).count == 1)
    }

    @Test("may go on for ever")
    func always() throws {
        var player = try player("    - { at: 3, times: always, status: 500 }")
        #expect(
            (0..<50).map { _ in player.exchange(Self.request).status } == [200, 200] + Array(repeating: 500, count: 48)
        )
    }

    @Test("travel as they are meant to")
    func deliveries() throws {
        var player = try player(
            """
                - { at: 1, cut_off: 25% }
                - { at: 2, delay: 300ms }
                - { at: 3, pause: 2s }
                - { at: 4, hang_up: true }
                - { at: 5, content_type: text/plain }
            """
        )
        let answers = (0..<6).map { _ in player.answer(Self.request, at: Date()).answer }
        let length = answers[5].body.count
        #expect(
            answers.map(\.delivery) == [
                .cutOff(afterBytes: length / 4), .delayed(.milliseconds(300)), .paused(.seconds(2)), .hungUp, .whole,
                .whole,
            ]
        )
        #expect(answers[4].headers.map(\.value) == ["text/plain"])
        #expect(answers[4].body == answers[5].body)
    }

    @Test("may name the time to come back as a date, never earlier than it should be")
    func retryDate() throws {
        var player = try player("    - { at: 1, status: 429, retry_after_date: 1s }")
        let answer = player.answer(Self.request, at: Date(timeIntervalSince1970: 1_793_318_400.25)).answer
        #expect(answer.headers.last?.name == .retryAfter)
        #expect(answer.headers.last?.value == "Fri, 30 Oct 2026 00:00:02 GMT")
    }

    @Test("may make every token worthless, so that the next call is refused until a new one is fetched")
    func revocation() throws {
        var player = ScenarioPlayer(try fixture("onetrust-v4"))
        _ = player.exchange(Tenant.token())
        let statuses = (0..<32).map { _ in player.exchange(Tenant.page()).status }
        #expect(statuses[..<27].count { $0 == 200 } == 24)
        #expect(statuses[27...].allSatisfy { $0 == 401 })
        _ = player.exchange(Tenant.token())
        #expect(player.exchange(Tenant.page()).status == 401, "the old token stays worthless")
        #expect(player.exchange(Tenant.page(token: "scripted-token-2")).status == 200)
    }

    @Test("wait for a request that is let in")
    func refusedRequestsPlayNoFault() throws {
        var player = ScenarioPlayer(try fixture("onetrust-v4-html"))
        #expect(player.exchange(Tenant.page()).status == 401)
        _ = player.exchange(Tenant.token())
        let answer = player.exchange(Tenant.page())
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
    }

    @Test("of the bad day come to the data of the quiet day")
    func badDay() async throws {
        var quiet = Pull(ScenarioPlayer(try fixture("onetrust-v4-quiet")))
        try await quiet.run()
        var bad = Pull(ScenarioPlayer(try fixture("onetrust-v4")))
        try await bad.run()
        #expect(bad.records == quiet.records)
        #expect(bad.refusals == [429, 500, 429, 401])
        #expect(bad.brokenCount == 1)
        #expect(quiet.refusals.isEmpty)
        #expect(quiet.pageCount >= 40)
        let recordCount = try fixture("onetrust-v4").recordCount(of: "subjects")
        #expect(Set(quiet.records).count == recordCount)
    }
}
