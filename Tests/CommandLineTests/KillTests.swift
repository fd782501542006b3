import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import Testing

/// The promise under SIGKILL: whenever a run dies, the next one goes on, and the end is the same.
@Suite("Killed anywhere")
struct KillTests {
    private static let now = "2026-11-24T00:00:00Z"
    private static let kills = 20

    @Test("a sync killed at twenty and more moments ends as an undisturbed one", .timeLimit(.minutes(5)))
    func killedAnywhere() async throws {
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        )
        let undisturbed = try ScratchFolder()
        try await ScriptedCMP.run(scenario) { server in
            let result = try await Program.run(try Self.command(undisturbed), environment: Self.environment(server))
            #expect(result.status == 1, "the five damaged items are listed")
        }
        let seed = UInt64.random(in: 0 ... .max)
        var random = RepeatableGenerator(seed: seed)
        let killed = try ScratchFolder()
        let command = try Self.command(killed)
        try await ScriptedCMP.run(scenario) { server in
            var count = 0
            while try await !Self.runUntilKilled(command, server, &random) { count += 1 }
            #expect(count >= Self.kills, "only \(count) kills before the end (\(random))")
        }
        let expected = try await Self.content(undisturbed)
        let actual = try await Self.content(killed)
        #expect(actual.subjects == expected.subjects, "seed \(seed)")
        #expect(actual.records == expected.records, "seed \(seed)")
        #expect(actual.changes == expected.changes, "seed \(seed)")
        let store = try SQLiteStore(path: "\(killed.path)/demo.db", mode: .readOnly)
        #expect(try await store.verifyLedger().isSound, "seed \(seed)")
        #expect(try await store.integrityCheck().isEmpty, "seed \(seed)")
    }

    /// Starts a run and kills it a random moment after the CMP has seen up to four more pages asked for: of those the last two or three
    /// are still on their way into the store.
    ///
    /// - Returns: whether the run came to its end before it could be killed.
    private static func runUntilKilled(
        _ command: [String],
        _ server: ScriptedCMP.Running,
        _ random: inout RepeatableGenerator
    ) async throws -> Bool {
        let process = try Program.start(
            command,
            environment: environment(server),
            output: Pipe(),
            errors: Pipe()
        )
        let target = server.log.entries(of: "feed").count + Int(random.number(in: 1..<5))
        let delay = Duration.microseconds(random.number(in: 0..<15_000))
        while process.isRunning, server.log.entries(of: "feed").count < target {
            try await Task.sleep(for: .milliseconds(1))
        }
        try await Task.sleep(for: delay)
        guard process.isRunning else { return true }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .exit
    }

    /// The demo's job, committing every page, so that kills land between commits.
    private static func command(_ folder: ScratchFolder) throws -> [String] {
        let demo = packageRoot.appendingPathComponent("Fixtures/demo")
        let policy = demo.appendingPathComponent("policy.yaml").path
        let text = try String(contentsOf: demo.appendingPathComponent("bridge.yaml"), encoding: .utf8)
            .replacing("policy: policy.yaml", with: "policy: \(policy)")
            .replacing("    since:", with: "    batch: { rows: 1 }\n    since:")
        return ["sync", "run", try folder.write("bridge.yaml", text), "--now", now]
    }

    private static func environment(_ server: ScriptedCMP.Running) -> [String: String] {
        ["DEMO_CMP": "127.0.0.1:\(server.port)", "DEMO_SECRET": "demo-secret"]
    }

    /// What must be equal: subjects and records, last change number and random salt aside, and the multiset of changes.
    private static func content(_ folder: ScratchFolder) async throws -> Content {
        let store = try SQLiteStore(path: "\(folder.path)/demo.db", mode: .readOnly)
        var content = Content()
        var after: SubjectKey?
        while true {
            let page = try await store.subjects(approving: [], after: after, limit: 500)
            guard let last = page.last else { break }
            for stored in page {
                content.subjects[stored.subject] = stored.state
                content.records[stored.subject] = try await store.subject(stored.subject)?.records
            }
            after = last.key
        }
        var number: Int64 = 0
        while true {
            let page = try await store.changes(after: number, limit: 1_000)
            guard let last = page.last else { break }
            for change in page {
                let essence =
                    "\(String(describing: change.subject)) \(change.before) \(change.after) \(change.decidedAt)"
                content.changes[essence, default: 0] += 1
            }
            number = last.number
        }
        return content
    }

    private struct Content {
        var subjects: [SubjectID: SubjectState] = [:]
        var records: [SubjectID: [StoredRecord]] = [:]
        var changes: [String: Int] = [:]
    }
}
