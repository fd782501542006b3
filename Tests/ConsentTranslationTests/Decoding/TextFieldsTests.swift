import ConsentTranslation
import Testing

@testable import ConsentTranslation

@Suite("Texts that hold several fields")
struct TextFieldsTests {
    private func run(_ step: DecodeStep, _ text: String) throws -> String {
        describe(try step.run(on: .text(text), path: "p"))
    }

    private func describe(_ value: Value) -> String {
        switch value {
        case .object(let object):
            "{" + object.members.map { "\($0.name):\(describe($0.value))" }.joined(separator: ",") + "}"
        case .list(let elements): "[" + elements.map(describe).joined(separator: ",") + "]"
        default: value.scalar ?? ""
        }
    }

    @Test("any of several characters divides pairs")
    func separators() throws {
        let step = DecodeStep.pairs(separators: ",_", assign: ":")
        #expect(try run(step, "1:true,2:false") == "{1:true,2:false}")
        #expect(try run(step, "1:true_2:false") == "{1:true,2:false}")
    }

    @Test("parts get their names in order; the last ones may be missing")
    func fields() throws {
        let step = DecodeStep.fields(separator: "@", names: ["a", "b", "c"])
        #expect(try run(step, "1@@3") == "{a:1,b:,c:3}")
        #expect(try run(step, "1@2") == "{a:1,b:2}")
        #expect(failure { try run(step, "1@2@3@4") } == .malformed)
    }

    @Test("a list leaves empty parts out")
    func split() throws {
        #expect(try run(.split(separator: ","), ",a,,b,") == "[a,b]")
        #expect(try run(.split(separator: ","), "") == "[]")
    }

    @Test("the first pattern that fits the whole text takes it apart")
    func match() throws {
        let patterns = ["permit {levels} required", "permit {levels}"].compactMap(NamePattern.init)
        #expect(try run(.match(patterns), "permit 1 required") == "{levels:1}")
        #expect(try run(.match(patterns), "permit 1,2,3") == "{levels:1,2,3}")
        #expect(failure { try run(.match(patterns), "deny 1") } == .malformed)
    }

    @Test("a whole text stands for what the table says, and for nothing else")
    func table() throws {
        var declined = ObjectValue()
        _ = declined.append("ads", .text("no"))
        #expect(try run(.table(["0": declined]), "0") == "{ads:no}")
        #expect(failure { try run(.table(["0": declined]), "1") } == .malformed)
    }

    @Test(
        "bits are named; one without a name is unknown",
        arguments: [("0", "{a:0,b:0}"), ("1", "{a:1,b:0}"), ("4", "{a:0,b:1}"), ("5", "{a:1,b:1}")]
    )
    func bits(text: String, wanted: String) throws {
        #expect(try run(.bits(["a": 1, "b": 4]), text) == wanted)
    }

    @Test("a number with an unknown bit, or no number, is refused")
    func unknownBits() {
        for text in ["2", "7", "8"] { #expect(failure { try run(.bits(["a": 1, "b": 4]), text) } == .unknownState) }
        for text in ["", "-1", "x", "4294967296"] { #expect(failure { try run(.bits(["a": 1]), text) } == .malformed) }
    }
}
