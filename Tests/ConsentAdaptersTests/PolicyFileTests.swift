import ConsentAdapters
import ConsentTranslation
import OptIn
import Testing

@Suite("The policy file")
struct PolicyFileTests {
    private func policy(_ fields: String) throws -> Policy {
        try PolicyFile("policy: { \(fields) }\n", file: "policy.yaml").policy
    }

    @Test("the example of the design says what it says")
    func example() throws {
        let text = """
            policy:
              applies: { regulation: [gdpr, uk_gdpr] }
              defaults: { aa: approved }
              max_age: 13 months
              implicit: undecided
              gpc: { deny: [aam, adcloud] }
              tcf: strict
              categories:
                aa:     { any: [analytics] }
                target: { all: [personalization] }
                aam:    { all: [advertising], tcf: { vendor: 565, purposes: [1, 10] } }
                ecid:   { any_category: [aa, aam, target] }
            """
        let policy = try PolicyFile(text, file: "policy.yaml").policy
        #expect(policy.applies == .within(Policy.Scope(regulations: ["gdpr", "uk_gdpr"])))
        #expect(policy.defaults == Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa])))
        #expect(policy.maxAge == .months(13))
        #expect(!policy.implicitApproves)
        #expect(policy.gpcDenies == CategorySet([.aam, .adcloud]))
        #expect(policy.tcfRule == .strict)
        #expect(
            policy.categories?.mapValues(\.description) == [
                .aa: "any: analytics", .target: "all: personalization",
                .aam: "all: advertising; tcf: vendor 565, purposes 1, 10", .ecid: "any_category: aa, aam, target",
            ]
        )
    }

    @Test("an empty policy is that of a site that has none")
    func empty() throws {
        #expect(try policy("") == Policy())
        #expect(PolicyFile.standard.policy == Policy())
    }

    @Test("categories that are written down, none of them too, take the place of the defaults")
    func categories() throws {
        #expect(try policy("").categories == nil)
        #expect(try policy("categories: {}").categories == [:])
    }

    @Test("each word means one thing")
    func words() throws {
        #expect(try policy("applies: true").applies == .always)
        #expect(try policy("applies: false").applies == .never)
        #expect(try policy("applies: { regulation: gdpr }").applies == .within(Policy.Scope(regulations: ["gdpr"])))
        #expect(try policy("implicit: approved").implicitApproves)
        #expect(try policy("tcf: adobe-plugin").tcfRule == .adobePlugin)
        #expect(try policy("max_age: 1 month").maxAge == .months(1))
        #expect(try policy("max_age: 1200 months").maxAge == .months(1_200))
        #expect(try policy("max_age: 1 day").maxAge == .days(1))
        #expect(try policy("max_age: 90 days").maxAge == .days(90))
        #expect(try policy("defaults: { aa: denied }").defaults[.aa] == .denied)
    }

    @Test(
        "an age is a number of months or days from 1 to 1200",
        arguments: [
            "0 months", "1201 months", "-1 days", "13", "months", "13months", "13 weeks", "1.5 months", "a year",
        ]
    )
    func ages(text: String) {
        let error = #expect(throws: DiagnosticsError.self) { try policy("max_age: \(text)") }
        #expect(error?.diagnostics.map(\.code) == [.invalidValue])
    }

    @Test("a policy is known by the hash of its text")
    func fingerprint() throws {
        let text = "policy: { tcf: strict }\n"
        let file = try PolicyFile(text, file: "policy.yaml")
        #expect(file.text == text)
        #expect(file.fingerprint == Fingerprint.sha256(of: text))
    }
}
