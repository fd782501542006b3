import BoundedJSON
import Foundation
@testable import OptIn
import Testing

/// A case with the answer of Adobe's library.
struct OptInCase: Sendable, CustomTestStringConvertible {
    let id: String
    let line: String
    let expected: String

    var testDescription: String { id }

    /// The cases of the fixtures, by family.
    static let families: [(name: String, cases: [OptInCase])] = {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        func lines(_ name: String) -> [String] {
            let file = root.appendingPathComponent("Fixtures/optin/\(name)")
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
        let all = zip(lines("cases.jsonl"), lines("expected.jsonl")).map { line, expected in
            let id = line.split(separator: "\"").dropFirst(3).first.map(String.init) ?? "?"
            return OptInCase(id: id, line: line, expected: expected)
        }
        let names = all.map { String($0.id.prefix { $0 != "-" }) }
        return Set(names).sorted().map { name in
            (name: name, cases: zip(names, all).filter { $0.0 == name }.map(\.1))
        }
    }()

    /// What differs between our answer and the library's, a line for each member.
    func differences() throws -> [String] {
        var json = JSONWriter()
        let isRun = SimulationAnswer.line(for: Array(line.utf8), into: &json)
        guard isRun, case .object(let answer)? = PageValue(json: String(decoding: json.bytes, as: UTF8.self)),
            case .object(let wanted)? = PageValue(json: expected)
        else { return ["\(id): no answer: \(String(decoding: json.bytes, as: UTF8.self))"] }
        return (wanted.keys + answer.keys.filter { wanted[$0] == nil }).filter { $0 != "requests" }.flatMap { name in
            Self.differences("\(id) \(name)", wanted[name], answer[name])
        }
    }

    /// Lists are compared element by element, so that the first step that goes wrong is seen.
    private static func differences(_ path: String, _ wanted: PageValue?, _ answer: PageValue?) -> [String] {
        if wanted == answer { return [] }
        if case .array(let wanted)? = wanted, case .array(let answer)? = answer, wanted.count == answer.count {
            return zip(wanted, answer).enumerated().flatMap { differences("\(path)[\($0)]", $1.0, $1.1) }
        }
        return ["\(path)\n  wanted \(wanted?.json ?? "nothing")\n  got    \(answer?.json ?? "nothing")"]
    }
}

@Suite("A simulated page answers as Adobe's library does")
struct CaseTests {
    @Test("the cases are there")
    func count() {
        #expect(OptInCase.families.count == 28)
        #expect(OptInCase.families.reduce(0) { $0 + $1.cases.count } == 619)
    }

    @Test("every case of a family agrees in every member", arguments: OptInCase.families.map(\.name))
    func family(name: String) throws {
        for item in try #require(OptInCase.families.first { $0.name == name }).cases {
            for difference in try item.differences() { Issue.record("\(difference)") }
        }
    }

    @Test("a difference would be seen, down to the order of keys")
    func differencesAreSeen() throws {
        let item = try #require(OptInCase.families.first { $0.name == "cookie" }?.cases.first)
        let changed = OptInCase(
            id: item.id,
            line: item.line,
            expected: item.expected.replacing(#"{"aam":false,"adcloud":false"#, with: #"{"adcloud":false,"aam":false"#)
        )
        #expect(try !changed.differences().isEmpty)
    }
}
