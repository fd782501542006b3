import BoundedJSON
import Foundation
import Testing

@testable import ConsentAdapters

private let folder = packageRoot.appendingPathComponent("Adapters").path
private let registry = AdapterRegistry(folder: folder)

/// Texts in the repository that are made from manifests and from the language. UPDATE_GOLDEN=1 writes them.
@Suite("Generated documents are up to date")
struct GeneratedDocumentTests {
    private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    private func check(_ text: String, _ path: String) throws {
        let file = packageRoot.appendingPathComponent(path)
        if Self.isUpdating { try Data(text.utf8).write(to: file) }
        let there = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(there == text, "Write it anew: UPDATE_GOLDEN=1 swift test --filter GeneratedDocumentTests")
    }

    @Test("the README of each adapter", arguments: registry.adapters.map(\.descriptor.id))
    func readme(id: String) throws {
        let cases = try AdapterCase.cases(in: "\(folder)/\(id)/cases")
        try check(AdapterDescription(try registry.adapter(id), cases: cases).markdown, "Adapters/\(id)/README.md")
    }

    @Test("the reference of the language")
    func language() throws {
        try check(LanguageReference.markdown, "Sources/ConsentAdapters/ConsentAdapters.docc/ManifestLanguage.md")
    }

    @Test("the schema for editors")
    func schema() throws {
        try check(ManifestSchema.text, "Adapters/manifest.schema.json")
        let schema = try JSONSerialization.jsonObject(with: Data(ManifestSchema.text.utf8)) as? [String: Any]
        let shapes = try #require(schema?["$defs"] as? [String: Any])
        #expect(Set(shapes.keys) == Set(ManifestLanguage.shapes.map(\.name)))
    }
}

@Suite("What an adapter says of itself")
struct DescriptionTests {
    @Test(
        "the resolved manifest loads again and is the same program",
        arguments: registry.adapters.map(\.descriptor.id)
    )
    func resolved(id: String) throws {
        let adapter = try #require(try registry.adapter(id) as? ManifestAdapter)
        let text = try #require(AdapterDescription(adapter, cases: []).resolved)
        let again = try ManifestLoader.load(text, file: "adapter.yaml", folder: id)
        #expect(again.program == adapter.program)
        #expect(again.mapping == adapter.mapping)
        #expect(again.source == adapter.source)
        #expect(again.excuses == adapter.excuses || adapter.tree.root != again.tree.root)
        #expect(AdapterDescription(again, cases: []).resolved == text)
    }

    @Test("JSON has what the README has", arguments: registry.adapters.map(\.descriptor.id))
    func json(id: String) throws {
        var json = JSONWriter()
        AdapterDescription(try registry.adapter(id), cases: try AdapterCase.cases(in: "\(folder)/\(id)/cases")).write(
            into: &json
        )
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
        #expect(object["id"] as? String == id)
        #expect((object["inputs"] as? [Any])?.isEmpty == false)
        #expect((object["decisions"] as? [Any])?.isEmpty == false)
        #expect((object["cases"] as? [Any])?.isEmpty == false)
    }

    @Test("of a Swift type there is its descriptor, mapping and cases")
    func swiftType() {
        let description = AdapterDescription(PebbleAdapter(), cases: [])
        #expect(description.resolved == nil)
        #expect(description.markdown.contains("# Pebble text"))
        #expect(description.markdown.contains("| `stats` | analytics |"))
    }

    @Test("the reference explains every shape, and every law")
    func reference() {
        let text = LanguageReference.markdown
        for shape in ManifestLanguage.shapes + CaseLanguage.shapes {
            #expect(text.contains("\n### \(shape.name)\n"), "\(shape.name)")
            for field in shape.fields { #expect(text.contains("\n| `\(field.key)`"), "\(shape.name).\(field.key)") }
        }
        for law in Law.allCases { #expect(text.contains("| \(law.rawValue) | \(law.statement)")) }
        // A link leads to a heading of the page.
        for link in text.matches(of: /\]\(#([a-z]+)\)/).map({ String($0.output.1) }) {
            #expect(text.lowercased().contains("\n### \(link)\n"), "\(link)")
        }
    }
}
