import BoundedJSON
@testable import ConsentTranslation
import Testing

@Suite("JavaScript literals")
struct JSLiteralTests {
    private func value(_ text: String) throws -> Value {
        try JSLiteral.value(text, path: "CookieConsent")
    }

    private func json(_ value: Value) -> String {
        var json = JSONWriter()
        value.write(into: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test(
        "what is read, as JSON would write it",
        arguments: [
            (
                "{stamp:'kV0Q+/==',necessary:true,preferences:false,method:'explicit',ver:1,utc:1772442904127,region:'at'}",
                #"{"stamp":"kV0Q+/==","necessary":true,"preferences":false,"method":"explicit","ver":1,"#
                    + #""utc":1772442904127,"region":"at"}"#
            ),
            ("{}", "{}"), ("[]", "[]"), (" \t\r\n{ } \n", "{}"), ("0", "0"), ("-1", "-1"), ("null", "null"),
            ("{a:{b:[1,'x',null,{}]},c:[]}", #"{"a":{"b":[1,"x",null,{}]},"c":[]}"#),
            ("{a:1,}", #"{"a":1}"#), ("[1 , 2 , ]", "[1,2]"), ("{ a : [ 1 , ] , }", #"{"a":[1]}"#),
            ("{'a b':1,\"c\":2,$_d9:3,true:4}", #"{"a b":1,"c":2,"$_d9":3,"true":4}"#),
            ("['','it\"s',\"it's\"]", #"["","it\"s","it's"]"#),
            (#"['\\ \' \" \/ \n\t\r\b\f']"#, #"["\\ ' \" / \n\t\r\b\f"]"#),
            (#"['\x41\xe4\u00E4\u20ac\uD83D\uDE00\u0000']"#, #"["Aää€😀\u0000"]"#),
            ("['ä€😀\u{7F}']", "[\"ä€😀\u{7F}\"]"),
            ("[0,-0,1.50,1e3,1E-7,12345678901234567890]", "[0,-0,1.50,1e3,1E-7,12345678901234567890]"),
        ]
    )
    func read(text: String, wanted: String) throws {
        #expect(try json(value(text)) == wanted)
    }

    @Test(
        "what is refused",
        arguments: [
            // Not whole, or something behind it.
            "", " ", "{", "[", "{a", "{a:", "{a:1", "{a:1,", "[1", "[1,", "'a", "\"a", "'a\"", #"'a\'"#, #"'\"#,
            "{}{}", "1 2", "{} ;", "{a:1}}", "[1]]", "'a''b'",
            // Commas and colons where none belong.
            "{,}", "[,]", "{,a:1}", "[,1]", "[1,,2]", "{a:1,,b:2}", "{a:1 b:2}", "[1 2]", "{a 1}", "{a::1}", "{:1}",
            "{a}", "{a:}", "{a=1}",
            // Names and words.
            "{1:2}", "{a-b:1}", "{ä:1}", "{[a]:1}", "undefined", "NaN", "True", "truex", "nul", "{a:b}", "a.b", "f()",
            // Numbers.
            "01", "-", "-a", "+1", ".5", "1.", "1.e3", "1e", "1e+", "0x1F", "1_000", "1n", "- 1", "--1", "1-1",
            // Texts.
            #"'\a'"#, #"'\x4'"#, #"'\xg0'"#, #"'\u12'"#, #"'\u{41}'"#, #"'\uD83D'"#, #"'\uD83Dx'"#, #"'\uD83D\n'"#,
            #"'\uDE00'"#, #"'\uD83D\u0041'"#, "'a\nb'", "'a\tb'", "'\u{0}'", "`a`", "'a'+'b'",
            // Comments and encoded text.
            "/* */{}", "{} // x", "%7Ba:1%7D", "\u{FEFF}{}", "\u{A0}{}",
        ]
    )
    func refused(text: String) {
        let error = refusal { try value(text) }
        #expect(error?.code == .malformed)
        #expect(error?.path == "CookieConsent")
    }

    @Test(
        "a name twice in one object is a conflict, however it is written",
        arguments: ["{a:1,a:1}", "{a:1,'a':2}", #"{a:1,"\x61":2}"#, "[{b:{a:1,b:2,a:1}}]"]
    )
    func duplicates(text: String) {
        #expect(failure { try value(text) } == .conflict)
    }

    @Test("an error tells the place and nothing of the payload")
    func message() {
        let error = refusal { try value("{secret:'hush',other:hush}") }
        let message = "This is no JavaScript literal: a word is neither true, false nor null (byte 25)."
        #expect(error == TranslationError(.malformed, message, path: "CookieConsent"))
    }

    @Test("a literal cut off anywhere is refused")
    func cuts() {
        let whole = #"{stamp:'a\u20acb',necessary:true,list:[1,{x:null}],}"#
        for count in 0..<whole.count {
            #expect(failure { try value(String(whole.prefix(count))) } == .malformed)
        }
    }

    @Test("whatever JSON says, a literal says too")
    func json() throws {
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        for _ in 0..<500 {
            let source = Self.value(depth: 4, using: &random)
            #expect(try value(json(source)) == source, "\(random)")
        }
    }

    private static func value(depth: Int, using random: inout RepeatableRandom) -> Value {
        switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(random.pick(["0", "-1", "1.5e-3", "1772442904127"]))
        case 3: return .text(RandomRecord.text(using: &random))
        case 4:
            let count = Int.random(in: 0...3, using: &random)
            return .list((0..<count).map { _ in value(depth: depth - 1, using: &random) })
        default:
            var object = ObjectValue()
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                _ = object.append(RandomRecord.text(using: &random), value(depth: depth - 1, using: &random))
            }
            return .object(object)
        }
    }

    @Test(
        "each bound, at its limit and one above",
        arguments: [
            (TranslationLimits.json.maxDepth, "[", "", "]"), (TranslationLimits.json.maxDepth, "{a:", "1", "}"),
        ]
    )
    func depth(limit: Int, open: String, inner: String, close: String) {
        let nested = { (depth: Int) in
            String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
        }
        #expect(failure { try value(nested(limit)) } == nil)
        #expect(failure { try value(nested(limit + 1)) } == .tooLarge)
        #expect(failure { try value(String(repeating: open, count: 100_000)) } == .tooLarge)
    }

    @Test("bytes, members, values, texts and numbers, each at its limit and one above")
    func bounds() {
        let limits = TranslationLimits.json
        let list = { (count: Int) in "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]" }
        let lists = { (count: Int) in "[" + Array(repeating: list(4_000), count: count).joined(separator: ",") + "]" }
        let text = { (count: Int) in "'" + String(repeating: "x", count: count) + "'" }
        let number = { (count: Int) in String(repeating: "1", count: count) }
        let space = { (count: Int) in "1" + String(repeating: " ", count: count - 1) }
        for (make, limit) in [
            (list, limits.maxMembers), (text, limits.maxStringBytes), (number, limits.maxNumberBytes),
            (space, limits.maxBytes), (lists, (limits.maxValues - 1) / 4_001),
        ] {
            #expect(failure { try value(make(limit)) } == nil)
            #expect(failure { try value(make(limit + 1)) } == .tooLarge)
        }
    }
}
