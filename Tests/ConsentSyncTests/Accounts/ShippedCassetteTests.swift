import ConsentAdapters
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
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
        let adapter = try SyncBench.registry.adapter(cassette.adapter)
        #expect(file.hasPrefix(cassette.adapter + "/"))
        let source = try #require(adapter.source)
        let secrets = source.parameters.filter(\.isSecret).map { ($0.name, Secret("masked")) }
        let connection = try source.checked(
            Connection(
                values: cassette.config,
                secrets: Dictionary(secrets) { first, _ in first },
                isInsecureTest: true
            )
        )
        let player = CassettePlayer(cassette)
        var retry = RetryPolicy()
        retry.baseDelay = .milliseconds(1)
        let account = try CMPAccount(
            source: source,
            connection: connection,
            retry: retry,
            clock: JumpingClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            watch: { _ in player }
        )
        var items: [RawItem] = []
        if let id = cassette.subject {
            let stream = try #require(source.streams.first { $0.kind == .subject })
            items = try await account.items(of: stream, subject: SubjectID(namespace: "any", id: id))
        } else {
            let stream = try #require(source.streams.first { $0.kind == .changes })
            try await account.read(stream, since: try #require(cassette.since), now: cassette.now) { page in
                items += page
                return player.remaining > 0
            }
        }
        await account.close()
        #expect(player.unmatched == [] && player.remaining == 0)
        #expect(!items.isEmpty)
        for item in items { #expect(throws: Never.self) { try adapter.decode(item) } }
    }
}
