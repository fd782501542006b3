@testable import ConsentTranslation
import Testing

@Suite("Decode steps")
struct DecodeStepTests {
    private func run(_ steps: DecodeStep..., on text: String) throws -> Value {
        try DecodeStep.run(steps, on: .text(text), path: "payload")
    }

    private func object(_ members: [(String, String)]) -> Value {
        var object = ObjectValue()
        for (name, text) in members { _ = object.append(name, .text(text)) }
        return .object(object)
    }

    @Test(
        "url_decode undoes one level of percent-encoding and leaves plus signs alone",
        arguments: [
            ("a%2Cb", "a,b"), ("a%2cb", "a,b"), ("%252C", "%2C"), ("a+b", "a+b"), ("%C3%A4", "ä"), ("", ""),
            ("100%", "100%"), ("%", "%"), ("%2", "%2"), ("%zz", "%zz"), ("%%41", "%A"), ("%2%41", "%2A"),
            ("%FF", "\u{FFFD}"),
            ("%C3", "\u{FFFD}"), ("%00", "\u{0}"), ("%+1", "%+1"), ("ä", "ä"),
        ]
    )
    func urlDecode(text: String, wanted: String) throws {
        #expect(try run(.urlDecode, on: text) == .text(wanted))
    }

    @Test("query_string reads by the rules of HTML forms")
    func queryString() throws {
        #expect(try run(.queryString, on: "a=1&b=x+y&c=%2B%26") == object([("a", "1"), ("b", "x y"), ("c", "+&")]))
        #expect(try run(.queryString, on: "a=1=2&b=&c&&") == object([("a", "1=2"), ("b", ""), ("c", "")]))
        #expect(try run(.queryString, on: "%61=1&a%3Db=2&=3") == object([("a", "1"), ("a=b", "2"), ("", "3")]))
        #expect(try run(.queryString, on: "") == object([]))
        #expect(try run(.queryString, on: "a=\u{301}&\u{301}=2") == object([("a", "\u{301}"), ("\u{301}", "2")]))
        #expect(try run(.queryString, on: "a=100%&b=%zz") == object([("a", "100%"), ("b", "%zz")]))
    }

    @Test("a field twice must say the same, however it is spelled")
    func queryStringDuplicates() throws {
        #expect(try run(.queryString, on: "a=1&b=2&a=1") == object([("a", "1"), ("b", "2")]))
        #expect(try run(.queryString, on: "a=+&a=%20") == object([("a", " ")]))
        #expect(failure { try run(.queryString, on: "a=1&a=0") } == .conflict)
        #expect(failure { try run(.queryString, on: "groups=C0004%3A0&gr%6Fups=C0004%3A1") } == .conflict)
        #expect(failure { try run(.queryString, on: "a&a=1") } == .conflict)
    }

    @Test("pairs splits a list of keys with their words; empty items are passed over")
    func pairs() throws {
        let step = DecodeStep.pairs(separators: ",", assign: ":")
        #expect(try run(step, on: "C1:1,C2:0") == object([("C1", "1"), ("C2", "0")]))
        #expect(try run(step, on: ",C1:1,,C2:0,") == object([("C1", "1"), ("C2", "0")]))
        #expect(try run(step, on: "C1:") == object([("C1", "")]))
        #expect(try run(step, on: "C1:1:2") == object([("C1", "1:2")]))
        #expect(try run(step, on: "") == object([]))
        #expect(
            try run(.pairs(separators: "!", assign: "="), on: "!a=true!b=wait")
                == object([("a", "true"), ("b", "wait")])
        )
    }

    @Test("an item without its word is damage, and a key twice a conflict, even with the same word")
    func pairsRefused() {
        let step = DecodeStep.pairs(separators: ",", assign: ":")
        #expect(failure { try run(step, on: "C1:1,C2") } == .malformed)
        #expect(failure { try run(step, on: ":1") } == .malformed)
        #expect(failure { try run(step, on: "C1:1,C1:0") } == .conflict)
        #expect(failure { try run(step, on: "C1:1,C1:1") } == .conflict)
    }

    @Test("as many entries as the limit are read, and one more is too large")
    func pairLimits() throws {
        let limit = TranslationLimits.maxPairs
        let list = { (count: Int) in (0..<count).map { "k\($0):1" }.joined(separator: ",") }
        let query = { (count: Int) in (0..<count).map { "k\($0)=1" }.joined(separator: "&") }
        let step = DecodeStep.pairs(separators: ",", assign: ":")
        #expect(failure { try run(step, on: list(limit)) } == nil)
        #expect(failure { try run(step, on: list(limit + 1)) } == .tooLarge)
        #expect(failure { try run(.queryString, on: query(limit)) } == nil)
        #expect(failure { try run(.queryString, on: query(limit + 1)) } == .tooLarge)
    }

    @Test("require lets an object pass that has all the members, and no other")
    func require() throws {
        #expect(try run(.queryString, .require(["a", "b"]), on: "b=&a=1") == object([("b", ""), ("a", "1")]))
        #expect(failure { try run(.queryString, .require(["a", "b"]), on: "a=1") } == .missing)
    }

    @Test("member replaces one member where it stands, and leaves an absent one absent")
    func member() throws {
        let steps: [DecodeStep] = [.pairs(separators: ",", assign: ":")]
        let value = try run(.queryString, .member("groups", steps), on: "a=1&groups=C1:0&b=2")
        #expect(value["groups"]?["C1"] == .text("0"))
        guard case .object(let object) = value else { return #expect(Bool(false), "no object") }
        #expect(object.members.map(\.name) == ["a", "groups", "b"])
        #expect(try run(.queryString, .member("groups", steps), on: "a=1") == self.object([("a", "1")]))
    }

    @Test("an error inside a member names the member")
    func memberPath() {
        do {
            _ = try run(.queryString, .member("groups", [.pairs(separators: ",", assign: ":")]), on: "groups=C1")
            Issue.record("it must fail")
        } catch {
            #expect((error as? TranslationError)?.path == "payload.groups")
        }
    }

    @Test("first_of takes the first way that works, and fails with the first one's error if none does")
    func firstOf() throws {
        let step = DecodeStep.firstOf([
            [.queryString, .require(["groups"])],
            [.urlDecode, .queryString, .require(["groups"])],
        ])
        #expect(try run(step, on: "groups=1")["groups"] == .text("1"))
        #expect(try run(step, on: "groups%3D1")["groups"] == .text("1"))
        #expect(failure { try run(step, on: "groups=1&groups=2") } == .conflict)
        #expect(failure { try run(step, on: "other=1") } == .missing)
    }

    @Test("a step on the wrong kind of value fails instead of making something of it")
    func wrongKinds() {
        let list = Value.list([.text("a=1")])
        for step in [DecodeStep.urlDecode, .queryString, .pairs(separators: ",", assign: ":"), .iabTC] {
            #expect(failure { try step.run(on: list, path: "p") } == .malformed)
            #expect(failure { try step.run(on: .number("1"), path: "p") } == .malformed)
        }
        #expect(failure { try DecodeStep.member("a", []).run(on: list, path: "p") } == .malformed)
        #expect(failure { try DecodeStep.require(["a"]).run(on: list, path: "p") } == .missing)
    }

    @Test("every step declares what it takes and gives, so that a chain that cannot fit is found when it is loaded")
    func kinds() {
        #expect(DecodeStep.urlDecode.input == .text && DecodeStep.urlDecode.output == .text)
        #expect(DecodeStep.queryString.input == .text && DecodeStep.queryString.output == .object)
        #expect(DecodeStep.iabTC.input == .text && DecodeStep.iabTC.output == .object)
        #expect(DecodeStep.require([]).input == .object && DecodeStep.require([]).output == .object)
        #expect(DecodeStep.member("a", []).input == .object && DecodeStep.member("a", []).output == .object)
        #expect(DecodeStep.firstOf([[.queryString], [.urlDecode, .iabTC]]).output == .object)
        #expect(DecodeStep.firstOf([[.queryString], [.urlDecode]]).output == .any)
        #expect(DecodeStep.firstOf([[.queryString], [.urlDecode]]).input == .text)
    }
}
