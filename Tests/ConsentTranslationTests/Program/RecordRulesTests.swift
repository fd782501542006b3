import ConsentTranslation
import Testing

/// Runs rules over a JSON payload.
func translate(_ json: String, _ rules: RecordRules, asked: SubjectID? = nil) throws -> ConsentRecord? {
    let program = TranslationProgram(adapter: "acme-cookie", inputs: [.item(required: [])], rules: rules)
    return try program.records(from: RawItem(text: json, subject: asked)).first
}

func path(_ text: String) throws -> ValuePath {
    try #require(ValuePath(text))
}

/// A rule whose states are words.
func wordRule(
    each: ValuePath,
    kind: Decision.Kind,
    key: ValuePath? = nil,
    label: ValuePath? = nil,
    state: ValuePath? = nil,
    states: [String: Decision.State],
    changed: RecordRules.Time? = nil,
    expires: RecordRules.Time? = nil
) -> DecisionRule {
    var rule = DecisionRule(each: each, kind: kind, reading: .word(at: state, states: states))
    rule.key = key
    rule.label = label
    rule.changed = changed
    rule.expires = expires
    return rule
}

@Suite("How a record is made of a payload")
struct RecordRulesTests {
    private let states: [String: Decision.State] = ["ACTIVE": .granted, "WITHDRAWN": .denied, "PENDING": .none]

    private func listRules() throws -> RecordRules {
        var rules = RecordRules()
        rules.decisions = [
            wordRule(
                each: try path("profiles"),
                kind: .purpose,
                key: try path("id"),
                label: try path("name"),
                state: try path("status"),
                states: states,
                changed: RecordRules.Time(path: try path("changed"), format: .iso8601),
                expires: RecordRules.Time(path: try path("ends"), format: .epochMilliseconds)
            )
        ]
        return rules
    }

    @Test("an object's names are the keys and its values the state words")
    func objectDecisions() throws {
        var rules = RecordRules()
        rules.decisions = [
            wordRule(each: try path("groups"), kind: .category, states: ["1": .granted, "0": .denied])
        ]
        let record = try translate(#"{"groups":{"C2":"0","C1":1}}"#, rules)
        #expect(
            record?.decisions == [
                Decision(kind: .category, key: "C2", state: .denied),
                Decision(kind: .category, key: "C1", state: .granted),
            ]
        )
    }

    @Test("a list's elements say key, label, state and times")
    func listDecisions() throws {
        let json =
            #"{"profiles":[{"id":7,"name":"Ads","status":"ACTIVE","changed":"2026-01-01","ends":1800000000000},"#
            + #"{"id":"x","status":"PENDING","changed":null,"ends":null}]}"#
        let record = try translate(json, try listRules())
        #expect(
            record?.decisions == [
                Decision(
                    kind: .purpose,
                    key: "7",
                    label: "Ads",
                    state: .granted,
                    changedAt: at("2026-01-01"),
                    expiresAt: Instant(milliseconds: 1_800_000_000_000)
                ),
                Decision(kind: .purpose, key: "x", state: .none),
            ]
        )
    }

    @Test("a list without elements is a record without decisions")
    func emptyList() throws {
        #expect(try translate(#"{"profiles":[]}"#, try listRules())?.decisions == [])
    }

    @Test(
        "a record that is half understood is no record",
        arguments: [
            (#"{}"#, .missing),
            (#"{"profiles":null}"#, .malformed),
            (#"{"profiles":"none"}"#, .malformed),
            (#"{"profiles":[{"status":"ACTIVE"}]}"#, .missing),
            (#"{"profiles":[{"id":"","status":"ACTIVE"}]}"#, .missing),
            (#"{"profiles":[{"id":null,"status":"ACTIVE"}]}"#, .missing),
            (#"{"profiles":[{"id":"a"}]}"#, .missing),
            (#"{"profiles":["a"]}"#, .missing),
            (#"{"profiles":[{"id":"a","status":"ACTIVE"},{"id":"b","status":"active"}]}"#, .unknownState),
            (#"{"profiles":[{"id":"a","status":null}]}"#, .unknownState),
            (#"{"profiles":[{"id":"a","status":["ACTIVE"]}]}"#, .unknownState),
            (#"{"profiles":[{"id":"a","status":" ACTIVE"}]}"#, .unknownState),
            (#"{"profiles":[{"id":"a","status":"ACTIVE","changed":"soon"}]}"#, .invalidTime),
            (#"{"profiles":[{"id":"a","status":"ACTIVE","ends":"2026-01-01"}]}"#, .invalidTime),
            (#"{"profiles":[{"id":"a","status":"ACTIVE","ends":{"at":1}}]}"#, .invalidTime),
            (#"{"profiles":[{"id":"a","status":"ACTIVE","ends":[]}]}"#, .invalidTime),
        ] as [(String, TranslationError.Code)]
    )
    func refused(json: String, code: TranslationError.Code) throws {
        let rules = try listRules()
        #expect(failure { try translate(json, rules) } == code)
    }

    @Test("a label that is null is none")
    func nullLabel() throws {
        let record = try translate(#"{"profiles":[{"id":"a","name":null,"status":"ACTIVE"}]}"#, try listRules())
        #expect(record?.decisions == [Decision(kind: .purpose, key: "a", state: .granted)])
    }

    @Test(
        "a time is read in the unit that the manifest declares, never in another that would fit",
        arguments: [
            (.epochMilliseconds, "1772442904127", 1_772_442_904_127),
            (.epochMilliseconds, "1772442904127.9", 1_772_442_904_127),
            (.epochSeconds, "1772442904", 1_772_442_904_000),
            (.epochSeconds, "1772442904.127", 1_772_442_904_000),
            (.epochMilliseconds, "\"1772442904127\"", 1_772_442_904_127),
            (.epochMilliseconds, "1772442904", 1_772_442_904),
            (.epochMilliseconds, "0", 0),
            (.epochMilliseconds, "253402300799999", 253_402_300_799_999),
            (.epochSeconds, "253402300799", 253_402_300_799_000),
            (.iso8601, "\"2026-03-02\"", 1_772_409_600_000),
        ] as [(RecordRules.Time.Format, String, Int64)]
    )
    func times(format: RecordRules.Time.Format, json: String, milliseconds: Int64) throws {
        var rules = RecordRules()
        rules.decidedAt = [RecordRules.Time(path: try path("t"), format: format)]
        #expect(try translate("{\"t\":\(json)}", rules)?.decidedAt?.milliseconds == milliseconds)
    }

    @Test(
        "a time that cannot be read is an error, not a missing time",
        arguments: [
            (.epochMilliseconds, "253402300800000"), (.epochSeconds, "253402300800"),
            (.epochSeconds, "1772442904127000"),
            (.epochMilliseconds, "99999999999999999999"), (.epochSeconds, "9223372036854775807"),
            (.epochMilliseconds, "-1"), (.epochMilliseconds, "1e12"), (.epochMilliseconds, "1.7e12"),
            (.epochMilliseconds, "\"1772442904127.x\""), (.epochMilliseconds, "\"１７\""), (.epochMilliseconds, "true"),
            (.epochMilliseconds, "\".5\""), (.epochMilliseconds, "\"1772442904127.\""), (.iso8601, "1772442904127"),
            (.iso8601, "\"soon\""), (.iso8601, "{}"), (.iso8601, "[]"),
        ] as [(RecordRules.Time.Format, String)]
    )
    func unreadableTimes(format: RecordRules.Time.Format, json: String) throws {
        var rules = RecordRules()
        rules.decidedAt = [RecordRules.Time(path: try path("t"), format: format)]
        #expect(failure { try translate("{\"t\":\(json)}", rules) } == .invalidTime)
    }

    @Test("the time of the decision is the first of the declared ones that the payload has")
    func firstTime() throws {
        var rules = RecordRules()
        rules.decidedAt = [
            RecordRules.Time(path: try path("closed"), format: .iso8601),
            RecordRules.Time(path: try path("made"), format: .epochSeconds),
        ]
        #expect(try translate(#"{"made":1,"closed":"2026-01-01"}"#, rules)?.decidedAt == at("2026-01-01"))
        #expect(try translate(#"{"made":1,"closed":null}"#, rules)?.decidedAt?.milliseconds == 1_000)
        #expect(try translate(#"{"made":1,"closed":""}"#, rules)?.decidedAt?.milliseconds == 1_000)
        #expect(try translate(#"{}"#, rules)?.decidedAt == nil)
    }

    @Test("a flag is true, false or not told; a word that means neither is an error")
    func flags() throws {
        var rules = RecordRules()
        rules.gpc = RecordRules.Flag(path: try path("gpc"), yes: ["1", "true"], no: ["0", "false"])
        let gpc = { (json: String) in try translate("{\"gpc\":\(json)}", rules)?.gpc }
        #expect(try gpc("1") == true)
        #expect(try gpc("true") == true)
        #expect(try gpc("\"0\"") == false)
        #expect(try gpc("null") == nil)
        #expect(try translate("{}", rules)?.gpc == nil)
        #expect(failure { try gpc("2") } == .unknownState)
        #expect(failure { try gpc("\"\"") } == .unknownState)
        #expect(failure { try gpc("{}") } == .malformed)
    }

    @Test("a region is two letters and what is behind the separator; anything else is no region")
    func regions() throws {
        var rules = RecordRules()
        rules.region = RecordRules.Region(path: try path("geo"), separator: ";")
        let region = { (json: String) in try translate("{\"geo\":\(json)}", rules)?.region }
        #expect(try region(#""AT;9""#) == ConsentRecord.Region(country: "AT", subdivision: "9"))
        #expect(try region(#""us;GA""#) == ConsentRecord.Region(country: "US", subdivision: "GA"))
        #expect(try region(#""AT;""#) == ConsentRecord.Region(country: "AT"))
        #expect(try region(#""AT""#) == ConsentRecord.Region(country: "AT"))
        for other in [#""""#, #"";9""#, #""AUT;9""#, #""ÄT;9""#, #""1T""#, "null", "7", "{}"] {
            #expect(try region(other) == nil, "\(other)")
        }
    }

    @Test("identities keep their order and spelling; a required one must be there")
    func identities() throws {
        var rules = RecordRules()
        rules.identities = [
            RecordRules.Identity(path: try path("mail"), namespace: "email", isRequired: false),
            RecordRules.Identity(path: try path("id"), namespace: "acme.id", isRequired: true),
        ]
        #expect(
            try translate(#"{"id":007,"mail":"a@example.com"}"#.replacing("007", with: "\"007\""), rules)?.subjects == [
                SubjectID(namespace: "email", id: "a@example.com"), SubjectID(namespace: "acme.id", id: "007"),
            ]
        )
        #expect(try translate(#"{"id":1e3}"#, rules)?.subjects == [SubjectID(namespace: "acme.id", id: "1e3")])
        for json in [#"{}"#, #"{"id":null}"#, #"{"id":""}"#] {
            #expect(failure { try translate(json, rules) } == .missing, "\(json)")
        }
        #expect(failure { try translate(#"{"id":{}}"#, rules) } == .malformed)
    }

    @Test("the subject that was asked for stands in where the payload names none")
    func askedSubject() throws {
        var rules = RecordRules()
        let asked = SubjectID(namespace: "email", id: "a@example.com")
        rules.identities = [RecordRules.Identity(path: try path("id"), namespace: "acme.id", isRequired: false)]
        #expect(try translate("{}", rules, asked: asked)?.subjects == [asked])
        #expect(
            try translate(#"{"id":"1"}"#, rules, asked: asked)?.subjects == [SubjectID(namespace: "acme.id", id: "1")]
        )
    }

    @Test("the first undecided rule whose conditions all hold gives the reason")
    func undecided() throws {
        var rules = RecordRules()
        rules.undecided = [
            RecordRules.Undecided(
                conditions: [
                    Condition(path: try path("a"), test: .oneOf(["1", "2"])),
                    Condition(path: try path("b"), test: .absent),
                ],
                reason: "first"
            ),
            RecordRules.Undecided(conditions: [Condition(path: try path("a"), test: .present)], reason: "second"),
            RecordRules.Undecided(conditions: [Condition(path: try path("c"), test: .noneOf(["ok"]))], reason: "third"),
        ]
        let reason = { (json: String) in try translate(json, rules)?.undecidedBecause }
        #expect(try reason(#"{"a":1}"#) == "first")
        #expect(try reason(#"{"a":"2","c":"ok"}"#) == "first")
        #expect(try reason(#"{"a":1,"b":0}"#) == "second")
        #expect(try reason(#"{"a":null}"#) == "second")
        #expect(try reason(#"{"c":"no"}"#) == "third")
        #expect(try reason(#"{}"#) == "third")
        #expect(try reason(#"{"c":["ok"]}"#) == "third")
        #expect(try reason(#"{"c":"ok"}"#) == nil)
    }

    @Test("implicit beats explicit, and neither is told where no rule holds")
    func explicitness() throws {
        var rules = RecordRules()
        rules.implicitWhen = [[Condition(path: try path("clicks"), test: .oneOf(["0"]))]]
        rules.explicitWhen = [
            [Condition(path: try path("closed"), test: .present)],
            [Condition(path: try path("clicks"), test: .present)],
        ]
        #expect(try translate(#"{"clicks":0,"closed":1}"#, rules)?.explicitness == .implicit)
        #expect(try translate(#"{"clicks":2}"#, rules)?.explicitness == .explicit)
        #expect(try translate(#"{"closed":1}"#, rules)?.explicitness == .explicit)
        #expect(try translate(#"{}"#, rules)?.explicitness == nil)
    }

    @Test("consent strings are kept verbatim, undecoded")
    func strings() throws {
        var rules = RecordRules()
        rules.strings.tcf = try path("s.tcf")
        rules.strings.gpp = try path("list[type=GPP].content")
        rules.regulation = .fixed("gdpr")
        let record = try translate(#"{"s":{"tcf":"not one="},"list":[{"type":"GPP","content":"DBA"}]}"#, rules)
        #expect(record?.strings == ConsentRecord.Strings(tcf: "not one=", gpp: "DBA"))
        #expect(record?.regulation == "gdpr")
    }
}
