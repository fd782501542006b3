import ConsentAdapters
import Foundation
import Testing

@testable import ConsentSync

@Suite("The language of job files")
struct JobLanguageTests {
    @Test("the schema for editors is kept in the repository")
    func schema() throws {
        let file = packageRoot.appendingPathComponent("Fixtures/bridge.schema.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(JobLanguage.schema.utf8).write(to: file)
        }
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(kept == JobLanguage.schema, "Write it anew: UPDATE_GOLDEN=1 swift test --filter JobLanguageTests")
    }

    @Test("every shape that is referred to is there, and no other; each name once")
    func references() throws {
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(JobLanguage.schema.utf8)) as? [String: Any]
        )
        let shapes = try #require(schema["$defs"] as? [String: Any])
        #expect(shapes.count == JobLanguage.shapes.count)
        let names = JobLanguage.schema.matches(of: /"#\/\$defs\/([A-Za-z]+)"/).map { String($0.output.1) }
        #expect(Set(names) == Set(shapes.keys))
    }

    @Test("the reference explains every key")
    func reference() {
        for shape in JobLanguage.shapes {
            #expect(JobLanguage.reference.contains("\n### \(shape.name)\n"))
            for field in shape.fields { #expect(JobLanguage.reference.contains("\n| `\(field.key)`")) }
        }
    }

    /// Texts for keys that do not take any.
    private static let texts = [
        "since": "2026-01-01", "max_age": "13 months", "region": "AT", "any": "analytics", "all": "analytics",
        "deny_wins": "analytics",
    ]

    /// A value of that kind, as YAML in one line; the file is read with nothing but such values.
    private func example(_ kind: Shape.Kind, _ key: String) -> String {
        switch kind {
        case .text, .path, .template:
            Self.texts[key] ?? "x"
        case .flag: "true"
        case .integer(let range): String(range.lowerBound)
        case .duration: "10m"
        case .word(let words): words[0]
        case .list(let element), .oneOrMore(let element): "[\(example(element, key))]"
        case .map(let name, let value): "{ \(name.contains("Opt-In") ? "aa" : "x"): \(example(value, key)) }"
        case .shape(let name): JobLanguage.shapes.first { $0.name == name }.map(example) ?? "?"
        case .either(let kinds): kinds.last.map { example($0, key) } ?? "?"
        case .nothing, .json: "{}"
        }
    }

    private func example(_ shape: Shape) -> String {
        let exclusive = shape.name == "sink" ? ["webhook", "adobe_edge", "command"] : []
        let fields = shape.fields.filter { !exclusive.contains($0.key) }
        let pairs = fields.map { field in
            // Purposes are words of their own list, which the schema leaves to the reader.
            let value =
                field.key == "purposes" && shape.name == "connection"
                ? "{ x: analytics }" : example(field.kind, field.key)
            return "\(field.key): \(value)"
        }
        return "{ " + pairs.joined(separator: ", ") + " }"
    }

    @Test("the reader takes every key of every shape")
    func reader() throws {
        let folder = try TemporaryFolder()
        for kind in ["file", "webhook", "adobe_edge", "command"] {
            var text = example(JobLanguage.file)
            if kind != "file", let shape = JobLanguage.sink.fields.first(where: { $0.key == kind }) {
                let sink = "{ name: x, \(kind): \(example(shape.kind, kind)) }"
                text = "{ store: x, jobs: [], sinks: [\(sink)] }"
            }
            try text.write(toFile: folder.file("bridge.yaml"), atomically: true, encoding: .utf8)
            let file = try JobFile(contentsOf: folder.file("bridge.yaml"), environment: [:])
            #expect(file.sinks.count == 1, "\(kind)")
        }
    }

    @Test(
        "a mistake is told with its place and a cure",
        arguments: [
            ("store: x\njobs:\n  - { name: a, adapter: b }\n", 3, "needs the key connection, or files"),
            ("store: x\njobs:\n  - { name: a, adapter: b, files: { as: rows } }\n", 3, "needs the key path"),
            ("store: x\njobs:\n  - { name: a, adapter: b, files: { path: x, as: row } }\n", 3, "Did you mean rows?"),
            ("store: x\njobs:\n  - { name: a, adapter: b, files: [] }\n", 3, "names no file"),
            ("store: x\nmetric_file: z\njobs: []\n", 2, "Did you mean metrics_file?"),
            ("store: \"${env:STORE}\"\njobs: []\n", 1, "store is a path as it stands"),
        ]
    )
    func mistakes(_ text: String, _ line: Int, _ words: String) throws {
        let folder = try TemporaryFolder()
        try text.write(toFile: folder.file("bridge.yaml"), atomically: true, encoding: .utf8)
        let error = #expect(throws: DiagnosticsError.self) {
            try JobFile(contentsOf: folder.file("bridge.yaml"), environment: [:])
        }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(diagnostic.line == line && diagnostic.message.contains(words), "\(diagnostic)")
    }
}
