import ConsentAdapters
import ConsentTranslation
import Foundation
import Testing

/// What the article on code shows, run and compared with the article.
@Suite("The examples of the article on code")
struct ExampleTests {
    @Test("hooks stand in for what the language cannot say")
    func hooks() throws {
        let folder = try TemporaryFolder()
        try folder.write(HookExample.manifest, to: "acme/adapter.yaml")
        let registry = AdapterRegistry(folder: folder.path, hooks: try HookExample.hooks())
        let record = try #require(
            try registry.adapter("acme").decode(RawItem(text: "acme=ads=1&stats=1".reversedValue)).first
        )
        #expect(record.decisions.map(\.state) == [.denied, .granted])
        #expect(AdapterRegistry(folder: folder.path).broken["acme"]?.description.contains("acme-reverse") == true)
    }

    @Test("a Swift type is an adapter like any other, and keeps the laws")
    func swiftType() throws {
        var registry = AdapterRegistry()
        try registry.register(TileAdapter())
        #expect(registry.detect(RawItem(text: "tile1 stats+ads- .")).first?.adapter.descriptor.id == "tile")
        let item = try AdapterCase(
            "about: a case\nkind: custom\npayload: tile1 stats+ads- .\n"
                + "expect: { approved: [aa, ecid, mediaaa], denied: [aam, adcloud] }\n",
            name: "custom",
            file: "custom.yaml"
        )
        let laws = AdapterLaws(TileAdapter(), cases: [item])
        for law in Law.allCases where law != .kinds { #expect(laws.breaches(of: law, effort: .quick) == []) }
    }

    @Test("the article quotes the examples as they are", arguments: ["HookExample", "SwiftAdapterExample"])
    func quoted(name: String) throws {
        let article = packageRoot.appendingPathComponent("Sources/ConsentAdapters/ConsentAdapters.docc/Hooks.md")
        let example = packageRoot.appendingPathComponent("Tests/ConsentAdaptersTests/Examples/\(name).swift")
        let code = try String(contentsOf: example, encoding: .utf8)
        #expect(try String(contentsOf: article, encoding: .utf8).contains("```swift\n\(code)```\n"))
    }
}

extension String {
    /// A cookie with its value turned round.
    fileprivate var reversedValue: String {
        guard let equals = firstIndex(of: "=") else { return self }
        return self[...equals] + String(self[index(after: equals)...].reversed())
    }
}
