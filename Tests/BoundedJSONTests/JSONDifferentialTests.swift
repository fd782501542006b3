import BoundedJSON
import Foundation
import Testing

/// The reader against Foundation's on documents made up at random.
@Suite("JSON reader against Foundation")
struct JSONDifferentialTests {
    @Test("both read the same value")
    func values() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        for _ in 0..<2_000 {
            let text = Self.document(depth: 4, using: &random)
            let foundation = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
            var reader = JSONReader(Array(text.utf8))
            let ours = try Self.read(&reader)
            #expect(try reader.next() == .end, "seed \(seed): \(text)")
            #expect(Self.isEqual(ours, foundation), "seed \(seed): \(text)")
        }
    }

    /// A value as the token reader sees it.
    indirect enum Value {
        case object([(String, Value)])
        case array([Value])
        case string(String)
        case number(String)
        case bool(Bool)
        case null
    }

    static func read(_ reader: inout JSONReader) throws -> Value { try read(try reader.next(), &reader) }

    static func read(_ token: JSONToken, _ reader: inout JSONReader) throws -> Value {
        switch token {
        case .beginObject:
            var members: [(String, Value)] = []
            while case .key(let key) = try reader.next() { members.append((reader.text(of: key), try read(&reader))) }
            return .object(members)
        case .beginArray:
            var elements: [Value] = []
            while true {
                let next = try reader.next()
                if next == .endArray { return .array(elements) }
                elements.append(try read(next, &reader))
            }
        case .string(let text): return .string(reader.text(of: text))
        case .number(let number): return .number(reader.text(of: number))
        case .bool(let value): return .bool(value)
        default: return .null
        }
    }

    static func isEqual(_ ours: Value, _ theirs: Any) -> Bool {
        switch ours {
        case .object(let members):
            guard let object = theirs as? [String: Any], object.count == members.count else { return false }
            return members.allSatisfy { name, value in object[name].map { isEqual(value, $0) } ?? false }
        case .array(let elements):
            guard let array = theirs as? [Any], array.count == elements.count else { return false }
            return zip(elements, array).allSatisfy { isEqual($0, $1) }
        case .string(let value): return theirs as? String == value
        case .number(let text): return (theirs as? NSNumber)?.doubleValue == Double(text)
        case .bool(let value): return theirs as? Bool == value
        case .null: return theirs is NSNull
        }
    }

    /// A document with spaces, escapes and every kind of value; keys do not repeat.
    static func document(depth: Int, using random: inout RepeatableRandom) -> String {
        let space = ["", " ", "\n\t", "\r"].randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return space + "null"
        case 1: return space + (Bool.random(using: &random) ? "true" : "false") + space
        case 2: return space + "\(Int64.random(in: -1_000_000_000...1_000_000_000, using: &random))"
        case 3:
            let exponent = ["", "e5", "E-3", "e+2"].randomElement(using: &random) ?? ""
            return "-\(Int.random(in: 0...99, using: &random)).\(Int.random(in: 0...999, using: &random))\(exponent)"
        case 4, 5: return space + string(using: &random) + space
        case 6:
            let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                document(depth: depth - 1, using: &random)
            }
            return "[" + space + elements.joined(separator: ",") + "]" + space
        default:
            let members = (0..<Int.random(in: 0...4, using: &random)).map { index in
                "\(space)\"k\(index)\\u00e9\"\(space):" + document(depth: depth - 1, using: &random)
            }
            return "{" + members.joined(separator: ",") + space + "}"
        }
    }

    static func string(using random: inout RepeatableRandom) -> String {
        let pieces = ["a", "é", "€", "🍪", #"\n"#, #"\""#, #"\\"#, #"\u0041"#, #"\ud83c\udf6a"#, #"\/"#, "\u{7F}", "z"]
        let chosen = (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        return "\"" + chosen.joined() + "\""
    }
}
