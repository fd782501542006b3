import ConsentTranslation
import OptIn
import Testing

/// The states that a listed key can have in a payload; nil stands for a key that the payload does not have.
private let states: [Decision.State?] = [.granted, .denied, Decision.State.none, nil]

/// Every way of giving so many keys a state.
private func combinations<State>(_ states: [State], keys: Int) -> [[State]] {
    (0..<keys).reduce([[]]) { made, _ in made.flatMap { list in states.map { list + [$0] } } }
}

private let lists = [1, 2, 3].flatMap { combinations(states, keys: $0) }
private let keys = ["k1", "k2", "k3"]

private func payload(_ states: [Decision.State?]) -> ConsentRecord {
    record(Array(zip(keys, states)))
}

private func listed(_ states: [Decision.State?]) -> [Selector] {
    selectors(keys.prefix(states.count).map { "acme:\($0)" })
}

@Suite("Three states in the conditions of a rule")
struct ThreeStatesTests {
    @Test("any: granted if one decision is, denied if all are, else undecided", arguments: lists)
    func any(states: [Decision.State?]) {
        let permission = policy(.aa, .any(listed(states))).permission(.aa, of: payload(states))
        if states.contains(.granted) {
            #expect(permission == .approved)
        } else if states.allSatisfy({ $0 == .denied }) {
            #expect(permission == .denied)
        } else if states.contains(Decision.State.none) || states.allSatisfy({ $0 == nil }) {
            #expect(permission == .undecided)
        } else {
            // Denied where it was asked and not asked elsewhere: never a grant.
            #expect(permission != .approved)
        }
    }

    @Test(
        "all: denied if one decision is, granted if all are; one that nothing is said about is not granted",
        arguments: lists
    )
    func all(states: [Decision.State?]) {
        let permission = policy(.aa, .all(listed(states))).permission(.aa, of: payload(states))
        if states.contains(.denied) {
            #expect(permission == .denied)
        } else if states.allSatisfy({ $0 == .granted }) {
            #expect(permission == .approved)
        } else {
            #expect(permission == .undecided)
        }
    }

    @Test("deny_wins: denied if one decision is, else as any", arguments: lists)
    func denyWins(states: [Decision.State?]) {
        let permission = policy(.aa, .denyWins(listed(states))).permission(.aa, of: payload(states))
        if states.contains(.denied) {
            #expect(permission == .denied)
        } else if states.contains(.granted) {
            #expect(permission == .approved)
        } else {
            #expect(permission == .undecided)
        }
    }

    @Test("any_category: as any, over what other categories come to", arguments: combinations(states, keys: 3))
    func anyCategory(states: [Decision.State?]) {
        let others: [Category] = [.aa, .aam, .target]
        var policy = policy(.ecid, .anyCategory(others))
        for (category, key) in zip(others, keys) {
            policy.categories?[category] = CategoryRule(conditions: [.any(selectors(["acme:\(key)"]))])
        }
        let permission = policy.permission(.ecid, of: payload(states))
        if states.contains(.granted) {
            #expect(permission == .approved)
        } else if states.allSatisfy({ $0 == .denied }) {
            #expect(permission == .denied)
        } else {
            #expect(permission == .undecided)
        }
    }

    @Test("a category without a rule is undecided for any_category, and so is one that opts out is denied")
    func anyCategoryOfOthers() {
        var policy = policy(.ecid, .anyCategory([.aam, .livefyre]))
        let nothing = record([])
        #expect(policy.permission(.ecid, of: nothing) == .undecided)
        policy.gpcDenies = CategorySet([.aam, .livefyre])
        var signalled = nothing
        signalled.gpc = true
        #expect(policy.permission(.ecid, of: signalled) == .denied)
    }

    @Test("a purpose takes every decision that the adapter maps to it")
    func manyDecisionsOfOnePurpose() {
        var mapping = mapping
        mapping.purposes = ["k1": [.analytics], "k2": [.analytics, .advertising], "k3": [.advertising]]
        for states in combinations(states, keys: 3) {
            let decided = { (condition: CategoryRule.Condition) in
                policy(.aa, condition).decide(payload(states), mapping: mapping, now: now).permissions[.aa]
            }
            let analytics = states.prefix(2).compactMap(\.self)
            let any = decided(.any(selectors(["analytics"])))
            let all = decided(.all(selectors(["analytics"])))
            #expect((any == .approved) == analytics.contains(.granted))
            #expect((any == .denied) == (!analytics.isEmpty && analytics.allSatisfy { $0 == .denied }))
            #expect((all == .denied) == analytics.contains(.denied))
            #expect((all == .approved) == (!analytics.isEmpty && analytics.allSatisfy { $0 == .granted }))
        }
    }

    @Test("several conditions on one category must all grant", arguments: combinations(Permission.allCases, keys: 3))
    func severalConditions(wanted: [Permission]) {
        let word: [Permission: Decision.State] = [.approved: .granted, .denied: .denied, .undecided: .none]
        let payload = payload(wanted.map { word[$0] })
        let rule = policy(
            .aa,
            .any(selectors(["acme:k1"])),
            .all(selectors(["acme:k2"])),
            .denyWins(selectors(["acme:k3"]))
        )
        let permission = rule.permission(.aa, of: payload)
        if wanted.contains(.denied) {
            #expect(permission == .denied)
        } else {
            #expect(permission == (wanted.contains(.undecided) ? .undecided : .approved))
        }
    }

    @Test("items joined by a bar count as one, so that all is content with either")
    func alternatives() {
        let rule = policy(.livefyre, .all(selectors(["functional|acme:k1", "acme:k2"])))
        #expect(rule.permission(.livefyre, of: record([("k1", .granted), ("k2", .granted)])) == .approved)
        #expect(rule.permission(.livefyre, of: record([("k2", .granted)])) == .undecided)
        #expect(rule.permission(.livefyre, of: record([("k1", .denied), ("k2", .granted)])) == .denied)
    }
}

@Suite("What an item of a rule refers to")
struct SelectorTests {
    @Test(
        "a neutral purpose, a key with its owner, or several joined by a bar",
        arguments: [
            "analytics", "sale_or_sharing", "onetrust:C0002", "acme:a:b", "acme:a b", "analytics|social|acme:k",
        ]
    )
    func readable(text: String) {
        #expect(Selector(text)?.text == text)
    }

    @Test(
        "and nothing else",
        arguments: [
            "", "|", "analytic", "Analytics", "analytics|", ":k", "acme:", "analytics||social", "C0002", " social",
        ]
    )
    func unreadable(text: String) {
        #expect(Selector(text) == nil)
    }

    @Test("a key is meant by the adapter's id and by its vendor, by key and by label, and by no other owner")
    func owners() {
        var payload = record([])
        payload.decisions = [Decision(kind: .purpose, key: "77", label: "Ad selection", state: .granted)]
        let approved = { (text: String) in
            policy(.aa, .any(selectors([text]))).permission(.aa, of: payload) == .approved
        }
        for text in ["acme:77", "acme-cookie:77", "acme:Ad selection"] { #expect(approved(text), "\(text)") }
        for text in ["other:77", "Acme:77", "acme:7", "acme:ad selection", "acme:77 "] {
            #expect(!approved(text), "\(text)")
        }
    }

    @Test("the neutral purposes of a decision are those of its key, else of its label")
    func keyBeforeLabel() {
        var mapping = mapping
        mapping.purposes = ["77": [.analytics], "Ads": [.advertising]]
        var payload = record([])
        payload.decisions = [
            Decision(kind: .purpose, key: "77", label: "Ads", state: .granted),
            Decision(kind: .purpose, key: "78", label: "Ads", state: .denied),
        ]
        var policy = policy(.aa, .any(selectors(["analytics"])))
        policy.categories?[.aam] = CategoryRule(conditions: [.any(selectors(["advertising"]))])
        let permissions = policy.decide(payload, mapping: mapping, now: now).permissions
        #expect(permissions[.aa] == .approved)
        #expect(permissions[.aam] == .denied)
    }
}
