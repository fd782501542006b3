import ConsentTranslation
import Testing

@Suite("Files with one person's consent in each row")
struct RowsInputTests {
    private func records(_ text: String, _ format: RowsInput.Format) throws -> [ConsentRecord] {
        var rules = RecordRules()
        rules.recordID = try path("id")
        rules.decisions = [
            wordRule(each: try path("choices"), kind: .purpose, states: ["true": .granted, "false": .denied])
        ]
        let rows = RowsInput(format: format, required: ["id", "choices"], fields: ["choices": [.json]])
        let program = TranslationProgram(adapter: "acme", inputs: [.rows(rows)], rules: rules)
        return try program.records(from: RawItem(text: text))
    }

    @Test(
        "every format gives the same records",
        arguments: [
            ("id,choices\n1,\"{\"\"ads\"\":true}\"\n2,\"{\"\"ads\"\":false}\"\n", .separated(",")),
            ("id;choices;x\r\n1;\"{\"\"ads\"\":true}\";a=b\r\n2;\"{\"\"ads\"\":false}\";", .separated(";")),
            (
                #"{"id":"1","choices":"{\"ads\":true}"}"# + "\n" + #"{"id":2,"choices":{"ads":false}}"# + "\n",
                .jsonLines
            ),
            (#"[{"id":"1","choices":{"ads":true}},{"id":2,"choices":{"ads":false}}]"#, .jsonList),
        ] as [(String, RowsInput.Format)]
    )
    func formats(text: String, format: RowsInput.Format) throws {
        let found = try records(text, format)
        #expect(found.map(\.recordID) == ["1", "2"])
        #expect(found.map { $0.decisions.map(\.state) } == [[.granted], [.denied]])
    }

    @Test(
        "a file that is not the adapter's is nobody's, and half a file is no file",
        arguments: [
            ("id,other\n1,2\n", .separated(","), .noInput),
            ("id,choices\n1,\"{\"\"ads\"\":tr", .separated(","), .malformed),
            ("id,choices\n1,{}\n2,\"{\"\"ads\"\":1}\"\n", .separated(","), .unknownState),
            (#"{"id":1,"choices":{}}"# + "\n" + #"{"id":2,"cho"#, .jsonLines, .malformed),
            (#"[{"id":1,"choices":{"ads":true}},7]"#, .jsonList, .malformed),
        ] as [(String, RowsInput.Format, TranslationError.Code)]
    )
    func refused(text: String, format: RowsInput.Format, code: TranslationError.Code) {
        #expect(failure { try records(text, format) } == code)
    }
}
