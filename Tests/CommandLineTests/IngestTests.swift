import Foundation
import Testing

@Suite("Messages from files, as users take them in", .serialized)
struct IngestTests {
    private static let folder = packageRoot.appendingPathComponent("Fixtures/webhooks").path
    private static let now = "2026-11-24T00:00:00Z"

    private func file(_ name: String) -> String { "\(Self.folder)/\(name)" }

    /// A job file with one job for messages; answers its path.
    private func jobFile(in folder: ScratchFolder) throws -> String {
        try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            jobs:
              - name: hooks
                adapter: generic-webhook
                stream: webhook
                connection: { signing_secret: "${env:HOOK_SECRET}" }
            """
        )
    }

    private func ingest(_ arguments: [String], secret: String = "demo-secret") async throws -> Program.Result {
        try await Program.run(
            ["ingest", "--now", Self.now] + arguments,
            environment: ["HOOK_SECRET": secret]
        )
    }

    @Test("a message is taken, comes again without a change, and is in ledger and status")
    func taken() async throws {
        let folder = try ScratchFolder()
        let jobs = try jobFile(in: folder)
        let first = try await ingest([
            "--jobs", jobs, "--webhook", file("generic-signed.http"), file("generic-ping.http"),
        ])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("generic-signed.http  taken: 1 record, 1 change"))
        #expect(first.output.contains("generic-ping.http  ignored"))
        #expect(first.output.contains("1 taken, 1 ignored, 0 refused; 1 change\n"))
        let again = try await ingest(["--jobs", jobs, "--json", "--webhook", file("generic-signed.http")])
        let line = try #require(try again.lines().first)
        #expect(line["outcome"] as? String == "taken" && line["changes"] as? Int == 0 && line["ok"] as? Bool == true)
        let store = "\(folder.path)/consent.db"
        let show = try await Program.run([
            "subject", "show", "p-7", "--store", store, "--jobs", jobs, "--now", Self.now,
        ])
        #expect(show.output.contains("approved") && show.output.contains("statistics is granted"))
        #expect(try await Program.run(["ledger", "verify", "--store", store]).status == 0)
        #expect(try await Program.run(["sync", "status", jobs]).output.contains("hooks"))
    }

    @Test("a wrong signature stores nothing and says what to check")
    func wrongSignature() async throws {
        let folder = try ScratchFolder()
        let jobs = try jobFile(in: folder)
        let cases = [
            ("generic-other-body.http", "demo-secret", "does not fit"),
            ("generic-signed.http", "other", "signing_secret"),
            ("generic-unsigned.http", "demo-secret", "X-Signature or Webhook-Signature"),
            ("generic-listed.http", "other", "signing_secret or previous_secret"),
        ]
        for (name, secret, hint) in cases {
            let result = try await ingest(["--jobs", jobs, "--webhook", file(name)], secret: secret)
            #expect(result.status == 1)
            #expect(result.output.contains("refused"))
            #expect(result.errors.contains(hint), "\(name): \(result.errors)")
            #expect(!(result.errors + result.output).contains("p-7"))
        }
        let late = try await Program.run(
            ["ingest", "--now", "2026-11-25T00:00:00Z", "--jobs", jobs, "--webhook", file("generic-signed.http")],
            environment: ["HOOK_SECRET": "demo-secret"]
        )
        #expect(late.status == 1 && late.errors.contains("replay"))
        let list = try await Program.run(["subject", "list", "--store", "\(folder.path)/consent.db", "--json"])
        #expect(list.output.isEmpty)
        #expect(
            try await Program.run(["quarantine", "list", "--store", "\(folder.path)/consent.db", "--json"]).output == ""
        )
    }

    @Test("a dry run tells what would change and writes nothing")
    func dryRun() async throws {
        let folder = try ScratchFolder()
        let jobs = try jobFile(in: folder)
        let result = try await ingest(["--jobs", jobs, "--dry-run", "--webhook", file("generic-signed.http")])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("  aa: purpose statistics is granted\n"))
        #expect(result.output.contains("1 change would be made; nothing was written"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/consent.db"))
    }

    @Test("a body by itself, with its headers on the command line, and the whole from standard input")
    func parts() async throws {
        let folder = try ScratchFolder()
        let jobs = try jobFile(in: folder)
        let signature = "65e51a632c0b7b145de71d105b79c933211ddcc139a93c1f04d63526f5f35741"
        let body = try String(contentsOfFile: file("generic.json"), encoding: .utf8).trimmingCharacters(in: .newlines)
        try folder.write("body.json", body)
        let headers = ["--header", "X-Signature: sha256=\(signature)", "--header", "X-Timestamp: 1795478395"]
        let parts = try await ingest(["--jobs", jobs, "--body", "\(folder.path)/body.json"] + headers)
        #expect(parts.status == 0, "\(parts.errors)")
        let captured = try String(contentsOfFile: file("generic-signed.http"), encoding: .utf8)
        let piped = try await Program.run(
            ["ingest", "--now", Self.now, "--jobs", jobs, "--webhook", "-"],
            environment: ["HOOK_SECRET": "demo-secret"],
            input: captured
        )
        #expect(piped.status == 0 && piped.output.contains("0 changes"), "\(piped.output) \(piped.errors)")
    }

    @Test("an adapter and a store are enough; a secret on the command line is refused")
    func withoutJobFile() async throws {
        let folder = try ScratchFolder()
        let common = ["--store", "\(folder.path)/consent.db", "--now", Self.now, "--webhook", file("didomi.http")]
        let didomi = try await Program.run(["ingest", "--adapter", "didomi-webhook"] + common, folder: folder.path)
        #expect(didomi.status == 0, "\(didomi.errors)")
        #expect(didomi.errors.contains("35.159.1.63"))
        let ketch = [
            "ingest", "--adapter", "ketch-webhook", "--store", "\(folder.path)/consent.db", "--now", Self.now,
            "--webhook", file("ketch.http"), "--set",
        ]
        let set = try await Program.run(
            ketch + ["header_value=${env:KETCH}"],
            environment: ["KETCH": "Bearer demo-token"],
            folder: folder.path
        )
        #expect(set.status == 0, "\(set.errors)")
        let plain = try await Program.run(ketch + ["header_value=Bearer demo-token"], folder: folder.path)
        #expect(plain.status == 2 && plain.errors.contains("is a secret"))
        let unset = try await Program.run(ketch + ["header_value=${env:KETCH}"], folder: folder.path)
        #expect(unset.status == 2 && unset.errors.contains("KETCH"))
    }

    @Test("what is wrong with a command line is told with what to do")
    func mistakes() async throws {
        let folder = try ScratchFolder()
        let jobs = try jobFile(in: folder)
        let signed = file("generic-signed.http")
        let cases: [([String], Int32, String)] = [
            ([], 2, "--webhook"), (["--webhook", signed, "--body", signed], 2, "not both"),
            (["--webhook", signed, "--header", "A: b"], 2, "--header belongs to --body"),
            (["--jobs", jobs, "--webhook", "\(folder.path)/none.http"], 2, "cannot be read"),
            (["--jobs", jobs, "--webhook", file("generic.json")], 1, "no captured request"),
            (["--jobs", jobs, "--job", "other", "--webhook", signed], 2, "There is no job other"),
            (["--adapter", "generic-rest", "--store", "x.db", "--webhook", signed], 2, "takes no messages"),
            (["--adapter", "nobody", "--webhook", signed], 2, "nobody"),
            (["--adapter", "didomi-webhook", "--webhook", signed], 2, "--store"),
        ]
        for (arguments, status, hint) in cases {
            let result = try await Program.run(
                ["ingest", "--now", Self.now] + arguments,
                environment: ["HOOK_SECRET": "demo-secret"],
                folder: folder.path
            )
            #expect(result.status == status, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(hint), "\(arguments): \(result.errors)")
        }
        let run = try await Program.run(["sync", "run", jobs, "hooks"], environment: ["HOOK_SECRET": "demo-secret"])
        #expect(run.status == 2 && run.errors.contains("consentbridge ingest"))
        let all = try await Program.run(["sync", "run", jobs], environment: ["HOOK_SECRET": "demo-secret"])
        #expect(all.status == 0)
    }
}
