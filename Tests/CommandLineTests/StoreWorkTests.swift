import ConsentTesting
import Foundation
import Testing

@Suite("Sinks, erasure and quarantine, as users run them")
struct StoreWorkTests {
    private static let now = "2026-11-24T00:00:00Z"

    /// A job file against the scripted CMP, with sinks and with payloads kept.
    private func jobFile(_ folder: ScratchFolder, port: Int, sinks: String) throws -> String {
        let demo = packageRoot.appendingPathComponent("Fixtures/demo")
        let text = try String(contentsOf: demo.appendingPathComponent("bridge.yaml"), encoding: .utf8)
            .replacing("policy: policy.yaml", with: "policy: \(demo.path)/policy.yaml")
            .replacing("${env:DEMO_CMP}", with: "127.0.0.1:\(port)")
            .replacing("${env:DEMO_SECRET}", with: "demo-secret")
            .replacing("    stream: changes", with: "    stream: changes\n    keep_payloads: true")
        return try folder.write("bridge.yaml", text + "\n" + sinks)
    }

    private func pulled(_ folder: ScratchFolder, sinks: String) async throws -> Program.Result {
        let scenario = try Scenario(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/onetrust-v4-quiet.yaml").path
        )
        return try await ScriptedCMP.run(scenario) { server in
            let job = try jobFile(folder, port: server.port, sinks: sinks)
            return try await Program.run(["sync", "run", job, "--now", Self.now, "--json"], folder: folder.path)
        }
    }

    @Test("sinks are told after a run; who is forgotten leaves no trace but a ledger that verifies")
    func sinksAndErasure() async throws {
        let folder = try ScratchFolder()
        try folder.write("tell.sh", "#!/bin/sh\ncat >> told.ndjson\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(folder.path)/tell.sh")
        let run = try await pulled(
            folder,
            sinks: """
                sinks:
                  - { name: audit, file: { path: changes.csv } }
                  - { name: own, command: { run: [./tell.sh] } }

                """
        )
        let lines = try run.lines()
        let changes = try #require(lines.first?["changes"] as? Int)
        #expect(lines.dropFirst().map { $0["sink"] as? String } == ["audit", "own"])
        #expect(lines.dropFirst().allSatisfy { $0["done"] as? Int == changes && $0["ok"] as? Bool == true })
        let told = try String(contentsOfFile: "\(folder.path)/told.ndjson", encoding: .utf8).split(separator: "\n")
        #expect(told.count == changes)

        let first = try JSONSerialization.jsonObject(with: Data(told[0].utf8)) as? [String: Any]
        let subject = try #require(first?["subject"] as? [String: String])
        let (namespace, id) = (try #require(subject["namespace"]), try #require(subject["id"]))
        let export = try await Program.run(["subject", "export", id], folder: folder.path)
        let exported = try #require(try export.lines().first)
        #expect((exported["records"] as? [Any])?.isEmpty == false && (exported["changes"] as? [Any])?.isEmpty == false)

        let forget = try await Program.run(["subject", "forget", namespace, id, "--json"], folder: folder.path)
        #expect(forget.status == 0, "\(forget.errors)")
        let proof = try #require(try forget.lines().first)
        #expect(proof["complete"] as? Bool == true && proof["records"] as? Int == 1)
        #expect(!forget.output.contains(id))
        #expect(try await Program.run(["ledger", "verify"], folder: folder.path).status == 0)
        let last = try #require(
            try String(contentsOfFile: "\(folder.path)/told.ndjson", encoding: .utf8).split(separator: "\n").last
        )
        #expect(last.contains(#""kind":"forgotten""#) && last.contains(id), "the sink learned whom to forget")
        let store = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/demo.db"))
        #expect(store.range(of: Data(id.utf8)) == nil)
        let again = try await Program.run(["subject", "forget", namespace, id], folder: folder.path)
        #expect(again.status == 1 && !again.errors.contains(id))
        let status = try await Program.run(["sync", "status"], folder: folder.path)
        #expect(status.output.contains("audit") && status.output.contains("PARKED"))
    }

    @Test("a sink that cannot be told holds the erasure up and says so; delivering completes it")
    func sinkDown() async throws {
        let folder = try ScratchFolder()
        let run = try await pulled(folder, sinks: "sinks:\n  - { name: own, command: { run: [./tell.sh] } }\n")
        #expect(run.status == 1)
        #expect(run.errors.contains("sink own:") && run.errors.contains("tell.sh is no program"))
        let list = try await Program.run(["subject", "list", "--json", "--limit", "1"], folder: folder.path)
        let subject = try #require(try list.lines().first?["subject"] as? [String: String])
        let words = [subject["namespace"] ?? "", subject["id"] ?? ""]
        let forget = try await Program.run(["subject", "forget"] + words, folder: folder.path)
        #expect(forget.status == 1 && forget.errors.contains("cannot be completed before the sink own"))
        try folder.write("tell.sh", "#!/bin/sh\ncat >> told.ndjson\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(folder.path)/tell.sh")
        let deliver = try await Program.run(["sync", "deliver", "--sink", "own"], folder: folder.path)
        #expect(deliver.status == 0 && deliver.errors.isEmpty)
        let unknown = try await Program.run(["sync", "deliver", "--sink", "crm"], folder: folder.path)
        #expect(unknown.status == 2 && unknown.errors.contains("There is no sink crm"))
    }

    @Test("entries are shown, retried while they are kept, and dropped")
    func quarantine() async throws {
        let folder = try ScratchFolder()
        _ = try await pulled(folder, sinks: "")
        let entries = try await Program.run(["quarantine", "list", "--json"], folder: folder.path).lines()
        #expect(entries.count == 5 && entries.allSatisfy { $0["kept"] as? Bool == true })
        let number = String(try #require(entries.first?["number"] as? Int))
        let show = try await Program.run(["quarantine", "show", number], folder: folder.path)
        #expect(show.output.contains("bytes are kept") && show.output.contains("SHA-256"))
        let retry = try await Program.run(["quarantine", "retry"], folder: folder.path)
        #expect(retry.status == 1 && retry.output.hasSuffix("0 read, 5 left in quarantine\n"))
        let wrong = try await Program.run(["quarantine", "drop", number, "999"], folder: folder.path)
        #expect(wrong.status == 2 && wrong.errors.contains("no quarantine entry 999"))
        #expect(
            try await Program.run(["quarantine", "drop", number], folder: folder.path).output == "1 entry dropped\n"
        )
        #expect(
            try await Program.run(["quarantine", "drop", "--all"], folder: folder.path).output == "4 entries dropped\n"
        )
        #expect(try await Program.run(["quarantine", "drop"], folder: folder.path).status == 2)
    }

    @Test("mistakes in sinks are told with their place")
    func mistakes() async throws {
        let folder = try ScratchFolder()
        let job = try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            jobs: []
            sinks:
              - { name: a, file: { path: x.csv, form: cvs } }
              - { name: b }
              - { name: c, webhook: { url: "https://x" } }
              - { name: d, adobe_edge: { datastream: x, collect: [aaa] } }
              - { name: e, file: { path: x }, command: { run: [./tell.sh] } }

            """
        )
        let result = try await Program.run(["sync", "deliver", job])
        #expect(result.status == 2)
        for place in [":4:", ":5:", ":6:", ":7:", ":8:"] { #expect(result.errors.contains("bridge.yaml\(place)")) }
        #expect(result.errors.contains("Did you mean csv?"))
    }
}
