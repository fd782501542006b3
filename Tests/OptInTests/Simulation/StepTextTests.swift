@testable import OptIn
import Testing

@Suite("Steps as people write them")
struct StepTextTests {
    @Test(
        "words become the call that they stand for",
        arguments: [
            ("approve aa,ecid", .approve, [.array([.string("aa"), .string("ecid")]), .bool(false)]),
            ("approve aa, ecid  wait", .approve, [.array([.string("aa"), .string("ecid")]), .bool(true)]),
            ("deny", .deny, [.array([]), .bool(false)]),
            ("denyAll wait", .denyAll, [.bool(true)]),
            ("complete", .complete, []),
            ("isApproved", .isApproved, []),
            ("isApproved aa", .isApproved, [.array([.string("aa")])]),
            ("tick 1.5", .tick, [.number(1_500)]),
            (#"memoizeContent {"k": "v"}"#, .memoizeContent, [.object(["k": .string("v")])]),
            (#"{"op":"approve","args":["aa",true]}"#, .approve, [.string("aa"), .bool(true)]),
        ] as [(String, SimulationStep.Operation, [PageValue])]
    )
    func words(text: String, operation: SimulationStep.Operation, arguments: [PageValue]) throws {
        let step = try SimulationStep(text: text)
        #expect(step.operation == operation)
        #expect(step.arguments == arguments)
    }

    @Test("every example can be read", arguments: SimulationStep.examples)
    func examples(text: String) throws {
        _ = try SimulationStep(text: text)
    }

    @Test(
        "what is no step is refused, and told how to write one",
        arguments: [
            "", " ", "aprove aa", "complete now", "tick", "tick soon", "tick -1", "memoizeContent k", "on", "{", "{}",
        ]
    )
    func wrong(text: String) {
        let error = #expect(throws: SimulationError.self) { try SimulationStep(text: text) }
        #expect(error?.message.isEmpty == false)
    }
}
