import ConsentTransport
import Testing

@Suite("What an answer means")
struct ResponseRulesTests {
    static let standard: [(Int, Verdict)] = [
        (200, .success), (201, .success), (204, .success), (207, .success), (299, .success), (304, .success),
        (300, .fail(.contract)), (301, .fail(.contract)), (302, .fail(.contract)), (307, .fail(.contract)),
        (400, .fail(.contract)), (401, .refreshCredentials), (402, .fail(.contract)), (403, .fail(.config)),
        (404, .fail(.contract)), (405, .fail(.contract)), (408, .retry), (409, .fail(.contract)),
        (410, .fail(.contract)), (418, .fail(.contract)), (422, .fail(.contract)), (429, .throttle),
        (451, .fail(.contract)),
        (499, .fail(.contract)), (500, .retry), (501, .retry), (502, .retry), (503, .retry), (504, .retry),
        (599, .retry),
        (600, .fail(.contract)), (999, .fail(.contract)), (0, .fail(.contract)), (100, .fail(.contract)),
    ]

    @Test(
        "without rules of an adapter the standard table holds, and what it does not list breaks the contract",
        arguments: standard
    )
    func standardTable(_ status: Int, _ verdict: Verdict) {
        #expect(ResponseRules.standard.verdict(for: HTTPResponse(status: status)) == verdict)
    }

    @Test("a 503 that says when to come back is a throttle")
    func unavailableWithHeader() {
        let response = HTTPResponse(status: 503, headers: ["retry-after": "3"])
        #expect(ResponseRules.standard.verdict(for: response) == .throttle)
        #expect(ResponseRules(waitHeader: "X-Wait").verdict(for: response) == .retry)
    }

    @Test("declared rules come first, in their order, with status and header together")
    func declaredRules() {
        let rules = ResponseRules([
            ResponseRule(429, headerName: "ot-period", headerValue: "HOUR", then: .suspend),
            ResponseRule(404, then: .noData),
            ResponseRule(400...499, headerName: "X-Odd", then: .retry),
        ])
        let cases: [(Int, HTTPFields, Verdict)] = [
            (429, ["OT-Period": "hour"], .suspend), (429, ["ot-period": "MINUTE"], .throttle), (429, [:], .throttle),
            (429, ["ot-period": "MINUTE", "ot-period": "HOUR"], .suspend), (404, [:], .noData),
            (404, ["X-Odd": "1"], .noData), (410, ["x-odd": ""], .retry), (410, [:], .fail(.contract)),
            (500, ["X-Odd": "1"], .retry), (403, [:], .fail(.config)), (200, [:], .success),
        ]
        for (status, headers, verdict) in cases {
            #expect(rules.verdict(for: HTTPResponse(status: status, headers: headers)) == verdict)
        }
    }

    @Test("at a token endpoint every refusal is a matter of configuration", arguments: [400, 401, 403])
    func tokenEndpoint(_ status: Int) {
        #expect(ResponseRules.tokenEndpoint.verdict(for: HTTPResponse(status: status)) == .fail(.config))
    }
}
