import BoundedJSON
import ConsentTranslation
import Testing

@Suite("Bounds of the translation, each at its limit and one above")
struct TranslationLimitsTests {
    private func rules() throws -> RecordRules {
        var rules = RecordRules()
        rules.identities = [RecordRules.Identity(path: try path("id"), namespace: "acme.id", isRequired: false)]
        rules.recordID = try path("record")
        rules.region = RecordRules.Region(path: try path("geo"), separator: ";")
        rules.strings.tcf = try path("tcf")
        rules.decisions = [
            wordRule(
                each: try path("list"),
                kind: .purpose,
                key: try path("k"),
                label: try path("n"),
                state: try path("s"),
                states: ["1": .granted]
            ),
            wordRule(each: try path("map"), kind: .category, states: ["1": .granted]),
        ]
        return rules
    }

    private func translate(_ members: String) throws -> ConsentRecord? {
        let lists = members.contains("\"list\"") ? "" : ",\"list\":[]"
        let maps = members.contains("\"map\"") ? "" : ",\"map\":{}"
        return try ConsentTranslationTests.translate("{\(members)\(lists)\(maps)}", try rules())
    }

    @Test("a payload's bytes")
    func payloadBytes() throws {
        let program = TranslationProgram(
            adapter: "acme-cookie",
            inputs: [.text(TextInput(name: "x", family: nil, contains: ["é"], steps: []))],
            rules: RecordRules()
        )
        let largest = "é" + String(repeating: "x", count: TranslationLimits.maxPayloadBytes - 2)
        #expect(failure { try program.records(from: RawItem(text: largest)) } == nil)
        #expect(failure { try program.records(from: RawItem(text: largest + "x")) } == .tooLarge)
    }

    @Test("a record's decisions, whichever rules they come from")
    func decisions() throws {
        let list = { (count: Int) in (0..<count).map { "{\"k\":\($0),\"s\":1}" }.joined(separator: ",") }
        let limit = TranslationLimits.maxDecisions
        #expect(failure { try translate("\"list\":[\(list(limit))]") } == nil)
        #expect(failure { try translate("\"list\":[\(list(limit))],\"map\":{\"a\":1}") } == .tooLarge)
    }

    @Test(
        "the bytes of every key, label and identifier that a record keeps",
        arguments: [
            "\"id\":\"*\"", "\"record\":\"*\"", "\"geo\":\"AT;*\"", "\"map\":{\"*\":1}",
            "\"list\":[{\"k\":\"*\",\"s\":1}]",
            "\"list\":[{\"k\":1,\"s\":1,\"n\":\"*\"}]",
        ]
    )
    func names(member: String) throws {
        let longest = "ä" + String(repeating: "x", count: TranslationLimits.maxNameBytes - 2)
        #expect(failure { try translate(member.replacing("*", with: longest)) } == nil)
        #expect(failure { try translate(member.replacing("*", with: longest + "x")) } == .tooLarge)
    }

    @Test("whatever a payload within the limits makes can be stored and read again")
    func largestRecordIsReadable() throws {
        let string = String(repeating: "x", count: 500_000)
        let value = try Value(
            json: Array("{\"tcf\":\"\(string)\",\"list\":[],\"map\":{}}".utf8),
            limits: TranslationLimits.page
        )
        let program = TranslationProgram(adapter: "acme-cookie", inputs: [.item(required: [])], rules: try rules())
        let record = try #require(try program.records(from: RawItem(.value(value))).first)
        #expect(try ConsentRecord(canonical: record.canonicalBytes) == record)

        let label = String(repeating: "\\u0001", count: TranslationLimits.maxNameBytes)
        let list = (0..<TranslationLimits.maxDecisions).map { index in
            "{\"k\":\(index),\"n\":\"\(index == 0 ? label : "x")\",\"s\":1}"
        }
        let wide = try Value(
            json: Array("{\"list\":[\(list.joined(separator: ","))],\"map\":{}}".utf8),
            limits: TranslationLimits.page
        )
        let many = try #require(try program.records(from: RawItem(.value(wide))).first)
        #expect(try ConsentRecord(canonical: many.canonicalBytes) == many)
    }

    @Test("the bounds of a stored record hold the longest keys, labels and strings at once, every byte escaped")
    func recordBounds() {
        let escaped = 6
        let decision = 2 * escaped * TranslationLimits.maxNameBytes + 256
        let strings = 4 * escaped * TranslationLimits.maxPayloadBytes
        let record = TranslationLimits.record
        #expect(TranslationLimits.maxDecisions * decision + strings < record.maxBytes)
        #expect(escaped * TranslationLimits.maxPayloadBytes <= record.maxStringBytes)
        #expect(TranslationLimits.maxDecisions * 7 < record.maxValues)
        #expect(TranslationLimits.maxDecisions <= record.maxMembers)
    }
}
