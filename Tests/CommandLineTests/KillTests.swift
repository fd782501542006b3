import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import OptIn
import Testing

/// The promise under SIGKILL: whenever a run dies, the next one goes on, and the end is the same.
@Suite("Killed anywhere")
struct KillTests {
    private static let now = "2026-11-24T00:00:00Z"
    /// How many kills there are at least; `KILLS` asks for more, see `make torture`.
    private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 20

    @Test("a sync killed at twenty and more moments ends as an undisturbed one", .timeLimit(.minutes(30)))
    func killedAnywhere() async throws {
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        )
        let undisturbed = try ScratchFolder()
        try await ScriptedCMP.run(scenario) { server in
            let result = try await Program.run(try Self.command(undisturbed), environment: Self.environment(server))
            #expect(result.status == 1, "the five damaged items are listed")
        }
        let expected = try await Self.content(undisturbed)
        let seed = UInt64.random(in: 0 ... .max)
        var random = RepeatableGenerator(seed: seed)
        var count = 0
        while count < Self.kills {
            let killed = try ScratchFolder()
            let command = try Self.command(killed)
            let before = count
            try await ScriptedCMP.run(scenario) { server in
                while try await !Self.runUntilKilled(command, server, &random) { count += 1 }
            }
            #expect(count - before >= 15, "only \(count - before) kills before the end (\(random))")
            let actual = try await Self.content(killed)
            #expect(actual.subjects == expected.subjects, "seed \(seed)")
            #expect(actual.records == expected.records, "seed \(seed)")
            #expect(actual.changes == expected.changes, "seed \(seed)")
            let store = try SQLiteStore(path: "\(killed.path)/demo.db", mode: .readOnly)
            #expect(try await store.verifyLedger().isSound, "seed \(seed)")
            #expect(try await store.integrityCheck().isEmpty, "seed \(seed)")
        }
    }

    @Test("killed when each page is asked for, one after the other, it goes on at that page")
    func killedAtEachPage() async throws {
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        ).scaled(toSubjects: 600)
        let folder = try ScratchFolder()
        let command = try Self.command(folder)
        var (requests, undisturbedRequests) = (0, 0)
        try await ScriptedCMP.run(scenario) { server in
            var seen = 0
            while true {
                let process = try Program.start(command, environment: Self.environment(server))
                // A page is durable when the third behind it is asked for: one is worked on, one is being written.
                while process.isRunning, server.log.entries(of: "feed").count <= seen + 3 {
                    try await Task.sleep(for: .microseconds(200))
                }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                let asked = server.log.entries(of: "feed")
                if process.terminationReason == .exit { break }
                #expect(asked.count > seen + 3)
                seen = asked.count
            }
            requests = server.log.entries(of: "feed").count
        }
        let undisturbed = try ScratchFolder()
        try await ScriptedCMP.run(scenario) { server in
            _ = try await Program.run(try Self.command(undisturbed), environment: Self.environment(server))
            undisturbedRequests = server.log.entries(of: "feed").count
        }
        #expect(undisturbedRequests > 8)
        #expect(requests <= 4 * undisturbedRequests + 1, "each kill costs three pages again, and no more")
        let (actual, expected) = (try await Self.content(folder), try await Self.content(undisturbed))
        #expect(!expected.subjects.isEmpty)
        #expect(actual.subjects == expected.subjects && actual.records == expected.records)
        #expect(actual.changes == expected.changes)
    }

    @Test("killed while a sink is told, before and after it has taken the changes: it hears of each, in order")
    func killedDuringDelivery() async throws {
        let folder = try ScratchFolder()
        // The sink kills whoever runs it, by turns before and after it has written.
        try folder.write(
            "tell.sh",
            """
            #!/bin/sh
            turn=$(cat turn 2>/dev/null || echo 0)
            echo $((turn + 1)) > turn
            if [ "$turn" -lt 8 ] && [ $((turn % 2)) = 0 ]; then kill -9 $PPID; exit 0; fi
            cat >> told.ndjson
            if [ "$turn" -lt 8 ]; then kill -9 $PPID; fi

            """
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(folder.path)/tell.sh")
        let store = try SQLiteStore(path: "\(folder.path)/consent.db")
        let records = (0..<30).map { number in
            StoredRecord(
                subject: SubjectID(namespace: "email", id: "p\(number % 7)@example.com"),
                adapter: "generic-rest",
                regulation: "",
                recordID: "r\(number)",
                decidedAt: Instant(milliseconds: Int64(number)),
                content: [UInt8(number % 2)],
                manifestHash: [UInt8](repeating: 1, count: 32)
            )
        }
        let hash = [UInt8](repeating: 2, count: 32)
        try await store.apply(
            Batch(records: records, policyHash: hash, now: Instant(milliseconds: 1)),
            deciding: Alternating()
        )
        let job = try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            jobs: []
            sinks:
              - { name: own, command: { run: [./tell.sh], batch: 5 } }

            """
        )
        var runs = 0
        while try await Program.run(["sync", "deliver", job]).status != 0 { runs += 1 }
        #expect(runs == 8)
        let told = try String(contentsOfFile: "\(folder.path)/told.ndjson", encoding: .utf8).split(separator: "\n")
        let numbers = try told.map { line in
            try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["number"] as? Int64
        }
        let expected = try await store.changes(after: 0, limit: 100).map(\.number)
        #expect(expected.count == 30)
        var first: [Int64] = []
        for number in numbers.compactMap(\.self) where !first.contains(number) { first.append(number) }
        #expect(first == expected)
        #expect(numbers.count > expected.count, "some came twice, known by their hashes")
    }

    /// Rules under which every record is a change.
    private struct Alternating: RecordDecider {
        func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution { .replace(incoming) }

        func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState {
            let isApproved = records.first?.content == [1]
            return SubjectState(
                permissions: Permissions(approved: isApproved ? CategorySet([.aa]) : [], decided: CategorySet([.aa]))
            )
        }
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
