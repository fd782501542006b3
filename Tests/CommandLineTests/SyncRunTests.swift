import ConsentTesting
import Foundation
import Testing

@Suite("Which jobs run, since when, and how often")
struct SyncRunTests {
    private static let now = "2026-11-24T00:00:00Z"
    private static let job = packageRoot.appendingPathComponent("Fixtures/demo/bridge.yaml").path

    private func withCMP(_ body: ([String: String], ScriptedCMP.Running) async throws -> Void) async throws {
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        )
        try await ScriptedCMP.run(scenario) { server in
            try await body(["DEMO_CMP": "127.0.0.1:\(server.port)", "DEMO_SECRET": "demo-secret"], server)
        }
    }

    @Test("a job is named behind the file; since reads again from then on, and leaves no gap")
    func jobsAndSince() async throws {
        let folder = try ScratchFolder()
        let store = "\(folder.path)/consent.db"
        try await withCMP { environment, server in
            let common = ["--store", store, "--now", Self.now, "--json"]
            let unknown = try await Program.run(
                ["sync", "run", Self.job, "cookiebot"] + common,
                environment: environment
            )
            #expect(unknown.status == 2 && unknown.errors.contains("There is no job cookiebot"))
            // Nothing was read before, so since is where the run starts.
            let late = ["sync", "run", Self.job, "onetrust", "--since", "2026-11-16"] + common
            let first = try await Program.run(late, environment: environment)
            let part = try #require(try first.lines().first?["added"] as? Int)
            #expect(part > 0 && part < 2_000)
            let early = ["sync", "run", Self.job, "onetrust", "--since", "2026-10-30"] + common
            let second = try await Program.run(early, environment: environment)
            #expect(try second.lines().first?["added"] as? Int == 2_000 - part)
            let both = try await Program.run(early + ["--full"], environment: environment)
            #expect(both.status == 2 && both.errors.contains("exclude each other"))
            let future = ["sync", "run", Self.job, "--since", "2026-11-25", "--store", "\(folder.path)/new.db"]
            let never = try await Program.run(future + ["--now", Self.now], environment: environment)
            #expect(never.status == 2 && never.errors.contains("--since is still to come"), "\(never.errors)")
        }
    }

    @Test("people who are named are asked for, many in a request, and it is told of how many nothing is known")
    func subjects() async throws {
        let folder = try ScratchFolder()
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/transcend.yaml").path
        )
        let people = (1...60).map { "p\($0)@example.com" } + ["nobody@example.com"]
        // As it comes out of a spreadsheet: a mark of the byte order, the ends of lines of Windows, blanks.
        let list = try folder.write("people.txt", "\u{FEFF}" + people.joined(separator: " \r\n\t") + "\r\n\r\n")
        try await ScriptedCMP.run(scenario) { server in
            let job = try folder.write(
                "bridge.yaml",
                """
                store: consent.db
                jobs:
                  - name: store
                    adapter: transcend-preferences
                    connection: { host: 127.0.0.1:\(server.port), partition: 4d1c, api_key: "${env:KEY}", insecure_test: true }
                """
            )
            let command = ["sync", "run", job, "store", "--subjects", list, "--now", Self.now]
            let first = try await Program.run(command, environment: ["KEY": "demo-key"])
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("store: nothing is known there of 1 subject\n"), "\(first.output)")
            #expect(!first.output.contains("nobody"))
            let asked = server.log.entries(of: "query").filter { $0.status == 200 && $0.fault == nil }.count
            #expect(asked == 4, "two requests for two chunks, and for each the empty page behind it")
            let again = try await Program.run(command + ["--json"], environment: ["KEY": "demo-key"])
            let line = try #require(try again.lines().first)
            #expect(line["unknownSubjects"] as? Int == 1 && line["identical"] as? Int == 60)
        }
    }

    @Test("a list of people that names nobody is told of, and one that is no text is not guessed at")
    func listsOfSubjects() async throws {
        let folder = try ScratchFolder()
        let store = ["--store", "\(folder.path)/consent.db", "--now", Self.now]
        try await withCMP { environment, _ in
            for (name, text) in [("none.txt", ""), ("blank.txt", "\n \r\n")] {
                let command = ["sync", "run", Self.job, "--subjects", try folder.write(name, text)] + store
                let nobody = try await Program.run(command, environment: environment)
                #expect(nobody.status == 0 && nobody.errors.contains("\(name) names nobody"), "\(nobody.errors)")
            }
            let latin = "\(folder.path)/latin.txt"
            try Data([0x70, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: latin))
            let command = ["sync", "run", Self.job, "--subjects", latin] + store
            let damaged = try await Program.run(command, environment: environment)
            #expect(damaged.status == 2 && damaged.errors.contains("is not UTF-8"), "\(damaged.errors)")
        }
    }

    @Test("a run that is stopped while a sink's program works ends both, says so, and still writes its numbers")
    func stoppedInSink() async throws {
        let folder = try ScratchFolder()
        let job = try job(
            in: folder,
            """
            policy: { categories: { aa: { any: [analytics] } } }
            sinks: [{ name: own, command: { run: [/bin/sh, -c, "touch started; sleep 1000"] } }]
            metrics_file: numbers.prom
            """
        )
        try await withCMP { environment, _ in
            let errors = Pipe()
            let command = ["sync", "run", job, "--now", Self.now]
            let process = try Program.start(command, environment: environment, errors: errors)
            while !FileManager.default.fileExists(atPath: "\(folder.path)/started"), process.isRunning {
                try await Task.sleep(for: .milliseconds(2))
            }
            process.terminate()
            let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1 && process.terminationReason == .exit)
            #expect(told.contains("sink own: The delivery was stopped"), "\(told)")
            let numbers = try String(contentsOfFile: "\(folder.path)/numbers.prom", encoding: .utf8)
            #expect(numbers.contains("consentbridge_sink_working{sink=\"own\"} 0\n"), "\(numbers)")
        }
    }

    @Test("a run that stores people and decides nothing tells where to look; a second one has nothing to tell")
    func undecided() async throws {
        let folder = try ScratchFolder()
        let job = try job(in: folder, "policy: { categories: { aa: { any: [\"onetrust:C0002\"] } } }")
        try await withCMP { environment, _ in
            let first = try await Program.run(["sync", "run", job, "--now", Self.now], environment: environment)
            #expect(first.errors.contains("onetrust: 2000 new records changed nothing"), "\(first.errors)")
            let second = try await Program.run(["sync", "run", job, "--now", Self.now], environment: environment)
            #expect(second.status == 0 && second.errors == "", "\(second.errors)")
        }
    }

    /// The demo's job, with something else beside it.
    private func job(in folder: ScratchFolder, _ more: String) throws -> String {
        try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            jobs:
              - name: onetrust
                adapter: onetrust-universal
                since: 2026-10-30
                connection:
                  host: "${env:DEMO_CMP}"
                  client_id: demo-client
                  client_secret: "${env:DEMO_SECRET}"
                  insecure_test: true
                  purposes: { Analytics: analytics }
            \(more)
            """
        )
    }

    @Test("every so often runs again, and ends cleanly when it is asked to")
    func every() async throws {
        let folder = try ScratchFolder()
        try await withCMP { environment, _ in
            let output = Pipe()
            let process = try Program.start(
                ["sync", "run", Self.job, "--store", "\(folder.path)/consent.db", "--now", Self.now, "--every", "1s"],
                environment: environment,
                output: output
            )
            // Two reports: the first with news, the second with none.
            let text = await Program.read(output) { $0.contains("\n0 changes\n") }
            #expect(text.contains("2000") && text.contains("\n0 changes\n"))
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
        }
        let wrong = try await Program.run(["sync", "run", Self.job, "--every", "often"])
        #expect(wrong.status == 2 && wrong.errors.contains("15m"))
    }
}
