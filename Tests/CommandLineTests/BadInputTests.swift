import ConsentTesting
import Foundation
import Testing

@Suite("Bad input: a sentence that tells what to do, the right exit code, nothing lost")
struct BadInputTests {
    @Test(
        "wrong words on the command line exit with 2 and say what to write",
        arguments: [
            (["bogus"], "help"),
            (["decode"], "Name a string"),
            (["explain"], "Name a payload"),
            (["explain", "--adapter", "onetrust-coookie", "x"], "Did you mean onetrust-cookie?"),
            (["explain", "--now", "yesterday", "x"], "2026-11-24T00:00:00Z"),
            (["explain", "@nowhere.txt"], "nowhere.txt cannot be read"),
            (["explain", "--policy", "nowhere.yaml", "x"], "nowhere.yaml cannot be read"),
            (["adapter", "test", "nobody"], "There is no adapter nobody"),
            (["adapter", "list", "--adapters", "nowhere"], "nowhere (the option --adapters)"),
            (["sync", "run", "nowhere.yaml"], "There is no job file here"),
            (["adapter", "pull", "onetrust-cookie", "--subject", "x"], "only reads payloads"),
            (["adapter", "discover", "onetrust-cookie"], "only reads payloads"),
            (["adapter", "discover", "didomi-api", "--jobs", "nowhere.yaml"], "by --jobs FILE, or set"),
            (["subject", "list", "--approved", "aa,analytics", "--store", "x.db"], "mediaaa"),
        ] as [([String], String)]
    )
    func usage(arguments: [String], wanted: String) async throws {
        let result = try await Program.run(arguments)
        #expect(result.status == 2)
        #expect(result.errors.contains(wanted), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test(
        "a payload that cannot be read permits nothing, says why, and exits with 1",
        arguments: [
            ("hello", "noInput"),
            ("", "noInput"),
            ("OptanonConsent=isGpcEnabled=0", "missing"),
            ("OptanonConsent=groups=C0001%3A1%2CC0002", "malformed"),
            ("CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEaw", "invalidString"),
            ("CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA==", "invalidString"),
            ("{\"identifier\":\"x\",\"profiles\":[{\"id\":\"p\",\"status\":\"MAYBE\"}]}", "unknownState"),
        ]
    )
    func payload(text: String, code: String) async throws {
        let result = try await Program.run(["explain", "--json", text])
        #expect(result.status == 1)
        let line = try #require(try result.lines().first)
        #expect(line["ok"] as? Bool == false)
        #expect((line["error"] as? [String: Any])?["code"] as? String == code)
        let permissions = try #require(line["permissions"] as? [String: String])
        #expect(permissions.count == 8)
        #expect(permissions.values.allSatisfy { $0 == "undecided" })
    }

    @Test("an empty payload is told to be empty", arguments: ["", " ", "\n\n"])
    func emptyPayload(text: String) async throws {
        let result = try await Program.run(["translate", "--json", text])
        #expect(result.status == 1)
        #expect(result.output.contains("The payload is empty"))
    }

    @Test("a manifest with a mistake is told with its place and hides no other adapter")
    func brokenManifest() async throws {
        let folder = try copiedAdapters()
        let file = "\(folder.path)/Adapters/onetrust-cookie/adapter.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("required: true, decode", with: "required: yes, decode")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let list = try await Program.run(["adapter", "list", "--json", "--adapters", "\(folder.path)/Adapters"])
        #expect(list.status == 1)
        let shipped = try await Program.run(["adapter", "list", "--json"]).lines().count
        #expect(try list.lines().count == shipped - 1)
        #expect(list.errors.contains("onetrust-cookie/adapter.yaml:"))
        #expect(list.errors.contains("E110"))
        let use = try await Program.run([
            "explain", "--adapters", "\(folder.path)/Adapters", "--adapter", "onetrust-cookie", "x",
        ])
        #expect(use.status == 2)
    }

    @Test("a policy that names a category that does not exist is told with its place")
    func brokenPolicy() async throws {
        let folder = try ScratchFolder()
        let policy = try folder.write("policy.yaml", "policy:\n  categories:\n    analytics: { any: [analytics] }\n")
        let result = try await Program.run(["explain", "--policy", policy, "x"])
        #expect(result.status == 2)
        #expect(result.errors.contains("policy.yaml:3:5: E501"))
    }

    @Test("answers line by line go on behind a bad line, an empty one and a carriage return")
    func lines() async throws {
        let good = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
        let result = try await Program.run(["translate", "--lines"], input: "\(good)\r\n\nhello\n\(good)")
        #expect(result.status == 1)
        let lines = try result.lines()
        #expect(lines.map { $0["ok"] as? Bool } == [true, false, false, true])
    }

    @Test("without a CMP or a usable store the exit code is 3, and the cure is told")
    func unavailable() async throws {
        let folder = try ScratchFolder()
        let job = try folder.write("bridge.yaml", Self.job(store: "consent.db", host: "127.0.0.1:9"))
        let nobody = try await Program.run(["sync", "run", job])
        #expect(nobody.status == 3)
        #expect(nobody.errors.contains("127.0.0.1"))

        let text = try folder.write("text.db", "this is no database, but long enough to be looked at as one would be")
        let noDatabase = try await Program.run(["sync", "run", job, "--store", text])
        #expect(noDatabase.status == 3)
        #expect(try String(contentsOfFile: text, encoding: .utf8).hasPrefix("this is no database"))

        let noFolder = try await Program.run(["sync", "run", job, "--store", "\(folder.path)/deep/er/consent.db"])
        #expect(noFolder.status == 3)
        #expect(noFolder.errors.contains("mkdir -p"))

        let noStore = try await Program.run(["changes", "--store", "\(folder.path)/none.db"])
        #expect(noStore.status == 3)
    }

    @Test("a second run on the same store is refused while one is running, and says which")
    func secondRun() async throws {
        let folder = try ScratchFolder()
        let scenario = try Scenario(
            yaml: """
                scenario: silent
                about: accepts and never answers in time
                collections: {}
                routes:
                  - name: token
                    post: /api/access/v1/oauth/token
                    answer: { status: 200, json: '{}' }
                faults:
                  token: [{ at: 1, times: 100, delay: 60s }]
                """,
            file: "silent.yaml"
        )
        try await ScriptedCMP.run(scenario) { server in
            let job = try folder.write("bridge.yaml", Self.job(store: "consent.db", host: "127.0.0.1:\(server.port)"))
            let first = try Program.start(["sync", "run", job])
            defer {
                kill(first.processIdentifier, SIGKILL)
                first.waitUntilExit()
            }
            while server.log.requestCount == 0, first.isRunning { try await Task.sleep(for: .milliseconds(2)) }
            let second = try await Program.run(["sync", "run", job])
            #expect(second.status == 3)
            #expect(second.errors.contains("\(first.processIdentifier)"))
        }
    }

    private static func job(store: String, host: String) -> String {
        """
        store: \(store)
        jobs:
          - name: onetrust
            adapter: onetrust-universal
            retry: { attempts: 1 }
            connection: { host: "\(host)", client_id: demo, client_secret: demo, insecure_test: true }
        """
    }

    private func copiedAdapters() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try FileManager.default.copyItem(
            atPath: packageRoot.appendingPathComponent("Adapters").path,
            toPath: "\(folder.path)/Adapters"
        )
        return folder
    }
}
