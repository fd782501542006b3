import ConsentTranslation
import OptIn
import Testing

@Suite("Decisions that are too old or over")
struct AgeTests {
    private func site(_ maxAge: Policy.MaxAge?) -> Policy {
        var site = policy(.aa, .any(selectors(["analytics"])))
        site.maxAge = maxAge
        return site
    }

    @Test(
        "a decision counts to the end of its age and not a millisecond longer",
        arguments: [
            (.months(13), "2025-10-24T12:00:00Z", "2026-11-24T12:00:00Z"),
            (.months(1), "2026-01-15T00:00:00Z", "2026-02-15T00:00:00Z"),
            (.months(1), "2026-01-31T08:00:00Z", "2026-02-28T08:00:00Z"),
            (.months(12), "2024-02-29T00:00:00Z", "2025-02-28T00:00:00Z"),
            (.months(6), "2025-08-31T23:59:59.999Z", "2026-02-28T23:59:59.999Z"),
            (.days(1), "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"),
            (.days(180), "2026-05-28T00:00:00Z", "2026-11-24T00:00:00Z"),
            (.days(1_200), "2023-08-12T00:00:00Z", "2026-11-24T00:00:00Z"),
        ] as [(Policy.MaxAge, String, String)]
    )
    func edges(maxAge: Policy.MaxAge, decidedAt: String, last: String) {
        let payload = record([("stats", .granted)], decidedAt: decidedAt)
        let next = Instant(milliseconds: at(last).milliseconds + 1)
        #expect(site(maxAge).permission(.aa, of: payload, at: at(last)) == .approved)
        #expect(site(maxAge).permission(.aa, of: payload, at: next) == .undecided)
    }

    @Test("a denial grows old like a grant: it becomes undecided, never approved")
    func oldDenial() {
        let payload = record([("stats", .denied)], decidedAt: "2020-01-01T00:00:00Z")
        #expect(site(.months(13)).permission(.aa, of: payload) == .undecided)
        #expect(site(nil).permission(.aa, of: payload) == .denied)
    }

    @Test("with a limit, a decision of unknown age does not count; without one it does")
    func unknownAge() {
        let payload = record([("stats", .granted)], decidedAt: nil)
        #expect(site(.months(13)).permission(.aa, of: payload) == .undecided)
        #expect(site(nil).permission(.aa, of: payload) == .approved)
    }

    @Test("a key that changed too long ago is not decided, though the record is young")
    func oldKey() {
        var payload = record([])
        payload.decisions = [
            Decision(kind: .purpose, key: "stats", state: .granted, changedAt: at("2024-01-01T00:00:00Z"))
        ]
        #expect(site(.months(13)).permission(.aa, of: payload) == .undecided)
        #expect(site(nil).permission(.aa, of: payload) == .approved)
    }

    @Test("a record or a key that is over does not count from its end on")
    func ends() {
        let end = at("2026-11-20T00:00:00Z")
        var whole = record([("stats", .granted)])
        whole.expiresAt = end
        var key = record([])
        key.decisions = [Decision(kind: .purpose, key: "stats", state: .granted, expiresAt: end)]
        for payload in [whole, key] {
            let before = Instant(milliseconds: end.milliseconds - 1)
            #expect(site(nil).permission(.aa, of: payload, at: before) == .approved)
            #expect(site(nil).permission(.aa, of: payload, at: end) == .undecided)
        }
        #expect(site(nil).explanation(.aa, of: key)?.because == "purpose stats has expired")
    }

    @Test("the outcome says when it will change by age alone, and it does so then and not before")
    func nextChange() {
        var random = RepeatableRandom(seed: 0xA6E)
        for _ in 0..<1_000 {
            let decidedAt = Int64.random(in: 1_700_000_000_000...1_795_000_000_000, using: &random)
            var payload = record([])
            payload.decidedAt = Instant(milliseconds: decidedAt)
            payload.expiresAt = random.maybe { random in
                Instant(milliseconds: decidedAt + Int64.random(in: 1...100_000_000_000, using: &random))
            }
            payload.decisions = [
                Decision(
                    kind: .purpose,
                    key: "stats",
                    state: .granted,
                    changedAt: random.maybe { random in
                        Instant(milliseconds: decidedAt - Int64.random(in: 0...100_000_000, using: &random))
                    }
                )
            ]
            let maxAge: Policy.MaxAge =
                Bool.random(using: &random)
                ? .months(Int.random(in: 1...24, using: &random)) : .days(Int.random(in: 2...400, using: &random))
            let site = site(maxAge)
            let outcome = site.decide(payload, mapping: mapping, now: Instant(milliseconds: decidedAt))
            guard let end = outcome.expiresAt else {
                Issue.record("with a limit of age there is always an end, \(random)")
                continue
            }
            let before = Instant(milliseconds: end.milliseconds - 1)
            #expect(site.permission(.aa, of: payload, at: before) == .approved, "\(random), \(decidedAt) \(maxAge)")
            #expect(site.permission(.aa, of: payload, at: end) == .undecided, "\(random), \(decidedAt) \(maxAge)")
        }
    }

    @Test("nothing overflows with a time from a damaged store", arguments: [Int64.min, Int64.max])
    func extremes(milliseconds: Int64) {
        var payload = record([("stats", .granted)])
        payload.decidedAt = Instant(milliseconds: milliseconds)
        for maxAge in [Policy.MaxAge.months(1_200), .days(1_200)] {
            _ = site(maxAge).decide(payload, mapping: mapping, now: now)
        }
    }
}
