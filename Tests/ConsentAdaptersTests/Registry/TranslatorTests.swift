import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import OptIn
import Testing

@Suite("From payload to permissions")
struct TranslatorTests {
    private let now = at("2026-11-24T00:00:00Z")

    private func translator() throws -> Translator {
        let folder = try TemporaryFolder()
        try folder.write(Acme.cookie, to: "acme/adapter.yaml")
        try folder.write("nothing", to: "broken/adapter.yaml")
        return Translator(registry: AdapterRegistry(folder: folder.path), policy: Policy(), now: now)
    }

    @Test("the adapter is found, and the answer says how")
    func detected() throws {
        let translation = try translator().translate("lang=de; acme=stats=1&ads=0; x=y")
        #expect(translation.adapter?.id == "acme")
        #expect(translation.detection?.reason == "the cookie acme")
        #expect(translation.outcome.permissions[.aa] == .approved)
        #expect(translation.outcome.permissions[.aam] == .denied)
        #expect(translation.error == nil)
    }

    @Test("a payload that nobody knows is an error with everything undecided", arguments: ["", "x", "{}", "acme"])
    func unknown(text: String) throws {
        let translation = try translator().translate(text)
        #expect(translation.error?.code == .noInput)
        #expect(translation.adapter == nil)
        #expect(translation.outcome.permissions == .undecided)
    }

    @Test("a payload that cannot be read is an error with everything undecided, and names its adapter")
    func unreadable() throws {
        let translation = try translator().translate("acme=stats=1&ads=maybe")
        #expect(translation.error?.code == .unknownState)
        #expect(translation.adapter?.id == "acme")
        #expect(translation.records.isEmpty && translation.outcomes.isEmpty)
        #expect(translation.outcome.permissions == .undecided)
    }

    @Test("a named adapter is used whatever else would fit; one that is not there or broken is told")
    func named() throws {
        #expect(try translator().translate("acme=stats=1", with: "acme").outcome.permissions[.aa] == .approved)
        #expect(try translator().translate("other=1", with: "acme").error?.code == .noInput)
        #expect(throws: AdapterError.self) { try translator().translate("acme=stats=1", with: "acne") }
        #expect(throws: DiagnosticsError.self) { try translator().translate("acme=stats=1", with: "broken") }
    }

    private func json(_ payload: String, explaining: Bool) throws -> String {
        var json = JSONWriter()
        try translator().translate(payload, with: "acme").write(into: &json, explaining: explaining)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test("the JSON of translate has the permissions of all eight categories, after an error too")
    func translateJSON() throws {
        #expect(
            try json("acme=stats=1", explaining: false)
                == #"{"ok":true,"adapter":"acme","permissions":{"aam":"undecided","adcloud":"undecided","#
                + #""aa":"approved","campaign":"undecided","ecid":"approved","livefyre":"undecided","#
                + #""target":"undecided","mediaaa":"approved"}}"#
        )
        let failed = try json("acme=stats=2", explaining: true)
        #expect(failed.hasPrefix(#"{"ok":false,"adapter":"acme","permissions":{"aam":"undecided","#))
        #expect(failed.contains(#""error":{"code":"unknownState","message":""#))
        #expect(!failed.contains("approved") && !failed.contains("explanation"))
    }

    @Test("the JSON of explain adds a line for each category and the record")
    func explainJSON() throws {
        let text = try json("acme=stats=1", explaining: true)
        let value = try Value(json: Array(text.utf8))
        guard case .list(let lines)? = value["explanation"] else { return #expect(Bool(false), "no explanation") }
        #expect(lines.compactMap { $0["category"]?.scalar } == Category.allCases.map(\.rawValue))
        #expect(
            lines.first { $0["category"] == .text("aa") }?["because"] == .text("stats is granted")
        )
        #expect(value["record"]?["adapter"] == .text("acme"))
    }

    @Test("no error repeats anything of the payload")
    func silence() throws {
        for payload in [
            "acme=secret-subject=2", "acme=stats=secret-subject", "secret-subject", "acme=a=1&a=secret-subject",
        ] {
            for name in [nil, "acme"] {
                let error = try translator().translate(payload, with: name).error
                #expect(error?.description.contains("secret-subject") == false, "\(payload)")
            }
        }
    }
}
