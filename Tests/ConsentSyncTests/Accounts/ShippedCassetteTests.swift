import ConsentAdapters
import ConsentTesting
import ConsentTransport
import Foundation
import Testing

/// The cassettes that adapters bring along, `Adapters/ID/cassettes/NAME.yaml`.
@Suite("Cassettes of adapters play from beginning to end")
struct ShippedCassetteTests {
    static let files: [String] = SyncBench.registry.adapters.flatMap { adapter -> [String] in
        let folder = packageRoot.appendingPathComponent("Adapters/\(adapter.descriptor.id)/cassettes").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(adapter.descriptor.id)/cassettes/\($0)" }
    }

    @Test("there are some")
    func some() {
        #expect(!Self.files.isEmpty)
    }

    @Test("every request has its answer, every answer is asked for, every item is translated", arguments: files)
    func plays(file: String) async throws {
        let text = try String(contentsOf: packageRoot.appendingPathComponent("Adapters/\(file)"), encoding: .utf8)
        let cassette = try Cassette(yaml: text, file: file)
        #expect(file.hasPrefix(cassette.adapter + "/"))
        let replay = await CassetteReplay(of: cassette, with: try SyncBench.registry.adapter(cassette.adapter))
        #expect(replay.problems == [])
        #expect(replay.items > 0)
    }

    @Test("an adapter that asks otherwise, or for less, is told")
    func differs() async throws {
        let file = packageRoot.appendingPathComponent("Adapters/generic-rest/cassettes/changes.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let adapter = try SyncBench.registry.adapter("generic-rest")
        let cases = [
            ("updated_from", "changed_from", "no answer to GET /v1/consents"),
            ("\\\"granted\\\"", "\\\"perhaps\\\"", "cannot be translated"),
            ("adapter: generic-rest", "adapter: didomi-api", "of the adapter didomi-api"),
            ("since: 2026-11-15", "since: 2026-11-16", "no answer to GET"),
        ]
        for (old, new, hint) in cases {
            #expect(text.contains(old))
            let cassette = try Cassette(yaml: text.replacing(old, with: new), file: "changes.yaml")
            let replay = await CassetteReplay(of: cassette, with: adapter)
            #expect(replay.problems.contains { $0.contains(hint) }, "\(hint): \(replay.problems)")
        }
    }
}
