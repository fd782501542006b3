import ConsentTranslation
import Testing

@Suite("How decisions are read")
struct DecisionRuleTests {
    private let yesNo: [String: Decision.State] = ["yes": .granted, "no": .denied, "": .none]

    /// The decisions as `key=state`, in order.
    private func decisions(_ json: String, _ rules: DecisionRule...) throws -> [String] {
        var record = RecordRules()
        record.decisions = rules
        return try translate(json, record)?.decisions.map { "\($0.key)=\($0.state.rawValue)" } ?? []
    }

    private func rule(_ each: String, _ reading: DecisionRule.Reading) throws -> DecisionRule {
        DecisionRule(each: try path(each), kind: .category, reading: reading)
    }

    @Test("among members of another kind, only the named ones are keys, or all but the named ones")
    func names() throws {
        var only = try rule("c", .word(at: nil, states: yesNo))
        only.names = .only(["ads", "stats"])
        #expect(try decisions(#"{"c":{"id":"7","stats":"yes","ads":"no"}}"#, only) == ["stats=granted", "ads=denied"])
        var except = try rule("c", .word(at: nil, states: yesNo))
        except.names = .except(["id", "$$*"])
        #expect(
            try decisions(#"{"c":{"id":"7","$$at":"x","$":"yes","ads":"no"}}"#, except) == ["$=granted", "ads=denied"]
        )
    }

    @Test("a state can stand within an object's member")
    func nested() throws {
        let nested = try rule("c", .word(at: try path("on"), states: yesNo))
        #expect(
            try decisions(#"{"c":{"ads":{"on":"no"},"stats":{"on":"yes"}}}"#, nested) == [
                "ads=denied", "stats=granted",
            ]
        )
        #expect(failure { try decisions(#"{"c":{"ads":{}}}"#, nested) } == .missing)
    }

    @Test("one value can be one key's state")
    func single() throws {
        var single = try rule("c.ads", .word(at: nil, states: yesNo))
        single.fixedKey = "advertising"
        #expect(try decisions(#"{"c":{"ads":"yes"}}"#, single) == ["advertising=granted"])
        #expect(failure { try decisions(#"{"c":{"ads":"maybe"}}"#, single) } == .unknownState)
    }

    @Test("a list's word is whether there is something in it")
    func lists() throws {
        let groups = try rule("c", .word(at: nil, states: ["(some)": .granted, "(empty)": .denied]))
        #expect(try decisions(#"{"c":{"stats":["ga"],"ads":[]}}"#, groups) == ["stats=granted", "ads=denied"])
    }

    @Test("being listed is the state, and what could have been listed is denied")
    func listed() throws {
        #expect(
            try decisions(#"{"c":["a","b"]}"#, try rule("c", .listed(.granted, universe: nil))) == [
                "a=granted", "b=granted",
            ]
        )
        #expect(try decisions(#"{"c":["a"]}"#, try rule("c", .listed(.denied, universe: nil))) == ["a=denied"])
        let fixed = try rule("c", .listed(.granted, universe: .keys(["a", "b", "c"])))
        #expect(try decisions(#"{"c":["b"]}"#, fixed) == ["b=granted", "a=denied", "c=denied"])
        #expect(try decisions(#"{"c":[]}"#, fixed) == ["a=denied", "b=denied", "c=denied"])
        let told = try rule("c", .listed(.granted, universe: .at(try path("all"))))
        #expect(try decisions(#"{"c":["b"],"all":["a","b"]}"#, told) == ["b=granted", "a=denied"])
        #expect(try decisions(#"{"c":["b"],"all":{"a":[],"b":[]}}"#, told) == ["b=granted", "a=denied"])
        #expect(failure { try decisions(#"{"c":["b"],"all":7}"#, told) } == .malformed)
    }

    @Test("a universe never grants: where being listed is a denial, the rest stays untold")
    func noGrantByAbsence() throws {
        let rule = try rule("c", .listed(.denied, universe: .keys(["a", "b"])))
        #expect(try decisions(#"{"c":["b"]}"#, rule) == ["b=denied"])
    }

    @Test("a rule counts only where its conditions hold")
    func conditions() throws {
        var rule = try rule("c", .listed(.granted, universe: nil))
        rule.when = [Condition(path: try path("status"), test: .oneOf(["SOME"]))]
        #expect(try decisions(#"{"c":["a"],"status":"SOME"}"#, rule) == ["a=granted"])
        #expect(try decisions(#"{"c":["a"],"status":"ALL"}"#, rule) == [])
        #expect(try decisions(#"{"status":"ALL"}"#, rule) == [])
    }

    @Test("a part that is missing makes the payload unreadable, unless it may be missing")
    func missing() throws {
        var rule = try rule("c", .listed(.granted, universe: .keys(["a"])))
        #expect(failure { try decisions("{}", rule) } == .missing)
        rule.isOptional = true
        #expect(try decisions("{}", rule) == [])
    }

    @Test("a table of any size knows its words and no others", arguments: [0, 1, 8, 9, 40])
    func tables(size: Int) throws {
        let states = Dictionary(
            uniqueKeysWithValues: (0..<size).map { ("w\($0)", Decision.State.allCases[$0 % 3]) }
        )
        let rule = try rule("c", .word(at: nil, states: states))
        for (word, state) in states {
            #expect(try decisions("{\"c\":{\"ads\":\"\(word)\"}}", rule) == ["ads=\(state.rawValue)"])
        }
        #expect(failure { try decisions("{\"c\":{\"ads\":\"w\(size)\"}}", rule) } == .unknownState)
    }

    @Test("a path that leads to several parts reads all of them")
    func severalParts() throws {
        let rule = try rule("c[*]", .word(at: nil, states: yesNo))
        #expect(
            try decisions(#"{"c":{"7":{"ads":"no"},"9":{"stats":"yes"}}}"#, rule) == ["ads=denied", "stats=granted"]
        )
    }

    @Test("a key that stands twice with different states is a conflict; with the same state it is told once")
    func conflicts() throws {
        let on = try rule("on", .listed(.granted, universe: nil))
        let off = try rule("off", .listed(.denied, universe: nil))
        #expect(failure { try decisions(#"{"on":["a"],"off":["a"]}"#, on, off) } == .conflict)
        #expect(try decisions(#"{"on":["a","a"],"off":[]}"#, on, off) == ["a=granted"])
    }
}
