import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Manifests that extend others")
struct ExtendingTests {
    private func load(_ text: String, others: [String: String] = ["acme": Acme.cookie]) throws -> ManifestAdapter {
        try ManifestLoader.load(text, file: "shop.yaml") { id in
            others[id].map { (text: $0, file: "\(id).yaml") }
        }
    }

    private let shop = """
        manifest: "1"
        extends: acme
        adapter: { id: shop, title: The shop's own }
        inputs:
          - cookies: { consent: { name: shop, required: true, decode: consent } }
        mapping:
          purposes: { ads: [social], more: [email] }
        """

    @Test("mappings are merged key by key, everything else is replaced")
    func merging() throws {
        let adapter = try load(shop)
        #expect(adapter.descriptor.id == "shop")
        #expect(adapter.descriptor.vendor == "Acme")
        #expect(adapter.mapping.purposes == ["stats": [.analytics], "ads": [.social], "more": [.email]])
        #expect(try adapter.decode(RawItem(text: "shop=ads=1")).first?.decisions.map(\.key) == ["ads"])
        #expect(throws: TranslationError.self) { try adapter.decode(RawItem(text: "acme=ads=1")) }
    }

    @Test("what is left out of the other one is gone")
    func without() throws {
        let adapter = try load(shop + "\nwithout: [mapping.purposes]")
        #expect(adapter.mapping.purposes == ["ads": [.social], "more": [.email]])
    }

    @Test("a change in either file changes the fingerprint")
    func fingerprint() throws {
        let changed = try load(shop, others: ["acme": Acme.cookie + "\n# changed"])
        #expect(try load(shop).fingerprint != changed.fingerprint)
    }

    @Test("a mistake is told in the file where it stands")
    func places() {
        let error = #expect(throws: DiagnosticsError.self) {
            try load(shop, others: ["acme": Acme.cookie.replacing("query_string", with: "query_strnig")])
        }
        #expect(error?.diagnostics.map(\.file) == ["acme.yaml"])
        #expect(error?.diagnostics.first?.line == 7)
    }

    @Test("what cannot be left out, and manifests that extend themselves, are told")
    func mistakes() {
        let place = #expect(throws: DiagnosticsError.self) { try load(shop + "\nwithout: [record.gpc]") }
        #expect(place?.description == "shop.yaml:8:11: E201 acme has no record.gpc that could be left out.")
        let circle = #expect(throws: DiagnosticsError.self) { try load(shop, others: ["acme": shop]) }
        #expect(circle?.diagnostics.map(\.code) == [.undefinedReference])
    }
}
