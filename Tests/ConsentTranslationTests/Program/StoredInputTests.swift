import ConsentTranslation
import Testing

/// Cookies and storages as people copy them out of browsers and apps.
@Suite("Names under which CMPs keep texts")
struct StoredInputTests {
    private func record(_ text: String, _ inputs: [StoredInput], in places: PayloadInput.Places = .stored) throws
        -> ConsentRecord?
    {
        var rules = RecordRules()
        rules.recordID = try path("main")
        rules.strings.tcf = try path("captures.site")
        rules.strings.usp = try path("last")
        rules.decisions = [try familyRule()]
        let program = TranslationProgram(adapter: "acme", inputs: [.stored(inputs, in: places)], rules: rules)
        return try program.records(from: RawItem(text: text)).first
    }

    private func familyRule() throws -> DecisionRule {
        var rule = wordRule(each: try path("family"), kind: .category, states: ["allow": .granted, "deny": .denied])
        rule.isOptional = true
        return rule
    }

    private let main = StoredInput(names: .name("main"), name: "main", isRequired: true, steps: [])

    @Test(
        "cookies come as a header line, as a cookie jar, or as a list",
        arguments: [
            "main=7",
            "Cookie: other=1; main=7",
            "# Netscape HTTP Cookie File\n.example.org\tTRUE\t/\tTRUE\t1803978904\tother\t1\n"
                + "#HttpOnly_.example.org\tTRUE\t/\tFALSE\t0\tmain\t7\n",
            "example.org\tFALSE\t/\tFALSE\t0\tmain\t\"7\"\r\n",
            #"[{"name":"other","value":"1"},{"name":"main","value":"7","domain":".example.org"}]"#,
            #"{"cookies":[{"name":"main","value":"7"}],"origins":[]}"#,
        ]
    )
    func cookies(text: String) throws {
        #expect(try record(text, [main], in: .cookies)?.recordID == "7")
        #expect(try record(text, [main])?.recordID == "7")
        #expect(failure { try record(text, [main], in: .storage) } == .noInput)
    }

    @Test(
        "a storage comes as an object of texts, or of what a dump shows in their place",
        arguments: [#"{"main":"7","other":"x"}"#, #"{"main":7}"#]
    )
    func storage(text: String) throws {
        #expect(try record(text, [main], in: .storage)?.recordID == "7")
        #expect(try record(text, [main])?.recordID == "7")
        #expect(failure { try record(text, [main], in: .cookies) } == .noInput)
    }

    @Test("only the last cookie of a header can have been cut off, and only the last line of a jar")
    func last() throws {
        #expect(try record("main=7", [main])?.strings.usp == "main")
        #expect(try record("main=7; x=1", [main])?.strings.usp == nil)
        #expect(try record("d\tT\t/\tF\t0\tmain\t7", [main])?.strings.usp == "main")
        #expect(try record("d\tT\t/\tF\t0\tmain\t7\n", [main])?.strings.usp == nil)
        #expect(try record(#"{"main":"7"}"#, [main])?.strings.usp == nil)
    }

    @Test("a pattern finds the one name that fits, and its captures are values")
    func patterns() throws {
        let pattern = try #require(NamePattern("acme-{site:digits}"))
        let input = StoredInput(names: .pattern(pattern), name: "main", isRequired: true, steps: [])
        let found = try record("acme-x=1; acme-42=7; acme-42-extra=9", [input])
        #expect(found?.recordID == "7")
        #expect(found?.strings.tcf == "42")
        #expect(failure { try record("acme-x=1", [input]) } == .noInput)
        // Two sites in one header: whose consent is asked for cannot be known.
        #expect(failure { try record("acme-42=7; acme-43=7", [input]) } == .conflict)
    }

    @Test("a family is one object, named by what the capture took")
    func families() throws {
        let pattern = try #require(NamePattern("acme_{category}"))
        let family = StoredInput(names: .family(pattern, by: "category"), name: "family", isRequired: true, steps: [])
        let found = try record("acme_ads=deny; x=1; acme_stats=allow; acme_ads=deny", [family])
        #expect(
            found?.decisions == [
                Decision(kind: .category, key: "ads", state: .denied),
                Decision(kind: .category, key: "stats", state: .granted),
            ]
        )
        #expect(failure { try record("acme_ads=deny; acme_ads=allow", [family]) } == .conflict)
        #expect(failure { try record("acme_ads=maybe", [family]) } == .unknownState)
    }

    @Test("a name that several CMPs use is told apart by what the text contains")
    func contains() throws {
        let marked = StoredInput(
            names: .name("main"),
            name: "main",
            isRequired: true,
            contains: ["id:", "v2"],
            steps: []
        )
        #expect(try record("main=id:7v2", [marked])?.recordID == "id:7v2")
        for text in ["main=id:7", "main=v2", "main="] {
            #expect(failure { try record(text, [marked]) } == .noInput, "\(text)")
        }
    }

    @Test("a cookie sent twice is refused, or the first counts where the CMP's own script takes the first")
    func duplicates() throws {
        let first = StoredInput(names: .name("main"), name: "main", isRequired: true, duplicates: .first, steps: [])
        #expect(failure { try record("main=7; main=8", [main]) } == .conflict)
        #expect(try record("main=7; main=7", [main])?.recordID == "7")
        #expect(try record("main=7; main=8", [first])?.recordID == "7")
    }

    @Test("too many cookies in a list or a jar are told to be too many")
    func limits() {
        let count = TranslationLimits.maxCookies + 1
        let jar = (0..<count).map { "d\tT\t/\tF\t0\tc\($0)\t7\n" }.joined()
        let list = "[" + (0..<count).map { #"{"name":"c\#($0)","value":"7"}"# }.joined(separator: ",") + "]"
        #expect(failure { try record(jar, [main]) } == .tooLarge)
        #expect(failure { try record(list, [main]) } == .tooLarge)
    }
}
