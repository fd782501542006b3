import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Testing

@Suite("A trace of an account is a cassette that can be played again", .serialized)
struct RecordingTests {
    private static let listed = VendorAccount.all.filter { $0.people != nil }
    private static let since = Instant(iso8601: "2026-10-30T00:00:00Z") ?? SyncBench.now

    private func account(
        _ adapter: any ConsentAdapter,
        _ connection: Connection,
        _ watch: (any HTTPSender) -> any HTTPSender
    ) throws -> (CMPAccount, ConsentSource) {
        let source = try #require(adapter.source)
        let account = try CMPAccount(
            source: source,
            connection: try source.checked(connection),
            retry: Self.hasty,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            watch: watch
        )
        return (account, source)
    }

    private static var hasty: RetryPolicy {
        var retry = RetryPolicy()
        retry.baseDelay = .milliseconds(1)
        return retry
    }

    private func records(
        _ account: CMPAccount,
        _ source: ConsentSource,
        _ adapter: any ConsentAdapter
    ) async throws -> [ConsentRecord] {
        var records: [ConsentRecord] = []
        let stream = try source.stream(named: "changes")
        try await account.read(stream, since: Self.since, now: SyncBench.now) { items in
            for item in items { records += try adapter.decode(item) }
            return true
        }
        await account.close()
        return records
    }

    @Test("recorded over the network with all its faults, masked, written, read, played", arguments: listed)
    func replay(account vendor: VendorAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        let adapter = try SyncBench.registry.adapter(vendor.adapter)
        var recorded: (records: [ConsentRecord], recorder: CassetteRecorder)?
        var connection = Connection()
        try await ScriptedCMP.run(try SyncBench.scenario(vendor.scenario)) { server in
            connection = try #require(try vendor.jobFile(in: bench, port: server.port).jobs.first).connection
            var recorder: CassetteRecorder?
            let (live, source) = try account(adapter, connection) { sender in
                let made = CassetteRecorder(sender)
                recorder = made
                return made
            }
            recorded = (try await records(live, source, adapter), try #require(recorder))
        }
        let (live, recorder) = try #require(recorded)
        #expect(live.count >= vendor.people ?? 0)
        let checked = try #require(adapter.source).checked(connection)
        let mask = CassetteMask(
            secrets: Array(checked.secrets.values) + recorder.tokens,
            subjects: live.flatMap(\.subjects),
            strings: []
        )
        let cassette = Cassette(
            adapter: vendor.adapter,
            since: Self.since,
            now: SyncBench.now,
            exchanges: mask.masked(recorder.exchanges)
        )
        let text = cassette.text(about: "a test")
        for secret in ["demo-key", "demo-secret", "demo-token", "scripted-token"] { #expect(!text.contains(secret)) }
        for record in live.prefix(50) {
            for subject in record.subjects where subject.id.utf8.count >= 4 {
                #expect(!text.contains("\"\(subject.id)\""), "a person's id stands in the cassette")
            }
        }
        let player = CassettePlayer(try Cassette(yaml: text, file: "changes.yaml"))
        let (again, source) = try account(adapter, connection) { _ in player }
        let replayed = try await records(again, source, adapter)
        #expect(player.unmatched == [])
        #expect(player.remaining == 0)
        #expect(replayed.map(\.decisions) == live.map(\.decisions))
        #expect(replayed.map(\.decidedAt) == live.map(\.decidedAt))
    }
}
