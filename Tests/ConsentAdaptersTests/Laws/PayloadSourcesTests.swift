import Testing

@testable import ConsentAdapters

@Suite("The sources of a payload, and what is left without one")
struct PayloadSourcesTests {
    @Test(
        "the source at a byte is left out with what divides it from the next",
        arguments: [
            ("a=1; b=2; c=3", "b", "a=1; c=3"),
            ("a=1; b=2; c=3", "a", " b=2; c=3"),
            ("a=1; b=2; c=3", "3", "a=1; b=2"),
            (#"{"a":1,"b":[2,3],"c":"},"}"#, "b", #"{"a":1,"c":"},"}"#),
            (#"{"a":1,"b":[2,3],"c":"},"}"#, "c", #"{"a":1,"b":[2,3]}"#),
            (#"["a","b\",",{"x":1}]"#, "b", #"["a",{"x":1}]"#),
            (#"{"only":{"a":1,"b":2}}"#, "b", #"{"only":{"a":1}}"#),
            (#"[[{"a":1,"b":2}]]"#, "a", #"[[{"b":2}]]"#),
            ("x\t1\na\t2\nb\t3", "a", "x\t1\nb\t3"),
        ]
    )
    func without(payload: String, mark: Character, rest: String) throws {
        let at = try #require(payload.firstIndex(of: mark))
        let place = payload.utf8.distance(from: payload.startIndex, to: at)
        #expect(PayloadSources(payload).without(sourceAt: place) == rest)
    }

    @Test(
        "where there is one source there is nothing left",
        arguments: ["", "a", "a=1", "{}", #"{"a":1}"#, "[[[]]]", "{", "[\""]
    )
    func single(payload: String) {
        #expect(PayloadSources(payload).without(sourceAt: 0) == nil)
    }
}
