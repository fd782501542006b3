import ConsentTesting
import Foundation
import Testing

@Suite("What adapter authors and integrators ask a platform, past any job", .serialized)
struct AdapterOnlineTests {
    private static let now = "2026-11-24T00:00:00Z"
    private static let secrets = ["TOKEN": "demo-token", "KEY": "demo-key", "SECRET": "demo-secret"]

    private func scenario(_ name: String) throws -> Scenario {
        try Scenario(contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/\(name).yaml").path)
    }

    private func run(_ arguments: [String], secrets: [String: String] = Self.secrets) async throws -> Program.Result {
        let folder = try ScratchFolder()
        return try await Program.run(
            ["adapter"] + arguments + ["--now", Self.now],
            environment: secrets.merging(["CONSENTBRIDGE_ADAPTERS": packageRoot.path + "/Adapters"]) { own, _ in own },
            folder: folder.path
        )
    }

    private func rest(_ port: Int) -> [String] {
        [
            "generic-rest", "--set", "host=127.0.0.1:\(port)", "--set", "token=${env:TOKEN}", "--set",
            "insecure_test=true",
        ]
    }

    private func oneTrust(_ id: String, _ port: Int) -> [String] {
        [
            id, "--set", "host=127.0.0.1:\(port)", "--set", "client_id=demo-client", "--set",
            "client_secret=${env:ONETRUST}", "--set", "insecure_test=true",
        ]
    }

    private func didomi(_ port: Int) -> [String] {
        [
            "didomi-api", "--set", "host=127.0.0.1:\(port)", "--set", "organization_id=acme", "--set", "key=${env:KEY}",
            "--set", "secret=${env:SECRET}", "--set", "insecure_test=true",
        ]
    }

    @Test("check prints a table of steps, and exits with 3 where the platform cannot be reached or refuses")
    func check() async throws {
        try await ScriptedCMP.run(try scenario("didomi")) { server in
            let good = try await run(["check"] + didomi(server.port))
            #expect(good.status == 0, "\(good.output)\(good.errors)")
            #expect(good.output.contains("STEP") && good.output.contains("login        ok"))
            #expect(good.output.contains("read         ok"))
            let asked = server.log.requestCount
            #expect(asked == 2, "a login and one page")
            let refused = try await run(
                ["check", "--json"] + didomi(server.port),
                secrets: ["KEY": "demo-key", "SECRET": "wrong"]
            )
            #expect(refused.status == 3)
            let failed = try refused.lines().first { $0["outcome"] as? String == "failed" }
            #expect(failed?["step"] as? String == "login")
            #expect(!refused.output.contains("wrong"))
        }
        let unreachable = try await run(["check"] + rest(1))
        #expect(unreachable.status == 3 && unreachable.output.contains("connection   failed"), "\(unreachable.output)")
        let missing = try await run(["check", "didomi-api", "--set", "organization_id=acme"])
        #expect(missing.status == 2 && missing.output.contains("needs key"), "\(missing.output)")
        #expect(missing.output.contains("needs secret"))
        let payloads = try await run(["check", "cookiebot", "--set", "insecure_test=true"])
        #expect(payloads.status == 2 && payloads.output.contains("only reads payloads"))
    }

    @Test("check takes the account of a job; of several one must be named")
    func jobs() async throws {
        let folder = try ScratchFolder()
        try await ScriptedCMP.run(try scenario("generic-rest")) { server in
            let job = { (name: String) in
                """
                  - name: \(name)
                    adapter: generic-rest
                    connection: { host: "127.0.0.1:\(server.port)", token: "${env:TOKEN}", insecure_test: true }

                """
            }
            let one = try folder.write("one.yaml", "store: c.db\njobs:\n" + job("eu"))
            #expect(try await run(["check", "generic-rest", "--jobs", one]).status == 0)
            let two = try folder.write("two.yaml", "store: c.db\njobs:\n" + job("eu") + job("us"))
            let several = try await run(["check", "generic-rest", "--jobs", two])
            #expect(several.status == 2 && several.errors.contains("--job") && several.errors.contains("eu, us"))
            #expect(try await run(["check", "generic-rest", "--jobs", two, "--job", "us"]).status == 0)
            let other = try await run(["check", "didomi-api", "--jobs", one, "--job", "eu"])
            #expect(other.status == 2 && other.errors.contains("generic-rest"))
        }
        let none = try await run(["check", "generic-rest"])
        #expect(none.status == 2 && none.errors.contains("job file"))
    }

    @Test("pull prints what comes, for people and as lines, stops at the limit, and stores nothing")
    func pull() async throws {
        try await ScriptedCMP.run(try scenario("generic-rest")) { server in
            let since = ["--since", "2026-10-30"]
            let lines = try await run(["pull", "--json"] + rest(server.port) + since)
            #expect(lines.status == 0, "\(lines.errors)")
            let items = try lines.lines()
            #expect(items.count == 150)
            #expect(items.allSatisfy { $0["ok"] as? Bool == true && $0["record"] != nil && $0["explanation"] != nil })
            let few = try await run(["pull", "--limit", "3"] + rest(server.port) + since)
            #expect(few.output.split(separator: "\n").count == 3)
            #expect(few.output.contains("example.subject p-"))
            let one = try await run(["pull", "--subject", "p/7"] + rest(server.port))
            #expect(one.status == 0 && one.output.contains("aam denied"), "\(one.output)")
            let nobody = try await run(["pull", "--subject", "p-8"] + rest(server.port))
            #expect(nobody.status == 1 && nobody.errors.contains("knows nothing"))
            #expect(!nobody.errors.contains("p-8"))
        }
        let nothing = try await run(["pull"] + rest(1))
        #expect(nothing.status == 2 && nothing.errors.contains("--subject"))
        let both = try await run(["pull", "--subject", "x", "--since", "2026-10-30"] + rest(1))
        #expect(both.status == 2)
        let unreachable = try await run(["pull", "--subject", "x"] + rest(1))
        #expect(unreachable.status == 3)
        let payloads = try await run(["pull", "cookiebot", "--subject", "x", "--set", "insecure_test=true"])
        #expect(payloads.status == 2 && payloads.errors.contains("only reads payloads"))
        let plain = try await run(["pull", "generic-rest", "--subject", "x", "--set", "token=abcdef"])
        #expect(plain.status == 2 && plain.errors.contains("is a secret") && !plain.errors.contains("abcdef"))
    }

    @Test("trace --http writes a cassette without secrets and persons, also of what failed")
    func trace() async throws {
        try await ScriptedCMP.run(try scenario("didomi")) { server in
            let trace = try await run(
                ["trace", "--http", "--since", "2026-10-30", "--limit", "150"] + didomi(server.port)
            )
            #expect(trace.status == 0, "\(trace.errors)")
            #expect(trace.output.hasPrefix("cassette: \"1\"\n"))
            for word in ["path: \"/v1/sessions\"", "path: \"/v1/consents/users\"", "\"$cursor\"", "status: 429"] {
                #expect(trace.output.contains(word), "\(word)")
            }
            for secret in ["demo-key", "demo-secret", "scripted-token", "\"u-12\""] {
                #expect(!trace.output.contains(secret), "\(secret)")
            }
            let failed = try await run(
                ["trace", "--http", "--since", "2026-10-30"] + didomi(server.port),
                secrets: ["KEY": "demo-key", "SECRET": "wrong-secret"]
            )
            #expect(failed.status == 3)
            #expect(failed.output.contains("status: 401") && !failed.output.contains("wrong-secret"))
        }
        let payload = try await run(["trace", "generic-rest", "payload", "--http"])
        #expect(payload.status == 2 && payload.errors.contains("--http"))
        let none = try await run(["trace", "generic-rest"])
        #expect(none.status == 2 && none.errors.contains("payload"))
    }

    @Test("discover asks for the purposes, or finds them in consents; the policy passes policy lint")
    func discover() async throws {
        let folder = try ScratchFolder()
        try await ScriptedCMP.run(try scenario("didomi")) { server in
            let found = try await run(["discover"] + didomi(server.port))
            #expect(found.status == 0, "\(found.errors)")
            #expect(found.output.contains("market_research") && found.output.contains("nothing yet"))
            #expect(found.output.contains("aa: { any: [analytics] }"))
            let file = try folder.write("policy.yaml", found.output)
            let lint = try await Program.run(["policy", "lint", file], folder: packageRoot.path)
            #expect(lint.status == 0, "\(lint.output)\(lint.errors)\n\(found.output)")
            let lines = try await run(["discover", "--json"] + didomi(server.port)).lines()
            #expect(Set(lines.compactMap { $0["key"] as? String }).contains("own-purpose-A1b2C3d4"))
        }
        for (id, scenario) in [("onetrust-universal", "onetrust-v4"), ("onetrust-profiles", "onetrust-v1")] {
            try await ScriptedCMP.run(try self.scenario(scenario)) { server in
                let found = try await run(
                    ["discover", "--json"] + oneTrust(id, server.port),
                    secrets: ["ONETRUST": "demo-secret"]
                )
                #expect(found.status == 0, "\(found.errors)")
                // More than one page, and names beside the keys.
                let lines = try found.lines()
                #expect(lines.count == 130 && lines.allSatisfy { $0["kind"] as? String == "purpose" })
                #expect(lines.contains { ($0["label"] as? String)?.hasPrefix("Newsletter") == true })
                let trace = try await run(
                    ["trace", "--http", "--discover"] + oneTrust(id, server.port),
                    secrets: ["ONETRUST": "demo-secret"]
                )
                #expect(trace.status == 0 && trace.output.contains("\ndiscover: true\n"), "\(trace.errors)")
                #expect(!trace.output.contains("demo-secret") && trace.output.contains("\"Authorization\": \"***\""))
                let wrong = try await run(
                    ["discover"] + oneTrust(id, server.port),
                    secrets: ["ONETRUST": "wrong"]
                )
                #expect(wrong.status == 3 && wrong.output.isEmpty && !wrong.errors.contains("wrong"), "\(wrong.errors)")
            }
        }
        try await ScriptedCMP.run(try scenario("iubenda")) { server in
            let iubenda = [
                "iubenda-consent", "--set", "host=127.0.0.1:\(server.port)", "--set", "api_key=${env:KEY}", "--set",
                "insecure_test=true", "--since", "2026-11-01", "--limit", "40",
            ]
            let found = try await run(["discover"] + iubenda)
            #expect(found.status == 0, "\(found.errors)")
            #expect(found.output.contains("campaign: { any: [email] }"), "\(found.output)")
            let file = try folder.write("found.yaml", found.output)
            #expect(try await Program.run(["policy", "lint", file], folder: packageRoot.path).status == 0)
        }
    }

    @Test("--discover belongs to --http, and to an adapter that knows a listing")
    func traceDiscoverMistakes() async throws {
        for arguments in [["x"], ["--http", "--since", "2026-11-01"], ["--http", "--limit", "3"]] {
            let result = try await run(["trace", "generic-rest", "--discover"] + arguments)
            #expect(result.status == 2 && result.errors.contains("--discover belongs to --http"), "\(arguments)")
        }
        let none = try await run(["trace", "iubenda-consent", "--http", "--discover", "--set", "api_key=${env:KEY}"])
        #expect(none.status == 2 && none.errors.contains("no listing") && none.output.isEmpty, "\(none.errors)")
    }

    @Test("a cassette is a test: adapter test plays it, and tells what the adapter asks otherwise")
    func cassettes() async throws {
        let folder = try ScratchFolder()
        let home = "\(folder.path)/Adapters/generic-rest"
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/Adapters",
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(atPath: "\(packageRoot.path)/Adapters/generic-rest", toPath: home)
        let test = { (arguments: [String]) in
            try await Program.run(["adapter", "test"] + arguments + ["--adapters", "\(folder.path)/Adapters"])
        }
        let good = try await test(["generic-rest", "--json"])
        #expect(good.status == 0, "\(good.output)")
        #expect(try good.lines().contains { $0["cassette"] as? String == "changes" && $0["ok"] as? Bool == true })
        let manifest = try String(contentsOfFile: "\(home)/adapter.yaml", encoding: .utf8)
        try manifest.replacing("kind: [web, app]", with: "kind: [web, tv]")
            .write(toFile: "\(home)/adapter.yaml", atomically: true, encoding: .utf8)
        let changed = try await test(["generic-rest"])
        #expect(changed.status == 1)
        #expect(
            changed.output.contains(
                "generic-rest/cassettes/changes.yaml\n  The cassette has no answer to GET /v1/consents."
            )
        )
        try "cassette: 7".write(toFile: "\(home)/cassettes/changes.yaml", atomically: true, encoding: .utf8)
        let broken = try await test(["generic-rest"])
        #expect(broken.status == 1 && broken.output.contains("changes.yaml:1:11"), "\(broken.output)")
    }
}
