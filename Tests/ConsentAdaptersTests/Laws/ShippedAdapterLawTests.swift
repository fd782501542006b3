import ConsentAdapters
import Foundation
import Testing

private let folder = packageRoot.appendingPathComponent("Adapters").path
private let registry = AdapterRegistry(folder: folder)

/// The laws are library code; here they are run over every adapter that ships, each law of each adapter by itself.
@Suite("Laws of every adapter that ships")
struct ShippedAdapterLawTests {
    @Test("every adapter keeps every law", arguments: registry.adapters.map(\.descriptor.id), Law.allCases)
    func law(id: String, law: Law) throws {
        let laws = AdapterLaws(try registry.adapter(id), cases: try AdapterCase.cases(in: "\(folder)/\(id)/cases"))
        let breaches = laws.breaches(of: law, effort: .quick)
        #expect(breaches.isEmpty, "\(id): \(breaches.map(\.description).joined(separator: "\n"))\n\(law.cure)")
    }
}
