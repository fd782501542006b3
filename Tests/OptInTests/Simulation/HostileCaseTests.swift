import BoundedJSON
@testable import OptIn
import Testing

@Suite("A case that is malformed, or goes on for ever, is answered all the same")
struct HostileCaseTests {
    private func answer(_ line: String) -> (isRun: Bool, text: String) {
        var json = JSONWriter()
        let isRun = SimulationAnswer.line(for: Array(line.utf8), into: &json)
        return (isRun, String(decoding: json.bytes, as: UTF8.self))
    }

    @Test(
        "a malformed case is an error line with its id and the place",
        arguments: [
            ("", "notJSON"), ("x", "notJSON"), ("[]", "case: wanted an object"), (#"{"id":7,"steps":5}"#, "case.steps"),
            (#"{"id":7,"steps":[5]}"#, "case.steps[0]"), (#"{"id":7,"steps":[{"op":"foo"}]}"#, "case.steps[0].op"),
            (#"{"id":7,"steps":[{"op":"approve","args":"aa"}]}"#, "case.steps[0].args"),
            (#"{"id":7,"steps":[{"op":"on","args":["complete",{"label":"A","do":[{"op":"x"}]}]}]}"#, "args[1].do[0]"),
            (#"{"id":7,"steps":[{"op":"on","args":["complete",{"label":"A","do":[{"op":"reload"}]}]}]}"#, "new page"),
            (#"{"id":7,"host":5}"#, "case.host"), (#"{"id":7,"protocol":"ftp:"}"#, "case.protocol"),
            (#"{"id":7,"cookie":5}"#, "case.cookie"), (#"{"id":7,"cmp":5}"#, "case.cmp"),
            (#"{"id":7,"cmp":{"times":1e9}}"#, "case.cmp.times"), (#"{"id":7,"cmp":{"then":[5]}}"#, "case.cmp.then[0]"),
            (#"{"id":7,"cmp":{"delayMs":"soon"}}"#, "case.cmp.delayMs"),
        ]
    )
    func malformed(line: String, wanted: String) {
        let (isRun, text) = answer(line)
        #expect(!isRun)
        #expect(text.contains(wanted), "\(text)")
        #expect(text.hasSuffix("\n"))
        #expect(text.hasPrefix(line.contains(#""id":7"#) ? #"{"id":7,"ok":false,"# : #"{"ok":false,"#), "\(text)")
    }

    @Test("a listener that approves for ever ends as a browser's stack does")
    func endless() {
        let (isRun, text) = answer(
            #"{"id":1,"config":{},"steps":[{"op":"on","args":["complete",{"label":"N","do":[{"op":"approve","args":["aa"]}]}]},{"op":"approve","args":["aa"]}]}"#
        )
        #expect(isRun)
        #expect(text.contains("<RangeError>"))
    }

    @Test("a case that makes too much work is refused")
    func tooMuch() {
        let step = #"{"op":"approve","args":["aa"]}"#
        let branching = "[" + Array(repeating: step, count: 200).joined(separator: ",") + "]"
        let (isRun, text) = answer(
            #"{"id":1,"config":{},"steps":[{"op":"fetchPermissions","args":["F"]},{"op":"on","args":["complete",{"label":"N","do":\#(branching)}]},\#(branching.dropFirst().dropLast())]}"#
        )
        #expect(!isRun)
        #expect(text.contains(#""code":"tooMuch""#))
    }

    @Test("steps inside callbacks count, at the limit and one above", arguments: [(0, true), (1, false)])
    func steps(extra: Int, isGood: Bool) {
        let inner = Array(repeating: #"{"op":"plugins"}"#, count: OptInLimits.maxSteps / 2 - 1).joined(separator: ",")
        let outer = Array(repeating: #"{"op":"plugins"}"#, count: OptInLimits.maxSteps / 2 + extra)
            .joined(separator: ",")
        let line =
            #"{"config":{},"steps":[{"op":"on","args":["x",{"label":"N","do":[\#(inner)]}]},\#(outer)]}"#
        var id = PageValue.undefined
        let parsed = Result { try SimulationCase(json: Array(line.utf8), id: &id) }
        #expect(((try? parsed.get()) != nil) == isGood)
    }

    @Test("a page whose getInstance threw has no service, and its steps fail")
    func withoutService() {
        let (isRun, text) = answer(
            #"{"id":1,"config":{"doesOptInApply":true,"isIabContext":true},"steps":[{"op":"reload","cmp":{"throws":true}},{"op":"snapshot"},{"op":"reload"},{"op":"plugins"}]}"#
        )
        #expect(isRun)
        #expect(
            text.contains(#""results":[{"$error":"case: cmp throws"},{"$error":"<TypeError>"},{"permissions""#),
            "\(text)"
        )
        #expect(text.contains(#"["iabPlugin"]]"#))
    }
}
