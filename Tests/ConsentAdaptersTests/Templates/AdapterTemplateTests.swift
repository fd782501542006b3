import ConsentAdapters
import ConsentTranslation
import Foundation
import OptIn
import Testing

@Suite("New adapters work from the first minute")
struct AdapterTemplateTests {
    @Test("of every kind: no warning, every case passes, every law is kept", arguments: AdapterTemplate.Kind.allCases)
    func complete(kind: AdapterTemplate.Kind) throws {
        let folder = try TemporaryFolder()
        let files = try AdapterTemplate(id: "acme-\(kind.rawValue)", kind: kind).write(into: folder.path)
        let home = "\(folder.path)/acme-\(kind.rawValue)"
        #expect(files.allSatisfy { FileManager.default.fileExists(atPath: $0) })
        #expect(AdapterLint(isStrict: true).diagnostics(folder: home) == [])
        let registry = AdapterRegistry(folder: folder.path)
        let adapter = try registry.adapter("acme-\(kind.rawValue)")
        let cases = try AdapterCase.cases(in: "\(home)/cases")
        #expect(AdapterLaws(adapter, cases: cases).breaches(effort: .quick) == [])
        // What comes is filled in by the engine, so what it must be is said here.
        for item in cases {
            let expectation = try #require(item.expectation)
            switch item.kind {
            case .acceptAll:
                #expect(expectation.approved.isSuperset(of: CategorySet([.aa, .aam, .ecid, .livefyre])))
                #expect(expectation.denied.isEmpty)
            case .rejectAll:
                #expect(expectation.denied.isSuperset(of: CategorySet([.aa, .aam, .livefyre])))
                #expect(expectation.approved.isEmpty)
            case .custom: #expect(!expectation.approved.isEmpty && !expectation.denied.isEmpty)
            case .malformed: #expect(expectation.error != nil)
            default: #expect(expectation.approved.isEmpty && expectation.denied.isEmpty)
            }
        }
        #expect(registry.detect(RawItem(text: cases[0].payload)).first?.adapter.descriptor.id == adapter.descriptor.id)
    }

    @Test("what is there is not overwritten")
    func existing() throws {
        let folder = try TemporaryFolder()
        let template = try AdapterTemplate(id: "acme", kind: .cookie)
        _ = try template.write(into: folder.path)
        let error = #expect(throws: AdapterError.self) { try template.write(into: folder.path) }
        #expect(error?.message.contains("/acme already") == true)
    }

    @Test(
        "names that a folder cannot have",
        arguments: ["", "Acme", "a_b", "../x", "-a", "a-", "1a", "ä", String(repeating: "a", count: 65)]
    )
    func names(id: String) {
        #expect(throws: AdapterError.self) { try AdapterTemplate(id: id, kind: .cookie) }
    }
}
