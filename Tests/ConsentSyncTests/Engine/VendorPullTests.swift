import ConsentAdapters
import ConsentSync
import ConsentTesting
import Foundation
import Logging
import Synchronization
import Testing

/// An account at a CMP whose interface a scenario plays.
struct VendorAccount: Sendable, CustomTestStringConvertible {
    let adapter: String
    let scenario: String
    /// The connection's lines; `PORT` stands for the server's port.
    let connection: String
    /// How many people the listing has; nil where there is no listing.
    let people: Int?
    /// A subject that is known, where one can be asked for.
    let known: String?

    var testDescription: String { adapter }

    static let all = [
        VendorAccount(
            adapter: "onetrust-profiles",
            scenario: "onetrust-v1",
            connection: "host: 127.0.0.1:PORT, client_id: demo-client, client_secret: demo-secret",
            people: 260,
            known: "C-7"
        ),
        VendorAccount(
            adapter: "didomi-api",
            scenario: "didomi",
            connection: "host: 127.0.0.1:PORT, organization_id: acme, key: demo-key, secret: demo-secret",
            people: 450,
            known: "u-7"
        ),
        VendorAccount(
            adapter: "iubenda-consent",
            scenario: "iubenda",
            connection: "host: 127.0.0.1:PORT, api_key: demo-key",
            people: 900,
            known: "cust-7"
        ),
        VendorAccount(
            adapter: "transcend-preferences",
            scenario: "transcend",
            connection: "host: 127.0.0.1:PORT, partition: 4d1c, api_key: demo-key",
            people: 230,
            known: "p7@example.com"
        ),
        VendorAccount(
            adapter: "sourcepoint-history",
            scenario: "sourcepoint",
            connection: "host: 127.0.0.1:PORT, site_id: 4711",
            people: nil,
            known: "a-7"
        ),
        VendorAccount(
            adapter: "axeptio-export",
            scenario: "axeptio",
            connection: "host: 127.0.0.1:PORT, login_host: 127.0.0.1:PORT, project_id: 65a1, client_id: demo-client, "
                + "client_secret: demo-secret",
            people: 40,
            known: nil
        ),
        VendorAccount(
            adapter: "generic-rest",
            scenario: "generic-rest",
            connection: "host: 127.0.0.1:PORT, token: demo-token",
            people: 150,
            known: "p/7"
        ),
    ]

    /// A job of this account, writing after every page.
    func jobFile(in bench: SyncBench, port: Int) throws -> JobFile {
        let path = bench.folder + "/\(adapter).yaml"
        let policy = packageRoot.appendingPathComponent("Fixtures/demo/policy.yaml").path
        let connection = connection.replacing("PORT", with: String(port))
        try """
        store: consent.db
        policy: \(policy)
        jobs:
          - name: pull
            adapter: \(adapter)
            since: 2026-10-30
            batch: { rows: 1 }
            connection: { \(connection), insecure_test: true }
        """.write(toFile: path, atomically: true, encoding: .utf8)
        return try JobFile(contentsOf: path, environment: [:])
    }
}

@Suite("The interfaces of CMPs, each pulled page by page from a scripted server, over real libcurl and SQLite")
struct VendorPullTests {
    private static let listed = VendorAccount.all.filter { $0.people != nil }
    private static let asked = VendorAccount.all.filter { $0.known != nil }

    @Test("everybody arrives, whatever goes wrong, and a second run changes nothing", arguments: listed)
    func everybody(account: VendorAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = try SQLiteStore(path: bench.storePath)
        let scenario = try SyncBench.scenario(account.scenario)
        try await ScriptedCMP.run(scenario) { server in
            let file = try account.jobFile(in: bench, port: server.port)
            let first = try await bench.run(file, in: store)
            #expect(first.failure == nil, "\(first.failure?.message ?? "")")
            #expect(first.pages >= 3)
            #expect(first.outcome.added == account.people)
            #expect(first.quarantined == 0)
            #expect(server.log.faults.count >= 2)
            #expect(server.log.unmatched.isEmpty)
            #expect(server.log.entries.contains { $0.status == 200 && $0.recordCount > 0 })
            let second = try await bench.run(file, in: store)
            #expect(second.failure == nil, "\(second.failure?.message ?? "")")
            #expect(second.outcome.changes == 0 && second.outcome.added == 0 && second.outcome.replaced == 0)
        }
        #expect(try await store.verifyLedger().isSound)
        #expect(try await store.permissionCounts().subjects == account.people)
    }

    @Test("stopped at the border of two pages it goes on there, and ends alike", arguments: listed)
    func resumes(account: VendorAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let (whole, halves) = (MemoryStore(), try SQLiteStore(path: bench.storePath))
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let report = try await bench.run(try account.jobFile(in: bench, port: server.port), in: whole)
            #expect(report.failure == nil)
        }
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let file = try account.jobFile(in: bench, port: server.port)
            let stopped = try await stopAfterTwoPages(file, in: halves)
            #expect(stopped.failure != nil)
            #expect(stopped.pages == 2)
            let before = server.log.requestCount
            let rest = try await bench.run(file, in: halves)
            #expect(rest.failure == nil, "\(rest.failure?.message ?? "")")
            #expect(server.log.requestCount > before)
        }
        #expect(try await StoreContent(of: halves) == StoreContent(of: whole))
    }

    @Test("one person is asked for, and one whom nobody knows is counted", arguments: asked)
    func onePerson(account: VendorAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let store = MemoryStore()
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let file = try account.jobFile(in: bench, port: server.port)
            let ids = [try #require(account.known), account.adapter == "generic-rest" ? "p-8" : "nobody"]
            let report = try await bench.run(file, in: store, scope: .subjects(ids))
            #expect(report.failure == nil, "\(report.failure?.message ?? "")")
            #expect(report.outcome.added == 1)
            #expect(report.unknownSubjects == 1)
            #expect(server.log.unmatched.isEmpty)
        }
    }

    @Test("people are asked for in chunks where the interface can, and those whom nobody knows are counted")
    func chunks() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let account = try #require(VendorAccount.all.first { $0.adapter == "transcend-preferences" })
        let store = MemoryStore()
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let file = try account.jobFile(in: bench, port: server.port)
            let known = (1...120).map { "p\($0)@example.com" }
            let ids = known[..<60] + ["nobody@example.com", "nor-this-one@example.com"] + known[60...]
            let report = try await bench.run(file, in: store, scope: .subjects(Array(ids)))
            #expect(report.failure == nil, "\(report.failure?.message ?? "")")
            #expect(report.outcome.added == 120 && report.unknownSubjects == 2 && report.quarantined == 0)
            #expect(report.pages == 3, "50, 50 and 22 people")
            let asked = server.log.entries(of: "query").filter { $0.status == 200 && $0.fault == nil }
            #expect(asked.count == 6, "a page of each chunk, and the empty one that ends it")
            let again = try await bench.run(file, in: store, scope: .subjects(known))
            #expect(again.outcome.added == 0 && again.outcome.changes == 0 && again.unknownSubjects == 0)
        }
        // The same as one by one.
        let single = MemoryStore()
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let file = try account.jobFile(in: bench, port: server.port)
            for number in 1...120 {
                _ = try await bench.run(file, in: single, scope: .subjects(["p\(number)@example.com"]))
            }
        }
        let (left, right) = (try await StoreContent(of: store), try await StoreContent(of: single))
        #expect(left.subjects == right.subjects && left.records == right.records)
    }

    @Test("killed between two chunks, a run that is started again ends like one that was not", arguments: [1, 2, 3])
    func chunksAfterCrash(commit: Int) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let account = try #require(VendorAccount.all.first { $0.adapter == "transcend-preferences" })
        let (whole, store, wire) = (MemoryStore(), MemoryStore(), Tripwire())
        let ids = (1...120).map { "p\($0)@example.com" }
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let file = try account.jobFile(in: bench, port: server.port)
            let clean = try await bench.run(file, in: WatchedStore(store: whole, calls: wire), scope: .subjects(ids))
            #expect(clean.failure == nil && clean.outcome.added == 120)
            // The last calls are a commit for each of three chunks, and the note that the run has ended.
            wire.arm(.crashesBefore, at: wire.calls - 4 + commit)
            let watched = WatchedStore(store: store, calls: wire)
            #expect(try await bench.run(file, in: watched, scope: .subjects(ids)).failure != nil)
            #expect(try await store.totals().records == (commit - 1) * 50)
            let again = try await bench.run(file, in: store, scope: .subjects(ids))
            #expect(again.failure == nil && again.outcome.added == 120 - (commit - 1) * 50)
        }
        #expect(try await StoreContent(of: store) == StoreContent(of: whole))
    }

    @Test("wrong credentials end the job at once", arguments: listed)
    func wrongCredentials(account: VendorAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let wrong = VendorAccount(
            adapter: account.adapter,
            scenario: account.scenario,
            connection: account.connection.replacing("demo-", with: "wrong-"),
            people: nil,
            known: nil
        )
        let store = MemoryStore()
        try await ScriptedCMP.run(try SyncBench.scenario(account.scenario)) { server in
            let report = try await bench.run(try wrong.jobFile(in: bench, port: server.port), in: store)
            #expect(report.failure?.kind == .source)
            #expect(report.failure?.message.contains("wrong-") == false)
            #expect(server.log.requestCount <= 2)
        }
        #expect(try await store.totals().records == 0)
    }

    /// Runs a job and cancels it when the second page has been written.
    private func stopAfterTwoPages(_ file: JobFile, in store: any ConsentStore) async throws -> JobReport {
        let job = try #require(file.jobs.first)
        let run = Task {
            let pages = Mutex(0)
            let engine = SyncEngine(
                store: store,
                registry: SyncBench.registry,
                file: file,
                now: SyncBench.now,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { event in
                guard case .page = event else { return }
                let count = pages.withLock { count in
                    count += 1
                    return count
                }
                if count == 2 { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return await engine.run(job)
        }
        return await run.value
    }
}
