import ConsentTesting
import Foundation
import Testing

@Suite("The main job, as users run it")
struct MainJobTests {
    private static let now = "2026-11-24T00:00:00Z"

    @Test("the demo pulls, decides, repeats without changes and explains")
    func demo() async throws {
        let result = try await Program.run(["demo"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("2000 subjects"))
        #expect(result.output.contains("\n0 changes\n"))
        #expect(result.output.contains("onetrust-cookie"))
        #expect(result.output.contains("tcf: vendor 565, purposes 1, 10"))
        #expect(!result.output.contains("\u{1B}"), "no colour and no progress where nobody looks")
        #expect(result.errors.isEmpty)
    }

    @Test("plan tells what run would do and writes nothing; run does it; the store answers")
    func planRunAsk() async throws {
        let folder = try ScratchFolder()
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        )
        let job = packageRoot.appendingPathComponent("Fixtures/demo/bridge.yaml").path
        let store = "\(folder.path)/consent.db"
        try await ScriptedCMP.run(scenario) { server in
            let environment = ["DEMO_CMP": "127.0.0.1:\(server.port)", "DEMO_SECRET": "demo-secret"]
            let common = [job, "--store", store, "--now", Self.now, "--json"]
            let plan = try await Program.run(["sync", "plan"] + common + ["--exit-code"], environment: environment)
            #expect(plan.status == 4)
            let planned = try plan.lines()
            #expect(planned.count > 2_000)
            #expect(!FileManager.default.fileExists(atPath: store))

            let run = try await Program.run(["sync", "run"] + common, environment: environment)
            #expect(run.status == 1, "five damaged items are listed")
            #expect(try run.lines().first?["changes"] as? Int == planned.count)

            let again = try await Program.run(["sync", "run"] + common, environment: environment)
            #expect(again.status == 0)
            #expect(try again.lines().first?["changes"] as? Int == 0)

            let nothing = try await Program.run(["sync", "plan"] + common + ["--exit-code"], environment: environment)
            #expect(nothing.status == 0)
        }
        try await redecide(store, job)
        try await ask(store, job)
    }

    private func redecide(_ store: String, _ job: String) async throws {
        // Time passes: the demo's policy lets decisions age, and nobody is asked for that.
        let common = ["sync", "redecide", job, "--store", store, "--json", "--now"]
        #expect(try await Program.run(common + [Self.now]).lines().first?["changes"] as? Int == 0)
        let later = common + ["2029-01-01T00:00:00Z"]
        let plan = try await Program.run(later + ["--dry-run", "--exit-code"])
        #expect(plan.status == 4)
        #expect(try plan.lines().allSatisfy { $0["kind"] as? String == "expired" })
        #expect(
            try await Program.run(common + [Self.now]).lines().first?["changes"] as? Int == 0,
            "nothing was written"
        )
        let missing = try await Program.run(["sync", "redecide", job, "--store", store + ".none"])
        #expect(missing.status == 3)
        #expect(missing.errors.contains("There is no store"))
    }

    private func ask(_ store: String, _ job: String) async throws {
        let approved = try await Program.run([
            "subject", "list", "--store", store, "--approved", "aa,target", "--json", "--now", Self.now,
        ])
        let subjects = try approved.lines()
        #expect(!subjects.isEmpty)
        for line in subjects {
            let permissions = line["permissions"] as? [String: String]
            #expect(permissions?["aa"] == "approved" && permissions?["target"] == "approved")
        }
        let id = try #require((subjects.first?["subject"] as? [String: String])?["id"])
        let show = try await Program.run([
            "subject", "show", id, "--store", store, "--jobs", job, "--now", Self.now, "--json",
        ])
        #expect(show.status == 0)
        let shown = try #require(try show.lines().first)
        #expect((shown["permissions"] as? [String: String])?["aa"] == "approved")
        #expect((shown["explanation"] as? [Any])?.count == 8)
        let changes = try await Program.run(["changes", "--store", store, "--json", "--after", "10", "--limit", "5"])
        #expect(try changes.lines().map { $0["number"] as? Int } == [11, 12, 13, 14, 15])
        #expect(try await Program.run(["ledger", "verify", "--store", store]).status == 0)
        #expect(try await Program.run(["quarantine", "list", "--store", store, "--json"]).lines().count == 5)
        let status = ["sync", "status", job, "--store", store, "--now", Self.now]
        let table = try await Program.run(status).output.split(separator: "\n")
        #expect(table[0].split(separator: " ").count == 13 && table[0].contains("LAG") && table[0].contains("RATE"))
        #expect(table[1].contains("completed") && table[1].contains("  0 s  "), "\(table)")
        let line = try #require(try await Program.run(status + ["--json"]).lines().first)
        #expect(line["lag"] as? Int == 0 && line["duration"] as? Int != nil, "\(line)")
        let unknown = try await Program.run(["subject", "show", "nobody@example.com", "--store", store])
        #expect(unknown.status == 1)
        #expect(!unknown.errors.contains("nobody@example.com"))
    }

    @Test("strings decode line by line in the order of the input, and the mask is what the corpus counts")
    func decodeLines() async throws {
        let good = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
        let result = try await Program.run(["decode", "--lines"], input: "\(good)\nx\n\(good)\n")
        #expect(result.status == 1)
        #expect(try result.lines().map { $0["kind"] as? String ?? "-" } == ["tcf2", "-", "tcf2"])
        let mask = try await Program.run(["decode", "--lines", "--mask"], input: "\(good)\nx\n")
        #expect(mask.output == "\(1 | 1 << 9 | 1 << 10)\n-\n")
    }

    @Test("what decode prints, encode turns back, whatever the kind of string")
    func encodeLines() async throws {
        let strings = [
            "1YNN", "2~1.35~dv.9", "DBABLA~BVVVVVVVVlA", "CQakVAAQakVAAEsAHCENB4FoAPLAAEPgAAYgAPMiAAAQAJIEAAA",
        ]
        let decoded = try await Program.run(["decode", "--lines"], input: strings.joined(separator: "\n"))
        let encoded = try await Program.run(["encode", "--lines"], input: decoded.output)
        #expect(encoded.status == 0)
        #expect(encoded.output.split(separator: "\n").map(String.init) == strings)
        let forbidden = try await Program.run(["encode", "{\"kind\":\"usp\",\"bogus\":1}"])
        #expect(forbidden.status == 1)
        #expect(try forbidden.lines().first?["ok"] as? Bool == false)
    }

    @Test("every command has help with an example")
    func help() async throws {
        let commands = [
            ["explain"], ["translate"], ["detect"], ["decode"], ["encode"], ["gvl", "fetch"],
            ["gvl", "show"], ["optin", "export"], ["adapter", "list"], ["adapter", "new"], ["adapter", "lint"],
            ["adapter", "test"], ["adapter", "trace"], ["adapter", "describe"], ["adapter", "check"],
            ["adapter", "pull"], ["adapter", "discover"], ["ingest"],
            ["sync", "run"], ["sync", "plan"], ["sync", "redecide"], ["sync", "status"], ["sync", "describe"],
            ["subject", "show"],
            ["subject", "list"],
            ["subject", "export"], ["subject", "forget"], ["sync", "deliver"], ["quarantine", "show"],
            ["quarantine", "retry"], ["quarantine", "drop"],
            ["changes"], ["ledger", "verify"], ["quarantine", "list"], ["demo"],
        ]
        for command in commands {
            let result = try await Program.run(command + ["--help"])
            #expect(result.status == 0)
            #expect(result.output.contains("Example"), "\(command) has no example")
            #expect(result.output.contains("consentbridge \(command.joined(separator: " "))"))
        }
    }
}
