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

    private static let pulling = SyncBench.registry.adapters.filter { $0.source != nil }.map(\.descriptor.id)

    private static func cassettes(of id: String) throws -> [Cassette] {
        try files.filter { $0.hasPrefix("\(id)/") }.map { file in
            let path = packageRoot.appendingPathComponent("Adapters/\(file)")
            return try Cassette(yaml: try String(contentsOf: path, encoding: .utf8), file: file)
        }
    }

    @Test("every adapter that pulls has one for each of its ways to be asked", arguments: pulling)
    func complete(id: String) throws {
        let source = try #require(try SyncBench.registry.adapter(id).source)
        let cassettes = try Self.cassettes(of: id)
        for stream in source.streams {
            switch stream.kind {
            case .subject: #expect(cassettes.contains { $0.subject != nil })
            case .changes: #expect(cassettes.contains { $0.since != nil })
            }
        }
        #expect(cassettes.contains { $0.discovers } == !source.discoveries.isEmpty)
    }

    @Test("every part of the sections about asking is missed by a cassette", arguments: pulling)
    func mutation(id: String) async throws {
        let adapter = try SyncBench.registry.adapter(id)
        let laws = AdapterLaws(adapter, cases: [])
        let law = await CassetteLaw(laws, of: adapter, cassettes: try Self.cassettes(of: id))
        #expect(law.breaches == [], "\(Law.mutation.cure)")
    }

    @Test(
        "a part that no cassette misses is told with its place",
        arguments: [
            ("    namespace: ex", "    headers: { x-more: \"1\" }\n    namespace: ex", "streams.subject.headers"),
            ("key: key, label: name", "key: key, label: name, lists: purpose", "discover[0].lists"),
            ("max_pages: 1000 }", "max_pages: 1000 }\n    method: GET", "streams.changes.method"),
        ]
    )
    func needless(old: String, new: String, place: String) async throws {
        let file = packageRoot.appendingPathComponent("Adapters/generic-rest/adapter.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(old))
        let bench = try SyncBench()
        defer { bench.remove() }
        let home = URL(fileURLWithPath: bench.folder).appendingPathComponent("generic-rest")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try Data(text.replacing(old, with: new).utf8).write(to: home.appendingPathComponent("adapter.yaml"))
        let adapter = try AdapterRegistry(folder: bench.folder).adapter("generic-rest")
        let laws = AdapterLaws(adapter, cases: [])
        let cassettes = try Self.cassettes(of: "generic-rest")
        let law = await CassetteLaw(laws, of: adapter, cassettes: cassettes)
        #expect(law.breaches.count == 1, "\(law.breaches)")
        #expect(law.breaches.first?.hasPrefix("\(place) (line ") == true)
        // Nothing is judged without recordings, or by ones that do not play.
        #expect(await CassetteLaw(laws, of: adapter, cassettes: []).breaches == [])
        let foreign = try Self.cassettes(of: "iubenda-consent")
        #expect(await CassetteLaw(laws, of: adapter, cassettes: cassettes + foreign).breaches == [])
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
