import ConsentTesting
import Foundation
import Testing

@Suite("Jobs of their own pace, and starts that no run heeds")
struct SyncPaceTests {
    private static let noon = "2026-11-24T12:00:00Z"

    /// Three jobs that read files: one every six hours, one every six hours whose file is missing, one in every round.
    private func paced() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write("a.txt", "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA\n")
        try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            jobs:
              - { name: slow, adapter: iab-tcf, every: 6h, files: a.txt }
              - { name: broken, adapter: iab-tcf, every: 6h, files: none.txt }
              - { name: quick, adapter: iab-tcf, files: a.txt }

            """
        )
        return folder
    }

    /// The names of the jobs that run in the first rounds of the long-running process, until so many have run.
    private func rounds(_ folder: ScratchFolder, now: String, jobs count: Int) async throws -> [String] {
        let output = Pipe()
        let command = ["sync", "run", "\(folder.path)/bridge.yaml", "--now", now, "--every", "1s", "--json"]
        let process = try Program.start(command, output: output)
        let text = await Program.read(output) { text in text.count { $0 == "\n" } >= count }
        process.terminate()
        process.waitUntilExit()
        return try text.split(separator: "\n").prefix(count).map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object?["job"] as? String ?? "?"
        }
    }

    @Test("a job with a pace runs in a round once its time has come; one that failed and one without, in each")
    func everyRound() async throws {
        let folder = try paced()
        let first = try await rounds(folder, now: Self.noon, jobs: 7)
        #expect(first == ["slow", "broken", "quick", "broken", "quick", "broken", "quick"])
        // Another process knows of the first one's runs.
        #expect(try await rounds(folder, now: "2026-11-24T17:59:59Z", jobs: 2) == ["broken", "quick"])
        let later = try await rounds(folder, now: "2026-11-24T18:00:00Z", jobs: 5)
        #expect(later == ["slow", "broken", "quick", "broken", "quick"])
    }

    @Test("a plain run runs all of them, and status tells when they are due")
    func status() async throws {
        let folder = try paced()
        let job = "\(folder.path)/bridge.yaml"
        for _ in 0..<2 {
            let run = try await Program.run(["sync", "run", job, "--now", Self.noon, "--json"])
            #expect(try run.lines().map { $0["job"] as? String } == ["slow", "broken", "quick"], "\(run.errors)")
        }
        let status = ["sync", "status", job, "--now", "2026-11-24T13:00:00Z"]
        let table = try await Program.run(status).output.split(separator: "\n").map(String.init)
        #expect(table[0].hasSuffix("  DUE") && table[1].hasSuffix("  2026-11-24T18:00:00Z"), "\(table)")
        #expect(table[2].hasSuffix("  now") && table[3].hasSuffix("  -"), "\(table)")
        let lines = try await Program.run(status + ["--json"]).lines()
        #expect(lines.map { $0["due"] as? Int } == [1_795_543_200_000, 1_795_525_200_000, nil])
    }

    private static let secret = ["DEMO_SECRET": "demo-secret"]

    /// A run of the demo's account with this start.
    private static func command(_ folder: ScratchFolder, _ port: Int, since: String) throws -> [String] {
        let job = try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            jobs:
              - name: onetrust
                adapter: onetrust-universal
                since: \(since)
                connection:
                  host: 127.0.0.1:\(port)
                  client_id: demo-client
                  client_secret: "${env:DEMO_SECRET}"
                  insecure_test: true

            """
        )
        return ["sync", "run", job, "--now", "2026-11-24T00:00:00Z", "--json"]
    }

    /// How often something is said in two rounds of the long-running process.
    private func toldInTwoRounds(_ folder: ScratchFolder, _ port: Int, _ words: String) async throws -> Int {
        let (output, errors) = (Pipe(), Pipe())
        let process = try Program.start(
            try Self.command(folder, port, since: "2026-10-30") + ["--every", "1s"],
            environment: Self.secret,
            output: output,
            errors: errors
        )
        _ = await Program.read(output) { text in text.count { $0 == "\n" } >= 2 }
        process.terminate()
        let told = await Program.read(errors)
        process.waitUntilExit()
        return told.ranges(of: words).count
    }

    @Test("a since before what was read is told of once, with its cure, and then heeded")
    func unheededStart() async throws {
        let folder = try ScratchFolder()
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        )
        try await ScriptedCMP.run(scenario) { server in
            func run(since: String, _ more: [String] = []) async throws -> Program.Result {
                let command = try Self.command(folder, server.port, since: since) + more
                return try await Program.run(command, environment: Self.secret)
            }
            let told = "onetrust: since is 2026-10-30T00:00:00Z, but the job has read from 2026-11-16T00:00:00Z on"
            let first = try await run(since: "2026-11-16")
            let same = try await run(since: "2026-11-16")
            let later = try await run(since: "2026-11-20")
            for result in [first, same, later] {
                #expect(result.status <= 1 && !result.errors.contains("since is"), "\(result.errors)")
            }
            let earlier = try await run(since: "2026-10-30")
            #expect(earlier.status == 0 && earlier.errors.contains(told), "\(earlier.errors)")
            #expect(earlier.errors.contains("bridge.yaml onetrust --full`, once."), "\(earlier.errors)")
            #expect(try earlier.lines().first?["added"] as? Int == 0)
            #expect(try await toldInTwoRounds(folder, server.port, told) == 1)
            let full = try await run(since: "2026-10-30", ["--full"])
            let part = try #require(try first.lines().first?["added"] as? Int)
            #expect(try full.lines().first?["added"] as? Int == 2_000 - part)
            let after = try await run(since: "2026-10-30")
            #expect(!full.errors.contains("since is") && !after.errors.contains("since is"), "\(after.errors)")
        }
    }
}
