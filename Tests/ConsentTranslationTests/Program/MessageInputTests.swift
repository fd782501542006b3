import ConsentTranslation
import Testing

@Suite("Messages that a CMP sends by itself")
struct MessageInputTests {
    private func program(_ other: PayloadInput...) throws -> TranslationProgram {
        let input = MessageInput(
            kind: try path("type"),
            items: ["made": try path("data.entity"), "changed": try path("data.new"), "all": try path("data.list")],
            ignored: ["ping"],
            members: [
                MessageInput.Member(name: "law", path: try path("regulation")),
                MessageInput.Member(name: "id", path: try path("id")),
            ],
            required: ["id"]
        )
        var rules = RecordRules()
        rules.recordID = try path("id")
        rules.strings.usp = try path("law")
        return TranslationProgram(adapter: "acme", inputs: [.message(input)] + other, rules: rules)
    }

    private func records(_ text: String) throws -> [ConsentRecord] {
        try program().records(from: RawItem(text: text))
    }

    @Test("the kind tells where the item stands; members of the envelope come along")
    func kinds() throws {
        let made = try records(#"{"type":"made","regulation":"gdpr","data":{"entity":{"id":"7"},"new":{"id":"8"}}}"#)
        #expect(made.map(\.recordID) == ["7"] && made.first?.strings.usp == "gdpr")
        let changed = try records(#"{"type":"changed","data":{"entity":{"id":"7"},"new":{"id":"8"}}}"#)
        #expect(changed.map(\.recordID) == ["8"] && changed.first?.strings.usp == nil)
    }

    @Test("an item's own member goes before the envelope's")
    func ownMember() throws {
        let text = #"{"type":"made","id":"m-1","regulation":"gdpr","data":{"entity":{"id":"7","law":"cpra"}}}"#
        #expect(try records(text).first?.strings.usp == "cpra")
        #expect(try records(text).first?.recordID == "7")
    }

    @Test("a list holds several items")
    func lists() throws {
        #expect(try records(#"{"type":"all","data":{"list":[{"id":"1"},{"id":"2"}]}}"#).map(\.recordID) == ["1", "2"])
        #expect(try records(#"{"type":"all","data":{"list":[]}}"#).isEmpty == true)
    }

    @Test("a kind that says nothing about consent has no records")
    func ignored() throws {
        #expect(try records(#"{"type":"ping"}"#) == [])
    }

    @Test(
        "what is wrong is told",
        arguments: [
            (#"{"type":"merged","data":{}}"#, TranslationError.Code.unknownState),
            (#"{"type":"made","data":{}}"#, .missing),
            (#"{"type":"made","data":{"entity":{"law":"x"}}}"#, .noInput),
            (#"{"type":"made","data":{"entity":"7"}}"#, .malformed),
            (#"{"type":"made","data":{"entity":null}}"#, .malformed),
            (#"{"type":7,"data":{"entity":{"id":"7"}}}"#, .noInput),
            (#"{"kind":"made","data":{"entity":{"id":"7"}}}"#, .noInput),
            (#"[{"type":"made"}]"#, .noInput),
            (#"{"type":"made","#, .malformed),
        ]
    )
    func mistakes(text: String, code: TranslationError.Code) {
        #expect(failure { try records(text) } == code)
    }

    @Test("a payload without a kind is left to the inputs behind")
    func others() throws {
        let program = try program(.item(required: ["id"]))
        #expect(try program.records(from: RawItem(text: #"{"id":"9"}"#)).map(\.recordID) == ["9"])
    }
}
