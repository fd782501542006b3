import ConsentAdapters
import ConsentTranslation
import Foundation
import Testing

private let folder = packageRoot.appendingPathComponent("Adapters").path
private let registry = AdapterRegistry(folder: folder)

@Suite("Which adapter a payload belongs to")
struct DetectionTests {
    @Test(
        "asking only the likely adapters finds the same one as asking all",
        arguments: registry.adapters.map(\.descriptor.id)
    )
    func index(id: String) throws {
        for item in try AdapterCase.cases(in: "\(folder)/\(id)/cases") {
            let payload = RawItem(text: item.payload)
            let all = registry.detect(payload).first
            let best = registry.best(for: payload)
            #expect(best?.adapter.descriptor.id == all?.adapter.descriptor.id, "\(item.name)")
            #expect(best?.detection == all?.detection, "\(item.name)")
        }
    }

    /// Payloads that two CMPs write alike cannot be told apart, and damaged ones may lack what tells them.
    @Test(
        "a payload that can be read is detected as its adapter's own",
        arguments: registry.adapters.map(\.descriptor.id)
    )
    func ownPayloads(id: String) throws {
        let cases = try AdapterCase.cases(in: "\(folder)/\(id)/cases").filter { $0.expectation?.error == nil }
        let detected = cases.filter { registry.best(for: RawItem(text: $0.payload))?.adapter.descriptor.id == id }
        #expect(
            detected.count * 10 >= cases.count * 8,
            "\(cases.count - detected.count) of \(cases.count) go elsewhere"
        )
    }

    @Test("nothing fits what nobody writes")
    func nothing() {
        for text in ["", "hello", "x=1; y=2", "{}", "[]", "\u{0}"] {
            #expect(registry.best(for: RawItem(text: text)) == nil, "\(text)")
        }
    }
}
