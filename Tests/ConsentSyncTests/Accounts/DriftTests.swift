import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Testing

/// What becomes of a page whose items are not all what the manifest says.
@Suite("An interface that changes under way", .serialized)
struct DriftTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The one item of the second page that differs; nil for all.
        let item: String
        var isEveryItem = false
        /// How many items go into quarantine.
        let quarantined: Int
        /// How many people are stored in the end.
        let stored: Int
    }

    static let rows = [
        Row(
            testDescription: "a member that is new",
            item: #"{"id":"new","choices":{"stats":"yes"},"more":{"a":[1]}}"#,
            quarantined: 0,
            stored: 24
        ),
        Row(testDescription: "a member that is gone", item: #"{"id":"new"}"#, quarantined: 1, stored: 23),
        Row(
            testDescription: "a member of another type",
            item: #"{"id":"new","choices":"all"}"#,
            quarantined: 1,
            stored: 23
        ),
        Row(
            testDescription: "a word that nobody knows",
            item: #"{"id":"new","choices":{"stats":"perhaps"}}"#,
            quarantined: 1,
            stored: 23
        ),
        Row(
            testDescription: "an id that is none",
            item: #"{"id":null,"choices":{"stats":"yes"}}"#,
            quarantined: 1,
            stored: 23
        ),
        Row(testDescription: "an item that is no object", item: "7", quarantined: 1, stored: 23),
        Row(
            testDescription: "a whole page of another form",
            item: #"{"ID":"new","Choices":{"stats":"yes"}}"#,
            isEveryItem: true,
            quarantined: 0,
            stored: 12
        ),
    ]

    /// A second page of twelve items, one or all of them as the row has it.
    private func page(_ row: Row) -> String {
        let items = (0..<12).map { index in
            row.isEveryItem || index == 5 ? row.item : "{\"id\":\"n\(index)\",\"choices\":{\"stats\":\"no\"}}"
        }
        return "{\"data\":[\(items.joined(separator: ","))],\"next\":null}"
    }

    @Test(
        "what reads is stored, what does not is set aside; a page of which nothing reads stops the job",
        arguments: rows
    )
    func drift(row: Row) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let listing = SmallListing(
            stream: "paginate: { continuation: { from: next, query: c } }, items: data",
            listing: "max_size: 12, default_size: 12, items: data, next: { cursor: c, at: next }",
            faults: "[{ at: 2, json: '\(page(row))' }]"
        )
        let store = MemoryStore()
        try await ScriptedCMP.run(try listing.scenario()) { server in
            let path = bench.folder + "/bridge.yaml"
            try """
            store: consent.db
            jobs:
              - name: acme
                adapter: acme
                batch: { rows: 1 }
                connection: { host: "127.0.0.1:\(server.port)", key: demo-secret, insecure_test: true }
            """.write(toFile: path, atomically: true, encoding: .utf8)
            let file = try JobFile(contentsOf: path, environment: [:])
            let engine = SyncEngine(
                store: store,
                registry: try listing.registry(),
                file: file,
                now: SyncBench.now,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let report = await engine.run(try #require(file.jobs.first))
            #expect((report.failure != nil) == row.isEveryItem, "\(report.failure?.message ?? "")")
            if let failure = report.failure {
                #expect(failure.kind == .source && failure.message.contains("Not one of 12 items"))
            }
            #expect(report.quarantined == row.quarantined)
        }
        #expect(try await store.permissionCounts().subjects == row.stored)
        #expect(try await store.quarantineCount() == row.quarantined)
        for entry in try await store.quarantine(after: 0, limit: 9) {
            #expect(entry.item.recordHint == "page 2 item 6" && entry.item.payload == nil)
        }
    }
}
