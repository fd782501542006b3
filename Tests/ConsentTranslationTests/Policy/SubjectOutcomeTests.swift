import ConsentTranslation
import OptIn
import Testing

@Suite("What all records of one subject come to")
struct SubjectOutcomeTests {
    private var site: Policy {
        var site = policy(.aa, .any(selectors(["analytics"])))
        site.categories?[.aam] = CategoryRule(conditions: [.any(selectors(["advertising"]))])
        site.implicitApproves = true
        return site
    }

    private func outcome(
        _ states: [(String, Decision.State?)],
        _ decidedAt: String?,
        _ regulation: String? = nil,
        implicit: Bool = false
    ) -> RecordOutcome {
        var payload = record(states, decidedAt: decidedAt)
        payload.regulation = regulation
        payload.explicitness = implicit ? .implicit : .explicit
        return site.decide(payload, mapping: mapping, now: now)
    }

    private func merged(_ outcomes: RecordOutcome...) -> SubjectOutcome {
        SubjectOutcome(merging: outcomes)
    }

    @Test("an explicit choice goes before a later implicit one, a denial included")
    func explicitGoesFirst() {
        let explicit = outcome([("stats", .granted)], "2026-01-01", "gdpr")
        let implicit = outcome([("stats", .denied), ("ads", .granted)], "2026-02-01", "gdpr", implicit: true)
        #expect(merged(explicit, implicit).permissions[.aa] == .approved)
        #expect(merged(implicit, explicit).permissions[.aam] == .approved, "the explicit one says nothing about it")
    }

    @Test("a global opt-out beats a later explicit grant in another record")
    func globalOptOut() {
        var heeding = site
        heeding.gpcDenies = [.init([.aam])]
        var payload = record([("ads", .granted)], decidedAt: "2026-01-01")
        payload.gpc = true
        let optedOut = heeding.decide(payload, mapping: mapping, now: now)
        let later = outcome([("ads", .granted), ("stats", .granted)], "2026-02-01")
        #expect(merged(optedOut, later).permissions[.aam] == .denied)
        #expect(merged(later, optedOut).permissions[.aa] == .approved)
    }

    @Test("without records everything is undecided")
    func nothing() {
        let outcome = SubjectOutcome(merging: [])
        #expect(outcome.permissions == .undecided)
        #expect(outcome.decidedAt == nil && outcome.expiresAt == nil && outcome.implicit == [])
    }

    @Test("under one law the latest decision wins, category by category")
    func latestWins() {
        let older = outcome([("stats", .granted), ("ads", .granted)], "2026-01-01", "gdpr")
        let newer = outcome([("stats", .denied)], "2026-02-01", "gdpr")
        let outcome = merged(older, newer)
        #expect(outcome.permissions[.aa] == .denied)
        #expect(outcome.permissions[.aam] == .approved, "the newer record says nothing about it")
        #expect(
            merged(self.outcome([("stats", .denied)], "2026-01-01"), self.outcome([("stats", .granted)], "2026-01-02"))
                .permissions[.aa] == .approved
        )
    }

    @Test("of equal times a denial wins")
    func tiesDeny() {
        let outcome = merged(outcome([("stats", .granted)], "2026-01-01"), outcome([("stats", .denied)], "2026-01-01"))
        #expect(outcome.permissions[.aa] == .denied)
    }

    @Test("a record without a time gives way to any that has one")
    func unknownTime() {
        let undated = outcome([("stats", .granted)], nil)
        #expect(merged(undated, outcome([("stats", .denied)], "1971-01-01")).permissions[.aa] == .denied)
        #expect(merged(undated, outcome([("stats", .denied)], nil)).permissions[.aa] == .denied)
        #expect(merged(undated).permissions[.aa] == .approved)
    }

    @Test("an explicit choice goes before an implicit grant, however much older it is")
    func explicitBeatsImplicit() {
        let implicit = outcome([("stats", .granted)], "2026-06-01", implicit: true)
        let refusal = merged(implicit, outcome([("stats", .denied)], "2020-01-01"))
        #expect(refusal.permissions[.aa] == .denied)
        let consent = merged(implicit, outcome([("stats", .granted)], "2020-01-01"))
        #expect(consent.permissions[.aa] == .approved)
        #expect(consent.implicit == [])
        #expect(merged(implicit).implicit == CategorySet([.aa]))
    }

    @Test("between laws a denial wins, whatever the times")
    func acrossLaws() {
        let gdpr = outcome([("stats", .denied)], "2020-01-01", "gdpr")
        let usnat = outcome([("stats", .granted)], "2026-01-01", "usnat")
        let untold = outcome([("stats", .granted)], "2026-02-01")
        #expect(merged(gdpr, usnat, untold).permissions[.aa] == .denied)
        #expect(merged(usnat, untold).permissions[.aa] == .approved)
    }

    @Test("an undecided record under one law takes no grant under another away")
    func undecidedIsNoVote() {
        let gdpr = outcome([("stats", Decision.State.none)], "2026-03-01", "gdpr")
        let usnat = outcome([("stats", .granted)], "2026-01-01", "usnat")
        #expect(merged(gdpr, usnat).permissions[.aa] == .approved)
    }

    @Test("the time is that of the latest decision, and the end that of the first record to end")
    func times() {
        var site = site
        site.maxAge = .days(100)
        let outcomes = ["2026-11-01", "2026-10-01"].map { time in
            site.decide(record([("stats", .granted)], decidedAt: time), mapping: mapping, now: now)
        }
        let outcome = SubjectOutcome(merging: outcomes)
        #expect(outcome.decidedAt == at("2026-11-01"))
        #expect(outcome.expiresAt == Instant(milliseconds: at("2027-01-09").milliseconds + 1))
    }

    @Test("the order in which the records come makes no difference")
    func orderIndependence() {
        var random = RepeatableRandom(seed: 0x5AB)
        let times: [String?] = ["2026-01-01", "2026-01-01", "2026-02-01", nil]
        let states: [Decision.State?] = [.granted, .denied, Decision.State.none, nil]
        for _ in 0..<1_000 {
            let outcomes = (0..<4).map { _ in
                outcome(
                    [("stats", random.pick(states)), ("ads", random.pick(states))],
                    random.pick(times),
                    random.pick(["gdpr", "usnat", nil]),
                    implicit: Bool.random(using: &random)
                )
            }
            let wanted = SubjectOutcome(merging: outcomes)
            for order in permutations(outcomes) {
                #expect(SubjectOutcome(merging: order) == wanted, "\(random)")
            }
        }
    }

    private func permutations(_ outcomes: [RecordOutcome]) -> [[RecordOutcome]] {
        guard !outcomes.isEmpty else { return [[]] }
        return outcomes.indices.flatMap { index in
            var rest = outcomes
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}
