@testable import OptIn
import Testing

@Suite("The values of a page behave as in JavaScript")
struct PageValueTests {
    @Test(
        "numbers are written with the shortest digits, without an exponent from 1e-6 up to 1e21",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (100, "100"), (0.1, "0.1"), (1e-6, "0.000001"),
            (1.5e-6, "0.0000015"), (1e-7, "1e-7"), (1.25e-9, "1.25e-9"), (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.5e300, "1.5e+300"), (123_456_789_012_345_680, "123456789012345680"),
            (0.30000000000000004, "0.30000000000000004"), (.leastNonzeroMagnitude, "5e-324"), (.nan, "NaN"),
            (-.infinity, "-Infinity"),
            (9_007_199_254_740_992, "9007199254740992"), (1_705_320_000_000, "1705320000000"),
        ] as [(Double, String)]
    )
    func numbers(number: Double, wanted: String) {
        #expect(PageValue.text(of: number) == wanted)
    }

    @Test("exactly false, zero, NaN, empty text, null and undefined count as false")
    func truthiness() {
        let falsy: [PageValue] = [
            .undefined, .null, .bool(false), .number(0), .number(-0.0), .number(.nan), .string(""),
        ]
        for value in falsy { #expect(!value.isTruthy) }
        let truthy: [PageValue] = [
            .bool(true), .number(-1), .string("false"), .string("0"), .array([]), .object(PageObject()),
            .function(.nothing), .service,
        ]
        for value in truthy { #expect(value.isTruthy) }
    }

    @Test("setting a key again leaves it in its place, removing and setting it moves it to the end")
    func keyOrder() {
        var object: PageObject = ["b": .null, "a": .null, "2": .null, "1": .null]
        #expect(object.keys == ["1", "2", "b", "a"])
        object["b"] = .bool(true)
        #expect(object.keys == ["1", "2", "b", "a"])
        object["b"] = nil
        object["b"] = .bool(true)
        #expect(object.keys == ["1", "2", "a", "b"])
    }

    @Test(
        "JSON text leaves away what JSON lacks",
        arguments: [
            (.object(["a": .undefined, "b": .function(.nothing), "c": .number(.nan)]), #"{"c":null}"#),
            (.array([.undefined, .function(.nothing), .number(1.0)]), "[null,null,1]"),
            (.string("\u{8}\u{1F}\"\\/é\u{2028}"), "\"\\b\\u001f\\\"\\\\/é\u{2028}\""),
        ] as [(PageValue, String)]
    )
    func json(value: PageValue, wanted: String) {
        #expect(value.json == wanted)
    }

    @Test("a copy by way of JSON is what its text says", arguments: 0..<200)
    func copies(seed: Int) {
        var random = RepeatableRandom(seed: UInt64(seed))
        let value = Self.value(&random, depth: 4)
        #expect(value.copy == value.json.flatMap { PageValue(json: $0) }, "\(random)")
    }

    private static func value(_ random: inout RepeatableRandom, depth: Int) -> PageValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 8), using: &random) {
        case 0: return .undefined
        case 1: return .null
        case 2: return .bool(Bool.random(using: &random))
        case 3: return .number(Double(Int.random(in: -1_000...1_000, using: &random)) / 8)
        case 4: return .number(Bool.random(using: &random) ? .nan : .infinity)
        case 5: return .function(.nothing)
        case 6, 7: return .string(["", "aa", "é😀", "\u{1}\"\\"][Int.random(in: 0..<4, using: &random)])
        case 8: return .array((0..<3).map { _ in value(&random, depth: depth - 1) })
        default:
            var object = PageObject()
            for name in ["aa", "3", "nope", "12"] where Bool.random(using: &random) {
                object[name] = value(&random, depth: depth - 1)
            }
            return .object(object)
        }
    }
}
