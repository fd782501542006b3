import ConsentAdapters
import ConsentTranslation
import Foundation
import Testing

/// The package's root, where `Adapters` and `Fixtures` are.
let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private let adaptersFolder = packageRoot.appendingPathComponent("Adapters").path
private let registry = AdapterRegistry(folder: adaptersFolder)

@Suite("The adapters that ship")
struct ShippedAdapterTests {
    @Test("every manifest loads")
    func everyManifestLoads() throws {
        #expect(registry.broken.isEmpty, "\(registry.broken.values.map(\.description).joined(separator: "\n"))")
        let ids = registry.adapters.map(\.descriptor.id)
        #expect(Set(ids).isSuperset(of: ["iab-tcf", "onetrust-cookie", "onetrust-universal"]))
    }
}
