import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Code that manifests refer to")
struct HookTests {
    private let manifest = Acme.cookie
        .replacing("- query_string: {}", with: "- hook: acme-cipher\n    - query_string: {}")
        .replacing("record:", with: "record:\n  hook: acme-minors")

    /// Undoes a cipher, and takes advertising away from minors.
    private func hooks(grantingAll: Bool = false) throws -> AdapterHooks {
        var hooks = AdapterHooks()
        try hooks.registerDecode("acme-cipher", version: "1") { value throws(TranslationError) in
            guard let text = value.scalar else { throw TranslationError(.malformed, "A text was expected.") }
            return .text(text.replacing("one", with: "1").replacing("zero", with: "0"))
        }
        try hooks.registerRecord("acme-minors") { record in
            var record = record
            record.decisions = record.decisions.map {
                Decision(kind: $0.kind, key: $0.key, state: grantingAll ? .granted : .denied)
            }
            return record
        }
        return hooks
    }

    private func states(_ text: String, _ hooks: AdapterHooks) throws -> [Decision.State]? {
        try ManifestLoader.load(manifest, file: "acme.yaml", hooks: hooks)
            .decode(RawItem(text: text)).first?.decisions.map(\.state)
    }

    @Test("a decode hook stands in the place of a step, a record hook sees the record last")
    func running() throws {
        #expect(try states("acme=ads=one&stats=zero", try hooks()) == [.denied, .denied])
    }

    @Test("a record hook takes grants away and cannot add one")
    func noGrant() throws {
        #expect(try states("acme=ads=one", try hooks(grantingAll: true)) == [.granted])
        let error = #expect(throws: TranslationError.self) { try states("acme=ads=zero", try hooks(grantingAll: true)) }
        #expect(error?.code == .conflict)
    }

    @Test("a hook that nobody registered is told with those that are")
    func unknown() throws {
        var hooks = AdapterHooks()
        try hooks.registerDecode("acme-other", version: "1") { $0 }
        let error = #expect(throws: DiagnosticsError.self) { try states("acme=ads=one", hooks) }
        #expect(error?.description.contains("There is no decode hook acme-cipher: registered are acme-other.") == true)
        #expect(error?.description.contains("There is no record hook acme-minors: none is.") == true)
    }

    @Test("a name is registered once")
    func twice() throws {
        var hooks = try hooks()
        #expect(throws: AdapterError.self) { try hooks.registerDecode("acme-cipher", version: "2") { $0 } }
        #expect(throws: AdapterError.self) { try hooks.registerRecord("acme-minors") { $0 } }
    }
}
