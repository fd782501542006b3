import BoundedJSON
import Foundation
import OptIn
import Testing

/// What holds of every form for every decision.
@Suite("Exports: undecided is never denied, and what a form carries comes back")
struct ExportPropertyTests {
    private let domain: CookieDomain
    private let terms: CookieTerms

    init() throws {
        domain = try CookieDomain(domain: "example.com", host: nil)
        terms = try CookieTerms(domain: domain)
    }

    @Test("visitor: previousPermissions are the decision, and are missing where nothing is decided")
    func visitor() throws {
        try EveryCombination.forEach { decided in
            let configuration = VisitorConfiguration(
                ExportedDecision(permissions: decided),
                storesChoices: true,
                terms: terms
            )
            let object = try #require(try json(configuration.write) as? [String: Any])
            #expect(permissions(object["previousPermissions"]) == decided)
            #expect((object["previousPermissions"] == nil) == decided.decided.isEmpty)
            #expect(object["preOptInApprovals"] == nil)
        }
    }

    @Test("visitor: defaults stand apart from the decision, whatever they are")
    func defaults() throws {
        let decided = Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa, .aam]))
        try EveryCombination.forEach { defaults in
            let decision = ExportedDecision(permissions: decided, defaults: defaults)
            let configuration = VisitorConfiguration(decision, storesChoices: false, terms: terms)
            let object = try #require(try json(configuration.write) as? [String: Any])
            #expect(permissions(object["preOptInApprovals"]) == defaults)
            #expect(permissions(object["previousPermissions"]) == decided)
        }
    }

    @Test("cookie: the value is the decision, and there is none where nothing is decided")
    func cookie() throws {
        try EveryCombination.forEach { decided in
            let line = try SetCookieLine(ExportedDecision(permissions: decided), domain: domain, terms: terms, now: 0)
            guard let value = line.value else {
                #expect(decided.decided.isEmpty)
                return
            }
            #expect(try ExistingPermissions(value).permissions == decided)
            #expect(try ExistingPermissions("Set-Cookie: " + value).permissions == decided)
            #expect(value.hasPrefix("\(OptInCookie.name)=\(OptInCookie.value(for: decided) ?? "");"))
            #expect(!value.lowercased().contains("httponly"))
        }
    }

    @Test("cookie: merged into what is there, what is decided counts and the rest stays")
    func merging() throws {
        let existing = try ExistingPermissions("{\"aam\":true,\"campaign\":false,\"ecid\":true}")
        EveryCombination.forEach { decided in
            var merged = existing
            merged.merge(decided)
            for category in Category.allCases {
                let wanted = decided[category] == .undecided ? existing.permissions[category] : decided[category]
                #expect(merged.permissions[category] == wanted)
            }
        }
    }

    @Test("script: it has exactly the decided categories, none twice, and there is none where nothing is decided")
    func script() throws {
        try EveryCombination.forEach { decided in
            guard let script = OptInScript.text(for: decided) else {
                #expect(decided.decided.isEmpty)
                return
            }
            let (denied, approved) = (try list("denied", in: script), try list("approved", in: script))
            #expect(denied == decided.denied.categories.map(\.rawValue))
            #expect(approved == decided.approved.categories.map(\.rawValue))
        }
    }

    private func list(_ name: String, in script: String) throws -> [String] {
        let line = try #require(script.split(separator: "\n").first { $0.contains("var \(name) = ") })
        let text = line.drop { $0 != "[" }.dropLast()
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String])
    }

    @Test("web SDK and XDM: every word is what the rule comes to, with and without pending", arguments: [false, true])
    func words(writesPending: Bool) throws {
        let rule = CollectionRule(writesPending: writesPending)
        try EveryCombination.forEach { decided in
            let decision = ExportedDecision(permissions: decided)
            let entries = try #require(try json(WebSDKConsent(decision, rule: rule).write) as? [[String: Any]])
            let first = entries.first { $0["version"] as? String == "1.0" }?["value"] as? [String: String]
            let second = entries.first { $0["version"] as? String == "2.0" }?["value"] as? [String: Any]
            let consents = (try json(XDMConsent(decision, rule: rule).write) as? [String: Any])?["consents"]
            #expect(second as NSDictionary? == consents as? NSDictionary)

            let collecting = rule.collecting(under: decided)
            #expect(first?["general"] == [.approved: "in", .denied: "out"][collecting])
            let words: [Permission: String] = [.approved: "y", .denied: "n", .undecided: writesPending ? "p" : "-"]
            #expect(Self.word(second?["collect"]) == words[collecting])
            let content = (second?["personalize"] as? [String: Any])?["content"]
            #expect(Self.word(content) == words[decided[.target]])
        }
    }

    private static func word(_ value: Any?) -> String { (value as? [String: String])?["val"] ?? "-" }

    @Test("collecting fails towards no consent: one denial refuses, one gap leaves open")
    func collecting() {
        EveryCombination.forEach { decided in
            let states = [decided[.aa], decided[.ecid]]
            let wanted: Permission =
                states.contains(.denied) ? .denied : states.contains(.undecided) ? .undecided : .approved
            #expect(CollectionRule().collecting(under: decided) == wanted)
            #expect(CollectionRule(collect: []).collecting(under: decided) == .undecided)
        }
    }

    @Test("tags: the texts are the decision and the defaults, and null where there are none")
    func tags() throws {
        try EveryCombination.forEach { decided in
            let settings = TagSettings(ExportedDecision(permissions: decided), storesChoices: true, terms: terms)
            let object = try #require(try json(settings.write) as? [String: Any])
            let text = object["previousPermissions"] as? String
            #expect((text == nil) == decided.decided.isEmpty)
            let inner = try text.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
            #expect(permissions(inner) == decided)
            #expect(object["preOptInApprovals"] is NSNull)
            #expect(settings.fields.first { $0.title == "Previous permissions" }?.value == text ?? "")
        }
    }

    @Test("where Opt-In does not apply no approval is written as somebody's choice, and a denial keeps Opt-In on")
    func notApplying() throws {
        EveryCombination.forEach { decided in
            let decision = ExportedDecision(permissions: decided, applies: false)
            #expect(decision.permissions.approved.isEmpty)
            #expect(decision.permissions.denied == decided.denied)
            #expect(decision.applies == !decided.denied.isEmpty)
            #expect(decision.notes.map(\.code) == [.doesNotApply])
        }
    }

    @Test("a decision beside what is there: the same, replaced, or left alone")
    func comparison() {
        let existing = Permissions(approved: CategorySet([.aa, .aam]), decided: CategorySet([.aa, .aam, .ecid]))
        EveryCombination.forEach { decided in
            let comparison = PermissionComparison(decided: decided, existing: existing)
            #expect(comparison.categories.map(\.category) == Category.allCases)
            for row in comparison.categories {
                let wanted: PermissionComparison.Effect =
                    row.decided == row.existing ? .same : row.decided == .undecided ? .stays : .changes
                #expect(row.effect == wanted)
                #expect(row.decided == decided[row.category] && row.existing == existing[row.category])
            }
            #expect(comparison.differing.count == comparison.categories.count { $0.effect != .same })
        }
    }
}
