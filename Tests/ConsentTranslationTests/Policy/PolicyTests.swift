import ConsentTranslation
import OptIn
import Testing

@Suite("A site's policy")
struct PolicyTests {
    private let granted = record([("ads", .granted), ("stats", .granted), ("looks", .granted)])

    @Test("where Opt-In does not apply every category is approved; where the law is not told it applies")
    func applies() {
        var payload = record([("ads", .denied)])
        let permissions = { (applies: Policy.Applies, regulation: String?) in
            var site = policy(.aam, .any(selectors(["advertising"])))
            site.applies = applies
            payload.regulation = regulation
            return site.decide(payload, mapping: mapping, now: now).permissions
        }
        let all = Permissions(approved: .all, decided: .all)
        var denied = Permissions.undecided
        denied[.aam] = .denied
        #expect(permissions(.always, "gdpr") == denied)
        #expect(permissions(.never, "gdpr") == all)
        #expect(permissions(.never, nil) == all)
        #expect(permissions(.within(Policy.Scope(regulations: ["gdpr", "uk_gdpr"])), "gdpr") == denied)
        #expect(permissions(.within(Policy.Scope(regulations: ["gdpr", "uk_gdpr"])), "uk_gdpr") == denied)
        #expect(permissions(.within(Policy.Scope(regulations: ["gdpr", "uk_gdpr"])), "usnat") == all)
        #expect(permissions(.within(Policy.Scope(regulations: ["gdpr", "uk_gdpr"])), nil) == denied)
    }

    @Test("a category without a rule is undecided for the reason unmapped")
    func unmapped() throws {
        let site = policy(.aa, .any(selectors(["analytics"])))
        let explanation = try #require(site.explanation(.target, of: granted))
        #expect(explanation.rule == "unmapped")
        #expect(explanation.decision == .undecided)
        #expect(site.permission(.aa, of: granted) == .approved)
    }

    @Test("the outcome is the same whether or not anybody reads why", arguments: [nil, true, false] as [Bool?])
    func unexplained(gpc: Bool?) {
        var payload = record([("ads", .granted), ("stats", .denied)])
        payload.gpc = gpc
        payload.regulation = "usnat"
        var sites = [policy(.aam, .any(selectors(["advertising"]))), Policy()]
        sites.append(sites[0])
        sites[2].gpcDenies = [.init(.aam), .init(.target)]
        sites.append(sites[2])
        sites[3].applies = .never
        for site in sites {
            let prepared = PreparedPolicy(site, mapping: mapping)
            let outcome = prepared.outcome(of: payload, now: now)
            let explained = prepared.outcome(of: payload, now: now, explaining: true)
            #expect(outcome.permissions == explained.permissions)
            #expect(outcome.optedOut == explained.optedOut)
            #expect(outcome.explanations.isEmpty)
            #expect(explained.explanations.count == Category.allCases.count)
        }
    }

    @Test("a rule without any condition decides nothing")
    func emptyRule() {
        #expect(policy(.aa).permission(.aa, of: granted) == .undecided)
    }

    @Test("without a policy the bridge's rules from purposes to categories hold, and necessary grants nothing")
    func defaultRules() {
        let outcome = Policy().decide(granted, mapping: mapping, now: now)
        #expect(outcome.permissions.approved == CategorySet([.aam, .adcloud, .aa, .ecid, .target, .mediaaa]))
        #expect(outcome.permissions.denied == [])
        let necessary = AdapterMapping(owners: ["acme"], purposes: ["must": [.necessary]])
        let must = record([("must", .granted)])
        #expect(Policy().decide(must, mapping: necessary, now: now).permissions == .undecided)
    }

    @Test("every neutral purpose but necessary and sale_or_sharing leads to a category by default")
    func defaultPurposes() {
        for purpose in NeutralPurpose.allCases {
            let mapping = AdapterMapping(owners: ["acme"], purposes: ["k": [purpose]])
            let approved = Policy().decide(record([("k", .granted)]), mapping: mapping, now: now).permissions.approved
            #expect(approved.isEmpty == [.necessary, .saleOrSharing].contains(purpose), "\(purpose)")
        }
    }

    @Test("the site's rules go before the adapter's, and the adapter's before the bridge's")
    func precedence() {
        var mapping = mapping
        mapping.categories = [.aa: CategoryRule(conditions: [.any(selectors(["advertising"]))])]
        let payload = record([("ads", .granted), ("stats", .denied)])
        let decide = { (policy: Policy) in policy.decide(payload, mapping: mapping, now: now).permissions }
        #expect(decide(Policy())[.aa] == .approved)
        #expect(decide(Policy())[.aam] == .undecided, "the adapter's rules are the whole set")
        #expect(decide(policy(.aa, .any(selectors(["analytics"]))))[.aa] == .denied)
        mapping.categories = [:]
        #expect(decide(Policy())[.aa] == .denied)
    }

    @Test("without an explicit choice nothing is decided, unless the site says that going on is enough")
    func implicit() {
        var payload = record([("stats", .granted), ("ads", .denied)])
        payload.explicitness = .implicit
        var site = Policy()
        #expect(site.decide(payload, mapping: mapping, now: now).permissions == .undecided)
        site.implicitApproves = true
        let outcome = site.decide(payload, mapping: mapping, now: now)
        #expect(outcome.permissions[.aa] == .approved)
        #expect(outcome.permissions[.aam] == .denied)
        #expect(outcome.implicit == outcome.permissions.approved)
    }

    @Test("a record that does not tell how the choice was made counts as it stands, and is not implicit")
    func unknownExplicitness() {
        var payload = granted
        payload.explicitness = nil
        let outcome = Policy().decide(payload, mapping: mapping, now: now)
        #expect(outcome.permissions[.aa] == .approved)
        #expect(outcome.implicit == [])
    }

    @Test("a record whose decisions do not count leaves every category open, and says why")
    func undecided() {
        var payload = granted
        payload.undecidedBecause = "the banner is open"
        let outcome = Policy().decide(payload, mapping: mapping, now: now)
        #expect(outcome.permissions == .undecided)
        let mapped = outcome.explanations.filter { $0.rule != "unmapped" }
        #expect(!mapped.isEmpty && mapped.allSatisfy { $0.because == "the banner is open" })
    }

    @Test("defaults never become decisions")
    func defaults() {
        var site = policy(.aa, .any(selectors(["analytics"])))
        site.defaults = Permissions(approved: .all, decided: .all)
        #expect(site.decide(record([]), mapping: mapping, now: now).permissions == .undecided)
    }

    @Test("categories that refer to each other in a circle end, undecided")
    func circles() {
        var site = Policy()
        site.categories = [
            .aa: CategoryRule(conditions: [.anyCategory([.aam])]),
            .aam: CategoryRule(conditions: [.anyCategory([.target])]),
            .target: CategoryRule(conditions: [.anyCategory([.aa])]),
            .ecid: CategoryRule(conditions: [.anyCategory([.ecid])]),
        ]
        #expect(site.decide(granted, mapping: mapping, now: now).permissions == .undecided)
    }

    @Test("a circle never approves what no decision grants, and takes no approval from outside away")
    func circleWithGrant() {
        var site = Policy()
        site.categories = [
            .aam: CategoryRule(conditions: [.anyCategory([.ecid]), .any(selectors(["acme:missing"]))]),
            .ecid: CategoryRule(conditions: [.anyCategory([.aam, .aa])]),
            .aa: CategoryRule(conditions: [.any(selectors(["analytics"]))]),
        ]
        let permissions = site.decide(granted, mapping: mapping, now: now).permissions
        #expect(permissions[.aa] == .approved)
        #expect(permissions[.ecid] == .approved)
        #expect(permissions[.aam] == .undecided)
    }

    @Test("there is one line of explanation for each category, in the library's order, with the decision made")
    func explanations() {
        let outcome = Policy().decide(granted, mapping: mapping, now: now)
        #expect(outcome.explanations.map(\.category) == Category.allCases)
        for line in outcome.explanations {
            #expect(line.decision == outcome.permissions[line.category])
            #expect(!line.because.isEmpty && !line.rule.isEmpty)
        }
    }

    @Test("an explanation names the decision that decided")
    func reasons() {
        let payload = record([("stats", .granted), ("ads", .denied), ("looks", Decision.State.none)])
        let because = { (category: Category) in Policy().explanation(category, of: payload)?.because }
        #expect(because(.aa) == "stats is granted")
        #expect(because(.aam) == "ads is denied")
        #expect(because(.target) == "looks is not decided")
        #expect(because(.ecid) == "aa is approved")
    }

    @Test("a rule is told as policies write it")
    func ruleText() {
        let rule = CategoryRule(
            conditions: [
                .any(selectors(["analytics", "acme:k"])), .all(selectors(["social"])), .denyWins(selectors(["email"])),
                .anyCategory([.aa, .aam]),
            ],
            tcf: CategoryRule.TCFGate(vendor: 565, purposes: [1, 10])
        )
        #expect(
            rule.description
                == "any: analytics, acme:k; all: social; deny_wins: email; any_category: aa, aam; "
                + "tcf: vendor 565, purposes 1, 10"
        )
    }
}
