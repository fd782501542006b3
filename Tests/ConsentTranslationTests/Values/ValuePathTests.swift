import ConsentTranslation
import Testing

@Suite("Paths into values")
struct ValuePathTests {
    @Test(
        "a path is names joined by dots, each with [*] or [name=text] behind it",
        arguments: [
            "a", "a.b.c", "a[*]", "a[*][*].b", "a[type=GPP].content", "a[x=1][*]", "snake_case", "kebab-case", "0",
            "a.0",
            "a[k=v w]", "a[k=ä]", "a[k==]", "a[0]", "a[-1].b", "a.$$date", "a.c:hotjar", "a%b",
        ]
    )
    func grammar(text: String) {
        #expect(ValuePath(text)?.text == text)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", ".", "a.", ".a", "a..b", "[*]", "a.[*]", "a[", "a]", "a[]", "a[-2]", "a[4096]", "a[*", "a[*]b", "a[*]]",
            "a[x]",
            "a[=x]", "a[x=]", "a[x y=1]", "a b", "$", "$.a", "a/b", "ä", "a[ä=1]", "a[x=1.5]", "a*", " a",
        ]
    )
    func refused(text: String) {
        #expect(ValuePath(text) == nil)
    }

    private func found(_ path: String, in json: String) throws -> [String] {
        let value = try Value(json: Array(json.utf8))
        return try #require(ValuePath(path)).values(in: value).map { $0.scalar ?? "container" }
    }

    @Test(
        "a path leads to every value that it describes, in the payload's order",
        arguments: [
            ("a", #"{"a":1}"#, ["1"]),
            ("a.b", #"{"a":{"b":"x"}}"#, ["x"]),
            ("a.b", #"{"a":[{"b":"x"}]}"#, []),
            ("a[*]", #"{"a":[3,1,2]}"#, ["3", "1", "2"]),
            ("a[*]", #"{"a":{"y":1,"x":2}}"#, ["1", "2"]),
            ("a[*].s", #"{"a":[{"s":"x"},{},{"s":null},7]}"#, ["x", "null"]),
            ("a[t=GPP].c", #"{"a":[{"t":"TCF","c":1},{"t":"GPP","c":2},{"t":"GPP","c":3}]}"#, ["2", "3"]),
            ("a[t=7].c", #"{"a":[{"t":7,"c":1},{"t":"7","c":2},{"t":7.0,"c":3}]}"#, ["1", "2"]),
            ("a[t=true].c", #"{"a":[{"t":true,"c":1}]}"#, ["1"]),
            ("a[t=GPP].c", #"{"a":{"t":"GPP","c":2}}"#, []),
            ("a[*][*]", #"{"a":[[1,2],[],[3]]}"#, ["1", "2", "3"]),
            ("a[0]", #"{"a":[3,1]}"#, ["3"]),
            ("a[-1].b", #"{"a":[{"b":1},{"b":2}]}"#, ["2"]),
            ("a[2]", #"{"a":[3,1]}"#, []),
            ("a[-1]", #"{"a":[]}"#, []),
            ("a[0]", #"{"a":{"0":1}}"#, []),
            ("a.$$date", #"{"a":{"$$date":1}}"#, ["1"]),
            ("missing", #"{"a":1}"#, []),
            ("a.b", #"{"a":1}"#, []),
            ("a[*]", #"{"a":"text"}"#, []),
            ("a", #"[1]"#, []),
            ("a", #"{"a":{}}"#, ["container"]),
        ] as [(String, String, [String])]
    )
    func following(path: String, json: String, wanted: [String]) throws {
        #expect(try found(path, in: json) == wanted)
    }

    @Test("the first value is the first in the payload's order")
    func first() throws {
        let value = try Value(json: Array(#"{"a":[3,1]}"#.utf8))
        #expect(ValuePath("a[*]")?.first(in: value) == .number("3"))
        #expect(ValuePath("b")?.first(in: value) == nil)
    }
}
