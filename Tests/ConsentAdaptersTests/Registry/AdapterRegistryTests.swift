import ConsentAdapters
import ConsentTranslation
import Testing

@Suite("The adapters at hand")
struct AdapterRegistryTests {
    private func registry(_ manifests: [String: String]) throws -> AdapterRegistry {
        let folder = try TemporaryFolder()
        for (name, text) in manifests { try folder.write(text, to: "\(name)/adapter.yaml") }
        return AdapterRegistry(folder: folder.path)
    }

    @Test("a manifest with mistakes hides no other, and its mistakes are told when it is asked for")
    func brokenManifest() throws {
        let registry = try registry([
            "acme": Acme.cookie, "acme-api": Acme.api(), "broken": "manifest: [", "empty": "", "other": Acme.cookie,
        ])
        #expect(registry.adapters.map(\.descriptor.id) == ["acme", "acme-api"])
        #expect(registry.broken.keys.sorted() == ["broken", "empty", "other"])
        #expect(throws: DiagnosticsError.self) { try registry.adapter("broken") }
        #expect(try registry.adapter("acme").descriptor.title == "Acme cookie")
    }

    @Test("folders without a manifest, files and a folder that is not there are no adapters")
    func otherThings() throws {
        let folder = try TemporaryFolder()
        try folder.write(Acme.cookie, to: "acme/adapter.yaml")
        try folder.write("x", to: "notes/README.md")
        try folder.write("x", to: "adapter.yaml")
        #expect(AdapterRegistry(folder: folder.path).adapters.count == 1)
        #expect(AdapterRegistry(folder: folder.path).broken.isEmpty)
        #expect(AdapterRegistry(folder: folder.path + "/nowhere").adapters.isEmpty)
    }

    @Test("an unknown adapter is told with the nearest name and with all there are")
    func unknownAdapter() throws {
        let registry = try registry(["acme": Acme.cookie, "acme-api": Acme.api()])
        let near = #expect(throws: AdapterError.self) { try registry.adapter("acmee") }
        #expect(near?.code == .unknownAdapter)
        #expect(near?.message == "There is no adapter acmee. Did you mean acme? There are acme, acme-api.")
        let far = #expect(throws: AdapterError.self) { try registry.adapter("cookiebot") }
        #expect(far?.message == "There is no adapter cookiebot. There are acme, acme-api.")
    }

    @Test("a Swift adapter takes its place among the manifests, in the order of ids")
    func register() throws {
        var registry = try registry([
            "acme": Acme.cookie, "zebra": Acme.cookie.replacing("id: acme", with: "id: zebra"),
        ])
        try registry.register(PebbleAdapter())
        #expect(registry.adapters.map(\.descriptor.id) == ["acme", "pebble", "zebra"])
    }

    @Test("an id that is taken is refused, by a manifest with mistakes too")
    func registerTwice() throws {
        var registry = try registry(["pebble": Acme.cookie])
        #expect(registry.broken["pebble"] != nil)
        #expect(throws: AdapterError.self) { try registry.register(PebbleAdapter()) }
        var empty = AdapterRegistry()
        try empty.register(PebbleAdapter())
        let error = #expect(throws: AdapterError.self) { try empty.register(PebbleAdapter()) }
        #expect(error?.code == .configuration)
        #expect(empty.adapters.count == 1)
    }

    @Test("the best fit comes first, equal ones in the order of ids")
    func detection() throws {
        let twin = Acme.cookie.replacing("id: acme", with: "id: acme-b")
        let loose = Acme.cookie.replacing("id: acme", with: "id: a-text").replacing(
            "cookies: { consent: { name: acme, required: true, decode: consent } }",
            with: "text: { name: consent, contains: [acme], decode: consent }"
        )
        let generic = Acme.cookie.replacing("id: acme", with: "id: a-generic").replacing(
            "title: Acme cookie",
            with: "title: Acme, generic: true"
        )
        let registry = try registry(["acme": Acme.cookie, "acme-b": twin, "a-text": loose, "a-generic": generic])
        let found = registry.detect(RawItem(text: "acme=stats=1"))
        #expect(found.map(\.adapter.descriptor.id) == ["acme", "acme-b", "a-generic", "a-text"])
        #expect(found.allSatisfy { (1...100).contains($0.detection.score) && !$0.detection.reason.isEmpty })
        #expect(registry.detect(RawItem(text: "nothing")).isEmpty)
    }

    @Test("a manifest's fingerprint is that of its text: a comment makes another one")
    func fingerprint() throws {
        let registry = try registry(["acme": Acme.cookie, "acme-api": Acme.api()])
        let again = try self.registry(["acme": Acme.cookie + "\n# changed\n"])
        let adapter = try registry.adapter("acme")
        #expect(adapter.definition == Acme.cookie)
        #expect(adapter.fingerprint == Fingerprint.sha256(of: Acme.cookie))
        #expect(adapter.fingerprint.count == 32)
        #expect(try again.adapter("acme").fingerprint != adapter.fingerprint)
        #expect(Fingerprint.hex([0, 15, 255]) == "000fff")
    }

    @Test("what an adapter can do follows from its manifest")
    func capabilities() throws {
        let registry = try registry(["acme": Acme.cookie, "acme-api": Acme.api()])
        #expect(try registry.adapter("acme").descriptor.capabilities == [.payload])
        #expect(try registry.adapter("acme-api").descriptor.capabilities == [.payload, .changes, .subject])
        #expect(try registry.adapter("acme").descriptor.status == .experimental)
        #expect(try registry.adapter("acme").descriptor.owners == ["acme"])
        #expect(try registry.adapter("acme-api").descriptor.owners == ["acme-api", "acme"])
    }
}
