import ConsentTranslation
import OptIn

/// A moment that a test names.
func at(_ text: String) -> Instant {
    Instant(iso8601: text) ?? Instant(milliseconds: 0)
}

/// The time at which tests judge unless they say otherwise.
let now = at("2026-11-24T00:00:00Z")

/// The mapping of a made-up CMP: key `ads` means advertising, `stats` means analytics, `looks` personalization.
let mapping = AdapterMapping(
    owners: ["acme-cookie", "acme"],
    purposes: ["ads": [.advertising], "stats": [.analytics], "looks": [.personalization]]
)

/// A record with a state for each key, `nil` standing for a key that the payload does not have.
func record(_ states: [(String, Decision.State?)], decidedAt: String? = "2026-11-01T00:00:00Z") -> ConsentRecord {
    var record = ConsentRecord(adapter: "acme-cookie")
    record.decisions = states.compactMap { key, state in
        state.map { Decision(kind: .category, key: key, state: $0) }
    }
    record.decidedAt = decidedAt.map(at)
    record.explicitness = .explicit
    return record
}

/// A policy with one rule.
func policy(_ category: Category, _ conditions: CategoryRule.Condition..., tcf: CategoryRule.TCFGate? = nil) -> Policy {
    var policy = Policy()
    policy.categories = [category: CategoryRule(conditions: conditions, tcf: tcf)]
    return policy
}

/// Selectors as policies write them.
func selectors(_ texts: [String]) -> [Selector] {
    texts.compactMap(Selector.init)
}

extension Policy {
    /// What the policy makes of one category of a record.
    func permission(_ category: Category, of record: ConsentRecord, at time: Instant = now) -> Permission {
        decide(record, mapping: mapping, now: time).permissions[category]
    }

    /// The trail of one category.
    func explanation(_ category: Category, of record: ConsentRecord, at time: Instant = now) -> Explanation? {
        decide(record, mapping: mapping, now: time).explanations.first { $0.category == category }
    }
}

/// Random records that use every member, from few keys, so that two of them often have some in common.
enum RandomRecord {
    static func record(using random: inout RepeatableRandom) -> ConsentRecord {
        var record = ConsentRecord(adapter: "acme-cookie")
        record.subjects = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            SubjectID(namespace: random.pick(["ecid", "email"]), id: text(using: &random))
        }
        record.recordID = random.maybe(text)
        record.decisions = (0..<Int.random(in: 0...5, using: &random)).map { _ in decision(using: &random) }
        record.strings.tcf = random.maybe(text)
        record.strings.ac = random.maybe(text)
        record.strings.gpp = random.maybe(text)
        record.strings.usp = random.maybe(text)
        record.explicitness = random.maybe { $0.pick(ConsentRecord.Explicitness.allCases) }
        record.decidedAt = random.maybe(instant)
        record.expiresAt = random.maybe(instant)
        record.regulation = random.maybe { $0.pick(["gdpr", "usnat"]) }
        record.gdprApplies = random.maybe { Bool.random(using: &$0) }
        record.region = random.maybe { random in
            ConsentRecord.Region(country: random.pick(["AT", "US"]), subdivision: random.maybe(text))
        }
        record.gpc = random.maybe { Bool.random(using: &$0) }
        record.undecidedBecause = random.maybe { $0.pick(["the banner is open", "a new choice is awaited"]) }
        return record
    }

    static func decision(using random: inout RepeatableRandom) -> Decision {
        Decision(
            kind: random.pick([.category, .purpose]),
            key: random.pick(["ads", "stats", "looks", "0_1", "ä \"\\\n\u{1}😀"]),
            label: random.maybe { $0.pick(["Analytics", "Advertising"]) },
            state: random.pick(Decision.State.allCases),
            changedAt: random.maybe(instant),
            expiresAt: random.maybe(instant)
        )
    }

    static func text(using random: inout RepeatableRandom) -> String {
        random.pick(["", "a", "007", "1e3", "Ünï 😀", "\u{0}\u{1F}\u{7F}\"\\/", "x y", "CP2d50AP5Uwp_aACGeSVGCCw"])
    }

    static func instant(using random: inout RepeatableRandom) -> Instant {
        Instant(milliseconds: random.pick([0, -1, 1_700_000_000_000, 1_795_000_000_000, 1_900_000_000_123]))
    }
}
