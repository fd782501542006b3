import ConsentAdapters
import ConsentTranslation
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
        "deny_wins": "analytics", "url": "https://x", "edge": "https://x",
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
            ("store: x\njobs: []\nmetrics_file: \"${env:M}/m.prom\"\n", 3, "metrics_file is a path as it stands"),
            ("store: x\njobs: []\npolicy: \"${env:P}\"\n", 3, "policy is a path as it stands"),
            ("store: x\njobs:\n  - { name: a, adapter: b, files: \"${env:IN}\" }\n", 3, "files is a path"),
            ("store: x\njobs: []\nsinks:\n  - { name: a, file: { path: \"${env:OUT}\" } }\n", 4, "path is a path"),
            (connected("key: \"x${env:KEY}\""), 4, "Something stands beside ${env:NAME}"),
            (connected("key: \"${env:KEY}${env:KEY}\""), 4, "Something stands beside ${env:NAME}"),
            (connected("key: \"${env:KEY}\""), 4, "The environment variable KEY is not set"),
            (connected("key: \"${file:none}\""), 4, "none cannot be read"),
            (connected("key: \"${file:empty}\""), 4, "empty is empty; write the value into it"),
            (connected("key: \"${file:latin}\""), 4, "latin is not UTF-8 text"),
            (sinks("{ name: a, webhook: { url: \"http://example.com\", secret: s } }"), 4, "url must be an address"),
            (sinks("{ name: a, webhook: { url: example.com, secret: s } }"), 4, "url must be an address"),
            (sinks("{ name: a, webhook: { url: \"https://u:p@example.com\", secret: s } }"), 4, "without a user name"),
            (sinks("{ name: a, adobe_edge: { datastream: d, edge: edge.example.com } }"), 4, "edge must be an address"),
            (
                sinks("{ name: a, file: { path: out.csv } }\n  - { name: b, file: { path: ./out.csv } }"), 5,
                "Another sink writes to the file of b"
            ),
        ]
    )
    func mistakes(_ text: String, _ line: Int, _ words: String) throws {
        let folder = try TemporaryFolder()
        try text.write(toFile: folder.file("bridge.yaml"), atomically: true, encoding: .utf8)
        try Data("\n".utf8).write(to: URL(fileURLWithPath: folder.file("empty")))
        try Data([0xE9]).write(to: URL(fileURLWithPath: folder.file("latin")))
        let error = #expect(throws: DiagnosticsError.self) {
            try JobFile(contentsOf: folder.file("bridge.yaml"), environment: [:])
        }
        #expect(error?.diagnostics.count == 1)
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(diagnostic.line == line && diagnostic.message.contains(words), "\(diagnostic)")
    }

    @Test("a file with a byte order mark is read; one that is no text is refused")
    func encodings() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("bridge.yaml")
        try Data([0xEF, 0xBB, 0xBF] + "store: x\r\njobs: []\r\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try JobFile(contentsOf: path).store.hasSuffix("/x"))
        try Data("store: x # ".utf8 + [0xE9, 0x0A] + "jobs: []\n".utf8).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: DiagnosticsError.self) { try JobFile(contentsOf: path) }
        #expect(error?.description.contains("is not UTF-8 text") == true)
    }

    @Test("accounts and sinks that are hosted on site are allowed by name, and nobody else")
    func privateAddresses() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("bridge.yaml")
        try """
        store: x
        jobs:
          - { name: a, adapter: b, connection: { host: h, allow_private_addresses: true } }
          - { name: b, adapter: b, connection: { host: h } }
        sinks:
          - { name: a, webhook: { url: "https://crm.internal/", secret: s }, allow_private_addresses: true }
          - { name: b, webhook: { url: "https://crm.internal/", secret: s } }
        """.write(toFile: path, atomically: true, encoding: .utf8)
        let file = try JobFile(contentsOf: path, environment: [:])
        #expect(file.jobs.map(\.connection.allowsPrivateAddresses) == [true, false])
        #expect(file.jobs.map { Array($0.connection.secrets.keys) } == [["host"], ["host"]])
        #expect(file.sinks.map(\.network.allowsPrivateAddresses) == [true, false])
    }

    @Test(
        "what only the adapters know is told with its place, before any job starts",
        arguments: [
            ("adapter: iubenda-consnt, connection: {}", 25, "Did you mean iubenda-consent?"),
            ("adapter: cookiebot, connection: {}", 25, "only reads payloads"),
            ("adapter: generic-rest, stream: chnges, connection: { host: h, token: t }", 47, "has no stream chnges"),
            ("adapter: generic-rest, connection: { host: h, tokn: t, token: t }", 62, "Did you mean token?"),
            ("adapter: generic-rest, connection: { host: h }", 51, "The connection needs token"),
            ("adapter: iab-tcf, since: 2026-11-25, files: x", 41, "since is still to come"),
        ]
    )
    func adapters(_ text: String, _ column: Int, _ words: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("bridge.yaml")
        try "store: x\njobs:\n  - { name: a, \(text) }\n".write(toFile: path, atomically: true, encoding: .utf8)
        let file = try JobFile(contentsOf: path, environment: [:])
        let registry = AdapterRegistry(folder: packageRoot.appendingPathComponent("Adapters").path)
        let error = #expect(throws: DiagnosticsError.self) {
            try file.check(file.jobs, against: registry, now: Instant(milliseconds: 1_795_478_400_000))
        }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(error?.diagnostics.count == 1)
        #expect(diagnostic.line == 3 && diagnostic.message.contains(words), "\(diagnostic)")
        #expect(diagnostic.column == column, "\(diagnostic)")
    }
}

/// A job file whose fourth line is the connection.
private func connected(_ connection: String) -> String {
    "store: x\njobs:\n  - name: a\n    connection: { \(connection) }\n    adapter: b\n"
}

/// A job file whose fourth line is the first sink.
private func sinks(_ sinks: String) -> String {
    "store: x\njobs: []\nsinks:\n  - \(sinks)\n"
}
