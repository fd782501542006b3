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
        #expect(registry.adapters.map(\.descriptor.id).contains("onetrust-cookie"))
    }

    @Test("every case comes out as it says", arguments: registry.adapters.map(\.descriptor.id))
    func everyCasePasses(id: String) throws {
        let adapter = try registry.adapter(id)
        let cases = try AdapterCase.cases(in: "\(adaptersFolder)/\(id)/cases")
        #expect(!cases.isEmpty)
        for item in cases {
            #expect(item.differences(with: adapter).isEmpty, "\(id)/\(item.name): \(item.differences(with: adapter))")
        }
    }

    @Test(
        "a payload cut off anywhere approves nothing that the whole one does not",
        arguments: registry.adapters.map(\.descriptor.id)
    )
    func truncationNeverGrants(id: String) throws {
        let adapter = try registry.adapter(id)
        for item in try AdapterCase.cases(in: "\(adaptersFolder)/\(id)/cases") {
            #expect(item.truncationBreach(with: adapter) == nil, "\(id)/\(item.name)")
        }
    }

}
