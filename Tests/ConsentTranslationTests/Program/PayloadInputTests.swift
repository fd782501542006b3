import ConsentTranslation
import Testing

@Suite("The forms in which payloads come")
struct PayloadInputTests {
    private let cookies = PayloadInput.stored(
        [
            StoredInput(names: .name("Main"), name: "main", isRequired: true, steps: [.queryString]),
            StoredInput(names: .name("Extra"), name: "extra", isRequired: false, steps: [.urlDecode]),
        ],
        in: .cookies
    )

    private func program(_ inputs: PayloadInput...) throws -> TranslationProgram {
        var rules = RecordRules()
        rules.recordID = try path("main.id")
        rules.strings.tcf = try path("extra")
        rules.strings.usp = try path("last")
        rules.strings.gpp = try path("bare")
        return TranslationProgram(adapter: "acme-cookie", inputs: inputs, rules: rules)
    }

    private func strings(_ text: String) throws -> ConsentRecord.Strings? {
        try program(cookies).records(from: RawItem(text: text)).first?.strings
    }

    @Test("a header is the adapter's if every required cookie is there")
    func requiredCookies() throws {
        #expect(try program(cookies).records(from: RawItem(text: "x=1; Main=id=7")).first?.recordID == "7")
        for text in ["", "Extra=1", "main=id=7", "Main", "id=7", "CO052l-O052l"] {
            #expect(failure { try program(cookies).records(from: RawItem(text: text)) } == .noInput, "\(text)")
        }
    }

    @Test("an optional cookie is decoded where it is there, and an empty one counts as absent")
    func optionalCookies() throws {
        #expect(try strings("Main=id=7; Extra=a%20b; x=1")?.tcf == "a b")
        #expect(try strings("Main=id=7; Extra=; x=1")?.tcf == nil)
        #expect(try strings("Main=id=7")?.tcf == nil)
    }

    @Test("an optional cookie sent twice with different values is a conflict as well")
    func optionalConflict() {
        #expect(failure { try strings("Main=id=7; Extra=1; Extra=2") } == .conflict)
    }

    @Test("a rule can tell which cookie is the last and may have been cut off")
    func last() throws {
        #expect(try strings("Main=id=7")?.usp == "main")
        #expect(try strings("Extra=1; Main=id=7")?.usp == "main")
        #expect(try strings("Main=id=7; Extra=1")?.usp == "extra")
        #expect(try strings("Main=id=7;")?.usp == nil)
        #expect(try strings("Main=id=7; other=1")?.usp == nil)
    }

    @Test("inputs are tried in order, and the first form that fits is read")
    func order() throws {
        let bare = PayloadInput.text(TextInput(name: "bare", family: nil, contains: ["id="], steps: []))
        #expect(try program(cookies, bare).records(from: RawItem(text: "id=7")).first?.strings.gpp == "id=7")
        #expect(try program(cookies, bare).records(from: RawItem(text: "Main=id=7")).first?.strings.gpp == nil)
        #expect(try program(bare, cookies).records(from: RawItem(text: "Main=id=7")).first?.strings.gpp == "Main=id=7")
    }

    @Test("a form that fits and cannot be read is an error, not a reason to try the next form")
    func noSecondGuess() {
        let strict = PayloadInput.stored(
            [
                StoredInput(
                    names: .name("Main"),
                    name: "main",
                    isRequired: true,
                    steps: [.queryString, .require(["id"])]
                )
            ],
            in: .cookies
        )
        let bare = PayloadInput.text(TextInput(name: "bare", family: nil, contains: ["Main"], steps: []))
        #expect(failure { try program(strict, bare).records(from: RawItem(text: "Main=x")) } == .missing)
    }

    @Test("a JSON object is the adapter's if it has the required members")
    func items() throws {
        let item = PayloadInput.item(required: ["extra"])
        let tcf = { (text: String) in try program(item).records(from: RawItem(text: text)).first?.strings.tcf }
        #expect(try tcf(#" {"extra":"x"}"#) == "x")
        for text in [#"{"other":1}"#, "[]", #""extra""#, "extra", ""] {
            #expect(failure { try tcf(text) } == .noInput, "\(text)")
        }
    }

    @Test("members of a JSON object are decoded, unless they are null or empty")
    func decodedMembers() throws {
        let item = PayloadInput.item(required: ["extra"], fields: ["extra": [.base64]])
        let tcf = { (text: String) in try program(item).records(from: RawItem(text: text)).first?.strings.tcf }
        #expect(try tcf(#"{"extra":"eA=="}"#) == "x")
        #expect(failure { try tcf(#"{"extra":"e"}"#) } == .malformed)
        #expect(failure { try tcf(#"{"extra":[]}"#) } == .malformed)
    }

    @Test("a JSON object that is damaged is told to be damaged, not to be somebody else's")
    func damagedItems() {
        let item = PayloadInput.item(required: ["extra"])
        let translate = { (text: String) in try program(item).records(from: RawItem(text: text)) }
        #expect(failure { try translate(#"{"extra":"x""#) } == .malformed)
        #expect(failure { try translate(#"{"extra":1,"extra":2}"#) } == .conflict)
    }

    @Test("a header with too many cookies is told to be too large")
    func tooManyCookies() {
        let line = "Main=id=7" + (0..<TranslationLimits.maxCookies).map { "; c\($0)=1" }.joined()
        #expect(failure { try strings(line) } == .tooLarge)
    }

    @Test("a value that was pulled goes the same way as one that was pasted")
    func values() throws {
        let item = PayloadInput.item(required: ["extra"])
        let value = try Value(json: Array(#"{"extra":"x"}"#.utf8))
        let pulled = try program(item).records(from: RawItem(.value(value)))
        #expect(try program(item).records(from: RawItem(text: #"{"extra":"x"}"#)) == pulled)
        #expect(failure { try program(cookies).records(from: RawItem(.value(value))) } == .noInput)
    }

    @Test("the better a payload fits, the higher the score; what does not fit has none")
    func scores() {
        let bare = PayloadInput.text(TextInput(name: "bare", family: nil, contains: ["a", "b"], steps: []))
        let item = PayloadInput.item(required: ["extra"])
        #expect(cookies.score(of: RawItem(text: "Main=1; Extra=2")) > cookies.score(of: RawItem(text: "Main=1")))
        #expect(cookies.score(of: RawItem(text: "Main=1")) > bare.score(of: RawItem(text: "ab")))
        #expect(bare.score(of: RawItem(text: "b a")) > 0)
        #expect(bare.score(of: RawItem(text: "a")) == 0)
        #expect(item.score(of: RawItem(text: #"{"extra":null}"#)) > 0)
        #expect(item.score(of: RawItem(text: #"{"extra":"#)) == 0)
        #expect(cookies.score(of: RawItem(text: "")) == 0)
    }
}
