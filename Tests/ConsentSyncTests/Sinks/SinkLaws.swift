import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import OptIn
import Testing

/// A kind of sink that must obey the laws, and how to see what it has told.
struct SinkFactory: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (TemporaryFolder, ScriptedCMP.Running) throws -> any ChangeSink
    /// The hashes of the changes that arrived, in order.
    let arrived: @Sendable (TemporaryFolder, ScriptedCMP.Running) throws -> [String]

    static let all = [ndjson, csv, command, webhook]

    private static let ndjson = SinkFactory(testDescription: "NDJSON file") { folder, _ in
        FileSink(name: "sink", path: folder.file("changes.ndjson"), form: .ndjson)
    } arrived: { folder, _ in
        try hashes(inLinesOf: folder.file("changes.ndjson"))
    }

    private static let csv = SinkFactory(testDescription: "CSV file") { folder, _ in
        FileSink(name: "sink", path: folder.file("changes.csv"), form: .csv)
    } arrived: { folder, _ in
        let lines = try String(contentsOfFile: folder.file("changes.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.first?.hasPrefix("number,kind,namespace,id,aam,") == true)
        return lines.dropFirst().compactMap { $0.split(separator: ",").last.map(String.init) }
    }

    private static let command = SinkFactory(testDescription: "command") { folder, _ in
        CommandSink(name: "sink", words: ["/bin/sh", "-c", "cat >> told.ndjson"], folder: folder.path, batchSize: 7)
    } arrived: { folder, _ in
        try hashes(inLinesOf: folder.file("told.ndjson"))
    }

    private static let webhook = SinkFactory(testDescription: "webhook") { _, server in
        try WebhookSink(
            name: "sink",
            url: server.baseURL + "/hook",
            secret: Secret("s3cret"),
            batchSize: 7,
            network: .init(isInsecureTest: true),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    } arrived: { _, server in
        try server.log.received.flatMap { try hashes(in: $0.body) }
    }

    private static func hashes(inLinesOf path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object?["hash"] as? String)
        }
    }

    private static func hashes(in body: [UInt8]) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        let changes = try #require(object?["changes"] as? [[String: Any]])
        return changes.compactMap { $0["hash"] as? String }
    }
}

@Suite("Every sink")
struct SinkLaws {
    static let scenario = """
        scenario: receivers
        about: Whoever is told about changes
        routes:
          - { name: hook, post: /hook, answer: { status: 200, json: "{}" } }
        collections: {}
        """

    @Test("tells every change in order, and each once where nothing fails", arguments: SinkFactory.all)
    func everything(_ factory: SinkFactory) async throws {
        let folder = try TemporaryFolder()
        let store = MemoryStore()
        let records = (1...25).map { Samples.record($0, approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        try await ScriptedCMP.run(try Scenario(yaml: Self.scenario, file: "receivers.yaml")) { server in
            let deliverer = Deliverer(store: store, now: Samples.instant(9_000))
            let first = try factory.make(folder, server)
            let report = await deliverer.deliver(to: first)
            await first.close()
            #expect(report.done == 25 && report.problem == nil)
            try await store.apply(Samples.batch([Samples.record(1, at: 2_000, denying: [.aa])]), deciding: LatestWins())
            _ = try await store.forget(Samples.subject(2), at: Samples.instant(9_000))
            let second = try factory.make(folder, server)
            #expect(await deliverer.deliver(to: second).done == 2)
            await second.close()
            let expected = try await store.changes(after: 0, limit: 100).map { hex($0.hash) }
            #expect(expected.count == 27)
            #expect(try factory.arrived(folder, server) == expected)
        }
    }

    @Test("takes the same again without harm, known by its hash", arguments: SinkFactory.all)
    func again(_ factory: SinkFactory) async throws {
        let folder = try TemporaryFolder()
        let store = MemoryStore()
        try await store.apply(
            Samples.batch((1...3).map { Samples.record($0, approving: [.aa]) }),
            deciding: LatestWins()
        )
        try await ScriptedCMP.run(try Scenario(yaml: Self.scenario, file: "receivers.yaml")) { server in
            let sink = try factory.make(folder, server)
            let changes = try await store.changes(after: 0, limit: 10)
            for _ in 0..<2 { try await sink.take(changes) }
            await sink.close()
            let hashes = changes.map { hex($0.hash) }
            #expect(try factory.arrived(folder, server) == hashes + hashes)
        }
    }

    private func hex(_ bytes: [UInt8]) -> String { Fingerprint.hex(bytes) }
}
