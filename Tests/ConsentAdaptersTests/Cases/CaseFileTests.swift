import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("A case's file is rewritten only where it must be")
struct CaseFileTests {
    private let expectation = CaseExpectation(fields: [
        .approved: .list(["aa"]), .decisions: .map(["1": "granted", "a b": "denied"]), .explicit: .text("true"),
        .decidedAt: .text("2026-03-02T09:15:04.127Z"), .undecided: .text("it says: \"no\""),
    ])
    private let section = """
        expect:
          approved: [aa]
          decisions: { "1": granted, "a b": denied }
          undecided: "it says: \\"no\\""
          explicit: true
          decided_at: 2026-03-02T09:15:04.127Z

        """

    @Test("the section is replaced, and comments elsewhere stay")
    func replacing() throws {
        let old = """
            # First.
            about: a case # why
            expect:
              # Gone.
              approved: [aam,
                ecid]

            # Of the kind.
            kind: custom
            payload: |-
              expect: nothing
              # no comment

            """
        let new = """
            # First.
            about: a case # why
            \(section)
            # Of the kind.
            kind: custom
            payload: |-
              expect: nothing
              # no comment

            """
        #expect(try CaseFile(old, file: "a.yaml").replacing(expectation) == new)
    }

    @Test("a missing section is put at the end", arguments: ["payload: x", "payload: x\n", "payload: x\nexpect: {}"])
    func filling(end: String) throws {
        let text = "about: a case\nkind: custom\n\(end)"
        #expect(
            try CaseFile(text, file: "a.yaml").replacing(expectation)
                == "about: a case\nkind: custom\npayload: x\n\(section)"
        )
    }

    @Test("lines that end as on Windows go on to")
    func carriageReturns() throws {
        let text = "about: a case\r\nkind: custom\r\npayload: x\r\nexpect: {}\r\n"
        let new = try CaseFile(text, file: "a.yaml").replacing(expectation)
        #expect(new.utf8.count { $0 == 0x0D } == new.utf8.count { $0 == 0x0A })
        #expect(try AdapterCase(new, name: "a", file: "a.yaml").expectation == expectation)
    }

    @Test("a file that is one flow mapping, or no case, is refused")
    func refused() {
        for text in ["{ about: a, kind: custom, payload: x, expect: {} }", "about: a\nexpect: {}\n", "- a", "\t"] {
            #expect(throws: DiagnosticsError.self) { try CaseFile(text, file: "a.yaml").replacing(expectation) }
        }
    }

    @Test(
        "whatever came is written so that it reads the same",
        arguments: [
            "yes", "null", "0", "007", "1e3", "2026-03-02T09:15:04Z", "a: b", "# x", "\"'\\", "ä😀", "tab\tline\nend",
            " x ", "[a]", "*a",
            "-", "true", "\u{7F}\u{2028}", "{}",
        ]
    )
    func texts(text: String) throws {
        let expectation = CaseExpectation(fields: [
            .recordID: .text(text), .labels: .map([text: text]), .subjects: .list([text, text]),
        ])
        let file = "about: a\nkind: custom\npayload: x\n"
        let written = try CaseFile(file, file: "a.yaml").replacing(expectation)
        #expect(try AdapterCase(written, name: "a", file: "a.yaml").expectation == expectation)
    }

    @Test("long lists and mappings are broken, one entry a line")
    func long() {
        let map = Dictionary(uniqueKeysWithValues: (1...12).map { ("key-\($0)", "granted") })
        let text = CaseExpectation(fields: [.decisions: .map(map)]).text
        #expect(text.split(separator: "\n").count == 14)
        let numbers = CaseExpectation(fields: [.decisions: .map(["10": "granted", "9": "denied", "x": "none"])]).text
        #expect(numbers.contains("{ \"9\": denied, \"10\": granted, x: none }"))
    }
}
