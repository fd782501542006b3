@testable import ConsentAdapters
import Testing

@Suite("YAML as this project reads it")
struct YAMLNodeTests {
    private func content(_ text: String) throws -> YAMLNode.Content {
        try YAMLNode.document(text, file: "x.yaml").content
    }

    private func code(_ text: String) -> Diagnostic.Code? {
        do {
            _ = try content(text)
            return nil
        } catch {
            return (error as? DiagnosticsError)?.diagnostics.first?.code
        }
    }

    @Test(
        "every scalar is text, spelled as it is written",
        arguments: [
            "007", "1:1", "1e3", "0x1F", "2026-03-02", "-1", "1_000", "true", "1.0", ".5", "NaN", "0o17", "1:30",
        ]
    )
    func scalars(text: String) throws {
        let place = YAMLNode.Position(line: 1, column: 3)
        let plain = YAMLNode(content: .scalar(text), position: place, isPlain: true)
        #expect(try content("- \(text)") == .list([plain]))
        // Only that there were quotes is known besides, for JSON bodies.
        let quoted = YAMLNode(content: .scalar(text), position: place)
        #expect(try content("- \"\(text)\"") == .list([quoted]))
    }

    @Test(
        "words that other readers take for something else must be quoted, as values and as keys",
        arguments: ["yes", "no", "on", "off", "y", "n", "~", "null", "Yes", "NO", "Off", "NULL", "N"]
    )
    func ambiguous(word: String) {
        #expect(code("- \(word)") == .ambiguousScalar)
        #expect(code("\(word): x") == .ambiguousScalar)
        #expect(code("- \"\(word)\"") == nil)
        #expect(code("'\(word)': x") == nil)
    }

    @Test("places are counted from 1, in characters")
    func places() throws {
        guard case .mapping(let entries) = try content("ä: ö\n\n  # note\nkey: { a: [x, z] }\n") else {
            return #expect(Bool(false), "no mapping")
        }
        #expect(entries.map(\.keyPosition) == [.init(line: 1, column: 1), .init(line: 4, column: 1)])
        #expect(entries.map(\.value.position) == [.init(line: 1, column: 4), .init(line: 4, column: 6)])
    }

    @Test("a key is a plain word", arguments: ["? [a]\n: b\n", "{ {a: b}: c }", "? {}\n: x\n"])
    func keys(text: String) {
        #expect(code(text) == .wrongType)
    }

    @Test(
        "an anchor is refused wherever it stands, and so is every alias",
        arguments: [
            "a: &x b\nc: *x", "[&x b, *x]", "&x a: b\nc: { *x : d }\n", "a: &x b", "&x [a]", "&x {a: b}", "[&x [], *x]",
        ]
    )
    func aliases(text: String) {
        #expect(code(text) == .alias)
    }

    @Test("stars that are no aliases are text")
    func stars() throws {
        let text = "a: \"*.example.com\"\nb: app-*.example.com\nc: 2 * 3\nd: |\n  * one\n  * two\n"
        #expect(code(text) == nil)
        #expect(code("list: [" + Array(repeating: "\"*x\", a*b, '*y'", count: 50).joined(separator: ", ") + "]") == nil)
    }

    @Test(
        "aliases of aliases are refused at once, as values and as keys",
        arguments: ["last: *a60", "? *a60\n: x", "? [*a60]\n: x", "? { a: *a60 }\n: x", "{ *a60 : x }"]
    )
    func bombs(last: String) {
        let lines = (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
        #expect(code("a0: &a0 [x]\n" + lines.joined() + last + "\n") == .alias)
        let flow = (1...60).map { ",a\($0): &a\($0) [*a\($0 - 1),*a\($0 - 1)]" }
        #expect(code("{a0: &a0 [x]" + flow.joined() + "}") == .alias)
    }

    @Test("a few aliases of aliases do no harm before they are told")
    func smallBomb() {
        let most = AdapterLimits.maxAliases
        let list = "[" + Array(repeating: "*a", count: most).joined(separator: ", ") + "]"
        #expect(code("a: &a x\nb: \(list)\n") == .alias)
        let lines = (1...(most / 2)).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
        #expect(code("a0: &a0 [x]\n" + lines.joined()) == .alias)
    }

    @Test("nesting is read up to the limit and refused beyond, far beyond too")
    func depth() {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(code(nested(AdapterLimits.maxDepth)) == nil)
        #expect(code(nested(AdapterLimits.maxDepth + 1)) == .syntax)
        #expect(code(nested(500)) == .syntax)
        #expect(code(nested(100_000)) == .syntax)
        #expect(code(String(repeating: "- ", count: 100_000) + "x") == .syntax)
        #expect(code(String(repeating: "{a: ", count: 100_000)) == .syntax)
        #expect(code((0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()) == .syntax)
    }

    @Test("a file is read up to the limit and refused one byte longer")
    func size() {
        let start = "a: b\n#"
        let largest = start + String(repeating: "x", count: AdapterLimits.maxFileBytes - start.utf8.count)
        #expect(code(largest) == nil)
        #expect(code(largest + "x") == .unreadable)
    }

    @Test("random bytes end in a tree or in a diagnostic")
    func noise() {
        var random = RepeatableRandom(seed: 0x4A31)
        let pieces = [
            "- ", ": ", "\n", "  ", "{", "}", "[", "]", "&a ", "*a", "!!str ", "|", ">", "'", "\"", "#", "?", "%",
            "x", "no", "\t", "---\n", "...\n", "é", "\u{0}", "\u{FEFF}", ",", "<<", "@", "`",
        ]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in random.pick(pieces) }.joined()
            _ = code(text)
        }
    }
}
