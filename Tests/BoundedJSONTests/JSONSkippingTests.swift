import BoundedJSON
import Testing

/// Skipping beside reading token by token: the same places, the same errors at the same bytes.
@Suite("JSON that is skipped")
struct JSONSkippingTests {
    /// What comes of the member `skip` of an object and of what follows it.
    private struct Outcome: Equatable {
        var rest: [JSONToken] = []
        var position = 0
        var error: JSONError?
    }

    private static func outcome(
        _ text: [UInt8],
        _ limits: JSONLimits,
        skip: (inout JSONReader) throws(JSONError) -> Void
    ) -> Outcome {
        var reader = JSONReader(text, limits: limits)
        var outcome = Outcome()
        do throws(JSONError) {
            _ = try reader.next()
            _ = try reader.next()
            try skip(&reader)
            outcome.position = reader.position
            while outcome.rest.last != .end { outcome.rest.append(try reader.next()) }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    /// The names of an object's members, and why there are no more.
    private static func names(
        _ text: [UInt8],
        _ limits: JSONLimits,
        next: (inout JSONReader) throws(JSONError) -> JSONText?
    ) -> (names: [JSONText], position: Int, error: JSONError?) {
        var reader = JSONReader(text, limits: limits)
        var names: [JSONText] = []
        do throws(JSONError) {
            _ = try reader.next()
            while let name = try next(&reader) {
                names.append(name)
                try reader.skipValue()
            }
            return (names, reader.position, nil)
        } catch {
            return (names, 0, error)
        }
    }

    /// Compares skipping the value, and skipping the rest of it where it is a container, with reading it.
    private static func check(_ value: String, _ limits: JSONLimits = .standard, _ hint: String = "") {
        check(Array(#"{"skip":\#(value),"keep":[7]}"#.utf8), limits, hint)
    }

    private static func check(_ text: [UInt8], _ limits: JSONLimits, _ hint: String) {
        let read = outcome(text, limits) { reader throws(JSONError) in
            let depth = reader.depth
            repeat { _ = try reader.next() } while reader.depth > depth
        }
        let skipped = outcome(text, limits) { reader throws(JSONError) in try reader.skipValue() }
        let rest = outcome(text, limits) { reader throws(JSONError) in try reader.skipRest(of: try reader.next()) }
        let comment = "\(String(decoding: text, as: UTF8.self)) \(limits) \(hint)"
        #expect(skipped == read, "\(comment)")
        #expect(rest == read, "\(comment)")
        let members = names(text, limits) { reader throws(JSONError) in try reader.nextKey() }
        let keys = names(text, limits) { reader throws(JSONError) in
            guard case .key(let key) = try reader.next() else { return nil }
            return key
        }
        #expect(members == keys, "\(comment)")
    }

    @Test("documents made up at random, whole and with a byte changed or cut off, within limits and beyond")
    func random() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        let bytes = Array("{}[],:\"\\0.e-tn x\u{1}é".utf8)
        for _ in 0..<2_000 {
            let document = JSONDifferentialTests.document(depth: 4, using: &random)
            Self.check(document, .standard, "seed \(seed)")
            var limits = JSONLimits()
            switch Int.random(in: 0..<5, using: &random) {
            case 0: limits.maxDepth = Int.random(in: 1...4, using: &random)
            case 1: limits.maxMembers = Int.random(in: 2...4, using: &random)
            case 2: limits.maxValues = Int.random(in: 1...12, using: &random)
            case 3: limits.maxStringBytes = Int.random(in: 4...16, using: &random)
            default: limits.maxNumberBytes = Int.random(in: 1...9, using: &random)
            }
            Self.check(document, limits, "seed \(seed)")
            var damaged = Array(#"{"skip":\#(document),"keep":[7]}"#.utf8)
            let place = Int.random(in: 8..<damaged.count, using: &random)
            damaged[place] = bytes.randomElement(using: &random) ?? 0
            Self.check(damaged, .standard, "seed \(seed)")
            Self.check(Array(damaged[..<place]), .standard, "seed \(seed)")
        }
    }

    @Test("a string of any length with any kind of byte at any place", arguments: 0...34)
    func strings(length: Int) {
        for piece in ["", "\u{1}", #"\""#, #"\\"#, #"\x"#, "é", "€", "\u{7F}", "\u{20}", #"\ud800"#] {
            for place in 0...length {
                let text = String(repeating: "a", count: place) + piece + String(repeating: "!", count: length - place)
                Self.check("\"\(text)\"")
                Self.check("{\"\(text)\":1}")
            }
        }
        // A byte of no scalar, at each place, with each distance to the end.
        for place in 0..<length {
            var text = Array((#"{"skip":""# + String(repeating: "~", count: length) + #"","keep":[7]}"#).utf8)
            for byte: UInt8 in [0x80, 0xA2, 0xC0, 0xDC, 0xFF] {
                text[9 + place] = byte
                Self.check(text, .standard, "")
            }
        }
    }

    @Test("nesting up to the limit and beyond, also deeper than one word has bits", arguments: [3, 64, 65, 100])
    func nesting(limit: Int) {
        let limits = JSONLimits(maxDepth: limit)
        for depth in [1, 2, 62, 63, 64, 65, 66, limit - 2, limit - 1, limit, limit + 1] {
            let open = (0..<depth).map { $0.isMultiple(of: 3) ? "{\"a\":" : "[" }.joined()
            let close = (0..<depth).reversed().map { $0.isMultiple(of: 3) ? "}" : "]" }.joined()
            Self.check(open + "1" + close, limits)
            Self.check(open + "1" + close.dropLast() + "|", limits)
        }
    }

    @Test(
        "words and numbers, right and wrong",
        arguments: ["true", "false", "null", "-0", "10", "1.5e+3", "-12.50E-7"]
    )
    func scalars(word: String) {
        for end in word.indices {
            Self.check(String(word[..<end]))
            Self.check(String(word[..<end]) + "x" + String(word[word.index(after: end)...]))
        }
        Self.check(word + "1")
        Self.check("0" + word)
        Self.check("[ \(word) , \(word) ]")
    }
}
