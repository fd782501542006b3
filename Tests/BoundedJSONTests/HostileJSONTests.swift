import BoundedJSON
import Testing

@Suite("Hostile JSON")
struct HostileJSONTests {
    @Test(
        "text that is no JSON is refused with its reason",
        arguments: [
            ("", .empty), ("  \n", .empty), ("{", .unexpectedEnd), ("[", .unexpectedEnd), ("[1", .unexpectedEnd),
            ("[1,", .unexpectedEnd), ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd), ("\"a", .unexpectedEnd),
            ("\"\\", .unexpectedEnd), ("\"\\u12", .unexpectedEnd), ("tru", .unexpectedEnd), ("-", .unexpectedEnd),
            ("1.", .unexpectedEnd), ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd),
            ("[1,]", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), ("{a:1}", .unexpectedByte),
            ("{'a':1}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte), ("[1 2]", .unexpectedByte),
            ("[1}", .unexpectedByte), ("{\"a\":1]", .unexpectedByte), ("]", .unexpectedByte), ("{,}", .unexpectedByte),
            ("[,1]", .unexpectedByte), ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("+1", .unexpectedByte),
            (".5", .unexpectedByte), ("/* */1", .unexpectedByte), ("\u{A0}1", .unexpectedByte), ("\0", .unexpectedByte),
            ("True", .unexpectedByte), ("trux", .invalidLiteral), ("nul1", .invalidLiteral),
            ("fals\"", .invalidLiteral),
            ("01", .invalidNumber), ("-01", .invalidNumber), ("00", .invalidNumber), ("1.e1", .invalidNumber),
            ("-a", .invalidNumber), ("1ex", .invalidNumber), ("[0x10]", .unexpectedByte),
            ("1 2", .trailingBytes), ("{}x", .trailingBytes), ("[]\0", .trailingBytes), ("1,", .trailingBytes),
            ("\"a\nb\"", .controlCharacter), ("\"a\0b\"", .controlCharacter), ("\"\u{1F}\"", .controlCharacter),
            ("\"\\x41\"", .invalidEscape), ("\"\\u12G4\"", .invalidEscape), ("\"\\'\"", .invalidEscape),
            ("\"\\ud800\"", .loneSurrogate), ("\"\\udc00\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate),
            ("\"\\ud800\\ud800\"", .loneSurrogate), ("\"\\ud800x\"", .loneSurrogate),
            ("\u{FEFF}{}", .byteOrderMark),
        ] as [(String, JSONError.Code)]
    )
    func refusals(text: String, code: JSONError.Code) {
        #expect(refusal(text) == code)
    }

    @Test(
        "malformed UTF-8 is refused",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0xA0],
            [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x9F, 0x8D], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]]
    )
    func malformedUTF8(bytes: [UInt8]) {
        #expect(refusal([0x22] + bytes + [0x22]) == .invalidUTF8)
    }

    @Test("any prefix of a valid text is refused and none crashes")
    func prefixes() {
        let text = Array(#"{"a":[1,-2.5e+3,"x\u00e9\ud83c\udf6aé",true,false,null],"b":{"c":{}}}"#.utf8)
        #expect(refusal(text) == nil)
        for length in text.indices { #expect(refusal(Array(text[..<length])) != nil, "prefix of \(length) bytes") }
    }

    @Test("random damage never crashes")
    func damage() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        let text = Array(#"{"a":[1,-2.5e+3,"x\u00e9\ud83c\udf6aé",true,false,null],"b":{"c":{}}}"#.utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if refusal(damaged) == nil { accepted += 1 }
        }
        #expect(accepted < 20_000, "seed \(seed)")
    }
}
