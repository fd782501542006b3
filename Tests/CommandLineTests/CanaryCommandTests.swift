import ConsentTesting
import Foundation
import Testing

@Suite("Nothing personal and nothing secret is said by the way")
struct CanaryCommandTests {
    /// What must not be in anything but an answer that asks for it: people, their choices, secrets and tokens.
    private static let canaries = [
        "example.com", "demo-secret", "wrong-secret", "demo-client", "scripted-token", "crm-key",
    ]

    private func jobFile(_ folder: ScratchFolder, _ port: Int, secret: String) throws -> String {
        let demo = packageRoot.appendingPathComponent("Fixtures/demo")
        let text = try String(contentsOf: demo.appendingPathComponent("bridge.yaml"), encoding: .utf8)
            .replacing("policy: policy.yaml", with: "policy: \(demo.path)/policy.yaml\nmetrics_file: bridge.prom")
            .replacing("${env:DEMO_CMP}", with: "127.0.0.1:\(port)")
            .replacing("${env:DEMO_SECRET}", with: secret)
            .replacing("    stream: changes", with: "    stream: changes\n    keep_payloads: true")
        return try folder.write(
            "bridge.yaml",
            text + """
                sinks:
                  - { name: own, command: { run: [./refuse.sh] } }
                  - { name: crm, webhook: { url: "http://127.0.0.1:\(port)/hook", secret: crm-key }, insecure_test: true, retry: { attempts: 1 } }

                """
        )
    }

    @Test("messages, tables and numbers of a whole week's commands, with refusals of all kinds")
    func commands() async throws {
        let folder = try ScratchFolder()
        try folder.write("refuse.sh", "#!/bin/sh\nexit 1\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(folder.path)/refuse.sh")
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        ).condensed(to: 100)
        var said = ""
        try await ScriptedCMP.run(scenario) { server in
            let commands: [(secret: String, words: [String])] = [
                ("wrong-secret", ["sync", "run"]), ("demo-secret", ["sync", "run"]),
                ("demo-secret", ["sync", "run", "--full"]), ("demo-secret", ["sync", "deliver", "--retry"]),
                ("demo-secret", ["sync", "redecide"]), ("demo-secret", ["sync", "status"]),
                ("demo-secret", ["quarantine", "list"]), ("demo-secret", ["quarantine", "retry"]),
                ("demo-secret", ["ledger", "verify"]),
            ]
            for (secret, words) in commands {
                let job = try jobFile(folder, server.port, secret: secret)
                let options = words[0] == "sync" ? [job] : words[0] == "ledger" ? [] : ["--jobs", job]
                let now = words[1] == "run" ? ["--now", "2026-11-24T00:00:00Z"] : []
                let result = try await Program.run(words + options + now, folder: folder.path)
                #expect(result.status < 4, "\(words): \(result.errors)")
                said += "\(words)\n\(result.output)\(result.errors)"
            }
        }
        #expect(said.contains("refuses the credentials") && said.contains("sink own:") && said.contains("sink crm:"))
        said += try String(contentsOfFile: "\(folder.path)/bridge.prom", encoding: .utf8)
        for canary in Self.canaries { #expect(!said.contains(canary), "\(canary) in\n\(said)") }
    }
}
