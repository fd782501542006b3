import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import Logging
import Testing

@Suite(
    "Killed at the border of any two pages, a job goes on there, whatever way its pages follow each other",
    .serialized
)
struct EnginePageBoundaryTests {
    /// How a process can end at a border: before the page behind it is written, or when it is and nobody heard of it.
    static let ends: [Tripwire.Fault] = [.crashesBefore, .crashesAfter]

    /// What a job pulls from a listing, a page at a time.
    private struct Bench {
        let registry: AdapterRegistry
        let file: JobFile

        init(_ listing: SmallListing, port: Int, folder: String) throws {
            registry = try listing.registry()
            let path = folder + "/bridge.yaml"
            try """
            store: consent.db
            jobs:
              - name: small
                adapter: acme
                since: \(SmallListing.since.iso8601)
                batch: { rows: 1 }
                connection: { host: 127.0.0.1:\(port), key: demo-secret, insecure_test: true }
            """.write(toFile: path, atomically: true, encoding: .utf8)
            file = try JobFile(contentsOf: path, environment: [:])
        }

        /// A run of its own, as a process has it.
        func run(in store: any ConsentStore) async throws -> JobReport {
            let engine = SyncEngine(
                store: store,
                registry: registry,
                file: file,
                now: SmallListing.now,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            return await engine.run(try #require(file.jobs.first))
        }
    }

    @Test("everybody is there, nobody is asked for twice", arguments: PageBoundaryTests.kinds, ends)
    func goesOn(kind: PageBoundaryTests.Kind, end: Tripwire.Fault) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        try await ScriptedCMP.run(try kind.listing.scenario()) { server in
            let job = try Bench(kind.listing, port: server.port, folder: bench.folder)
            let (whole, calls) = (MemoryStore(), Tripwire())
            let clean = try await job.run(in: WatchedStore(store: whole, calls: calls))
            #expect(clean.failure == nil, "\(clean.failure?.message ?? "")")
            let pages = clean.pages
            #expect(pages >= 3 && clean.outcome.added == kind.listing.count)
            let content = try await StoreContent(of: whole)
            // Every page with somebody on it is written at once, empty ones with the next. Around that are the calls that
            // any run makes: four before, and the note that it has ended.
            let commits = calls.calls - 5
            #expect((3...pages).contains(commits))
            for commit in 1...commits {
                let (store, wire) = (MemoryStore(), Tripwire())
                wire.arm(end, at: 4 + commit)
                let killed = try await job.run(in: WatchedStore(store: store, calls: wire))
                #expect(killed.failure != nil && wire.isDead, "killed at commit \(commit)")
                let durable = end == .crashesAfter ? commit : commit - 1
                let kept = try await store.totals().records
                let rest = try await job.run(in: store)
                #expect(rest.failure == nil, "\(rest.failure?.message ?? "")")
                #expect(rest.outcome.added == kind.listing.count - kept, "killed at commit \(commit)")
                if durable < commits {
                    #expect(rest.outcome.identical == 0, "killed at commit \(commit)")
                    #expect(rest.pages <= pages - durable, "killed at commit \(commit)")
                    if commits == pages { #expect(rest.pages == pages - durable, "killed at commit \(commit)") }
                } else {
                    // Everything was there, only the word of it was missing: a new sweep finds nothing new.
                    #expect(rest.outcome.added == 0 && rest.outcome.changes == 0)
                }
                #expect(try await StoreContent(of: store) == content, "killed at commit \(commit)")
                #expect(try await store.verifyLedger().isSound)
            }
            #expect(server.log.unmatched.isEmpty)
        }
    }
}
