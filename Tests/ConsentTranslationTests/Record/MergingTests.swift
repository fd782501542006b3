import ConsentTranslation
import OptIn
import Testing

@Suite("Two records that claim to be current at the same time")
struct MergingTests {
    private let categories: [Category: CategoryRule] = [
        .aa: CategoryRule(conditions: [.any(selectors(["analytics"]))]),
        .target: CategoryRule(conditions: [.all(selectors(["personalization", "acme:0_1"]))]),
        .aam: CategoryRule(conditions: [.denyWins(selectors(["advertising", "acme:Analytics"]))]),
        .adcloud: CategoryRule(conditions: [.all(selectors(["advertising"])), .any(selectors(["analytics"]))]),
        .mediaaa: CategoryRule(conditions: [.any(selectors(["acme:Advertising", "acme:ads"]))]),
        .ecid: CategoryRule(conditions: [.anyCategory([.aa, .aam, .target])]),
        .campaign: CategoryRule(conditions: [.all(selectors(["acme:Analytics"]))]),
        .livefyre: CategoryRule(
            conditions: [.any(selectors(["acme:stats"]))],
            tcf: CategoryRule.TCFGate(vendor: 565, purposes: [1])
        ),
    ]

    /// Policies that look at everything that a record has.
    private var policies: [Policy] {
        var plain = Policy()
        plain.categories = categories
        var lax = plain
        lax.implicitApproves = true
        var strict = plain
        strict.maxAge = .months(13)
        strict.gpcDenies = CategorySet([.aam])
        var regional = lax
        regional.applies = .within(Policy.Scope(regulations: ["gdpr"]))
        regional.gpcDenies = .all
        return [plain, lax, strict, regional]
    }

    /// Two records of one subject, adapter and law, decided at the same time.
    private func pair(using random: inout RepeatableRandom) -> (ConsentRecord, ConsentRecord) {
        let first = one(like: RandomRecord.record(using: &random), using: &random)
        return (first, one(like: first, using: &random))
    }

    /// A random record of the subject, law and time of another.
    private func one(like other: ConsentRecord, using random: inout RepeatableRandom) -> ConsentRecord {
        var record = RandomRecord.record(using: &random)
        record.subjects = [SubjectID(namespace: "ecid", id: "primary")] + record.subjects
        record.decidedAt = other.decidedAt
        record.regulation = other.regulation
        return record
    }

    @Test("which of the two comes first makes no difference")
    func commutative() {
        var random = RepeatableRandom(seed: 0x4E0)
        for _ in 0..<500 {
            let (first, second) = pair(using: &random)
            let merged = first.mergedAtEqualTime(with: second).canonicalBytes
            #expect(merged == second.mergedAtEqualTime(with: first).canonicalBytes, "\(random)")
        }
    }

    @Test("three of them come to the same in any grouping, so that order of arrival makes no difference")
    func associative() {
        var random = RepeatableRandom(seed: 0x4E1)
        for _ in 0..<500 {
            let (first, second) = pair(using: &random)
            let third = one(like: first, using: &random)
            let left = first.mergedAtEqualTime(with: second).mergedAtEqualTime(with: third)
            let right = first.mergedAtEqualTime(with: second.mergedAtEqualTime(with: third))
            #expect(left.canonicalBytes == right.canonicalBytes, "\(random)")
        }
    }

    @Test("one that has been merged in already changes nothing when it comes again")
    func idempotent() {
        var random = RepeatableRandom(seed: 0x4E2)
        for _ in 0..<500 {
            let (first, second) = pair(using: &random)
            let merged = first.mergedAtEqualTime(with: second)
            #expect(merged.mergedAtEqualTime(with: second).canonicalBytes == merged.canonicalBytes, "\(random)")
            #expect(merged.mergedAtEqualTime(with: first).canonicalBytes == merged.canonicalBytes, "\(random)")
            #expect(merged.mergedAtEqualTime(with: merged).canonicalBytes == merged.canonicalBytes, "\(random)")
        }
    }

    @Test("together they never grant what one of them alone does not, now or later, under any policy")
    func neverMore() {
        var random = RepeatableRandom(seed: 0x4E3)
        let times = [now, at("2023-12-01"), at("2027-06-01"), at("2031-01-01")]
        for _ in 0..<500 {
            let (first, second) = pair(using: &random)
            let merged = first.mergedAtEqualTime(with: second)
            for policy in policies {
                for time in times {
                    let approved = { policy.decide($0, mapping: mapping, now: time).permissions.approved }
                    let common = approved(first).intersection(approved(second))
                    #expect(approved(merged).isSubset(of: common), "\(random)")
                }
            }
        }
    }

    @Test("what either denies is denied, what either leaves open stays open, what both grant is granted")
    func states() {
        let first = record([("ads", .granted), ("stats", .granted), ("looks", .denied), ("more", .granted)])
        let second = record([("ads", .granted), ("stats", .denied), ("looks", Decision.State.none), ("new", .denied)])
        let merged = first.mergedAtEqualTime(with: second)
        let states = Dictionary(uniqueKeysWithValues: merged.decisions.map { ($0.key, $0.state) })
        #expect(states == ["ads": .granted, "stats": .denied, "looks": .denied, "more": .none, "new": .denied])
    }

    @Test("a grant ends with the earlier end, a denial with the later one")
    func ends() {
        func one(_ state: Decision.State, _ end: String?) -> ConsentRecord {
            var record = record([])
            record.decisions = [Decision(kind: .purpose, key: "ads", state: state, expiresAt: end.map(at))]
            return record
        }
        func end(_ state: Decision.State, _ left: String?, _ right: String?) -> Instant? {
            one(state, left).mergedAtEqualTime(with: one(state, right)).decisions.first?.expiresAt
        }
        #expect(end(.granted, "2027-01-01", "2028-01-01") == at("2027-01-01"))
        #expect(end(.granted, nil, "2028-01-01") == at("2028-01-01"))
        #expect(end(.denied, "2027-01-01", "2028-01-01") == at("2028-01-01"))
        #expect(end(.denied, nil, "2028-01-01") == nil)
    }

    @Test("consent strings that differ are dropped, and signals count if either has them")
    func others() {
        var first = record([])
        var second = record([])
        first.strings = ConsentRecord.Strings(tcf: "a", usp: "1YNN")
        second.strings = ConsentRecord.Strings(tcf: "b", usp: "1YNN")
        first.gpc = true
        second.gdprApplies = false
        second.expiresAt = at("2027-01-01")
        second.explicitness = .implicit
        let merged = first.mergedAtEqualTime(with: second)
        #expect(merged.strings == ConsentRecord.Strings(usp: "1YNN"))
        #expect(merged.gpc == true)
        #expect(merged.gdprApplies == nil)
        #expect(merged.expiresAt == at("2027-01-01"))
        #expect(merged.explicitness == .implicit)
    }
}
