import ConsentTranslation
import Testing

@Suite("A Cookie header line")
struct CookieHeaderTests {
    private func pairs(_ line: String) throws -> [String]? {
        try CookieHeader(line)?.cookies.map { "\($0.name)=\($0.value)" }
    }

    @Test(
        "cookies come in the order sent; only the semicolon and the first equals sign mean something",
        arguments: [
            ("a=1", ["a=1"]),
            ("a=1; b=2", ["a=1", "b=2"]),
            ("a=1;b=2", ["a=1", "b=2"]),
            ("b=2; a=1; b=3", ["b=2", "a=1", "b=3"]),
            ("a=x=y=z", ["a=x=y=z"]),
            ("a=", ["a="]),
            ("a = 1 ; b\t=\t2", ["a=1", "b=2"]),
            ("a=with space, comma {\"json\":1}", ["a=with space, comma {\"json\":1}"]),
            ("a=ä€😀", ["a=ä€😀"]),
            ("a=1\r\n", ["a=1"]),
            ("a=\u{301}1;\u{301}; b=2", ["a=\u{301}1", "b=2"]),
            ("; ;a=1;;", ["a=1"]),
            ("novalue; a=1; =3", ["a=1"]),
            ("sp ace=1; br(ket=2; a=1", ["a=1"]),
        ] as [(String, [String])]
    )
    func order(line: String, wanted: [String]) throws {
        #expect(try pairs(line) == wanted)
    }

    @Test("the header's own name may stand in front", arguments: ["Cookie: a=1", "cookie:a=1", "COOKIE:  a=1"])
    func prefix(line: String) throws {
        #expect(try pairs(line) == ["a=1"])
    }

    @Test(
        "one pair of quotes round a value is taken off, plain or escaped",
        arguments: [
            (#"a="1""#, "1"), (#"a=\"1\""#, "1"), (#"a="""#, ""), (#"a=""1"""#, #""1""#), (#"a="1"#, #""1"#),
            (#"a=1""#, #"1""#), (#"a="{"b":"c"}""#, #"{"b":"c"}"#), (#"a=""#, #"""#), (#"a=\""#, #"\""#),
        ]
    )
    func quotes(line: String, wanted: String) throws {
        #expect(try CookieHeader(line)?.cookie(named: "a")?.value == wanted)
    }

    @Test("no cookie, no header", arguments: ["", " ", ";", ";;;", "novalue", "Cookie:", "=1", "{\"a\":1}", "\u{0}=1"])
    func none(line: String) throws {
        #expect(try CookieHeader(line) == nil)
    }

    @Test("a cookie is certain to be whole only if something follows, a semicolon at least")
    func isClosed() throws {
        let closed: (String) throws -> [Bool]? = { try CookieHeader($0)?.cookies.map(\.isClosed) }
        #expect(try closed("a=1") == [false])
        #expect(try closed("a=1;") == [true])
        #expect(try closed("a=1; b=2") == [true, false])
        #expect(try closed("a=1; b=2; rubbish") == [true, true])
    }

    @Test("a cookie sent twice with the same value counts once, as closed if either was")
    func equalTwice() throws {
        let cookie = try CookieHeader("a=1; b=2; a=1")?.cookie(named: "a")
        #expect(cookie?.value == "1")
        #expect(cookie?.isClosed == true)
    }

    @Test("a cookie sent twice with different values is a conflict: which is current cannot be known")
    func differentTwice() throws {
        let header = try #require(try CookieHeader("a=1; b=2; a=3"))
        #expect(failure { try header.cookie(named: "a") } == .conflict)
        #expect(try header.cookie(named: "b")?.value == "2")
        #expect(try header.cookie(named: "c") == nil)
    }

    @Test("names are compared exactly")
    func exactNames() throws {
        let header = try #require(try CookieHeader("OptanonConsent=1"))
        #expect(try header.cookie(named: "optanonconsent") == nil)
    }

    @Test("as many cookies as the limit are read, and one more is too large")
    func limit() throws {
        let line = (0..<TranslationLimits.maxCookies).map { "c\($0)=1" }.joined(separator: "; ")
        #expect(try CookieHeader(line)?.cookies.count == TranslationLimits.maxCookies)
        #expect(failure { try CookieHeader(line + "; more=1") } == .tooLarge)
    }
}
