import Foundation
import Testing

@Suite("Jobs that read files, and numbers of runs, as users run them")
struct FileJobCommandTests {
    private static let now = "2026-11-24T00:00:00Z"

    private static func receipt(_ number: Int) -> String {
        #"{"dataSubjectIdentifier":"p\#(number)@example.com","interactionDate":"2026-11-10T00:00:00Z","#
            + #""purposes":[{"id":"w","name":"Web","transactionType":"CONFIRMED"}]}"# + "\n"
    }

    @Test("plan tells, run reads and moves, a second run has nothing to do, and the numbers grow from run to run")
    func files() async throws {
        let folder = try ScratchFolder()
        let job = try folder.write(
            "bridge.yaml",
            """
            store: consent.db
            metrics_file: bridge.prom
            jobs:
              - name: exports
                adapter: onetrust-receipts
                files: { path: "*.ndjson", move_to: done }
                connection: { purposes: { Web: analytics } }

            """
        )
        try folder.write("a.ndjson", (0..<12).map(Self.receipt).joined() + "{\"damaged\n")
        let common = [job, "--now", Self.now, "--json"]
        let plan = try await Program.run(["sync", "plan"] + common + ["--exit-code"])
        #expect(try plan.status == 4 && plan.lines().count == 12, "\(plan.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/a.ndjson"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/consent.db"))

        let run = try await Program.run(["sync", "run"] + common)
        #expect(run.status == 1 && run.errors.contains("1 item could not be read"), "\(run.errors)")
        #expect(try run.lines().first?["added"] as? Int == 12)
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/done/a.ndjson"))
        let again = try await Program.run(["sync", "run"] + common)
        #expect(try again.status == 0 && again.lines().first?["records"] as? Int == 0)
        let status = try await Program.run(["sync", "status", job])
        #expect(status.status == 0 && status.output.contains("exports"), "\(status.errors)")

        let numbers = try String(contentsOfFile: "\(folder.path)/bridge.prom", encoding: .utf8)
        for line in [
            "# TYPE consentbridge_records_total counter", "consentbridge_records_total{job=\"exports\"} 12",
            "consentbridge_quarantined_total{job=\"exports\"} 1", "consentbridge_changes_total{job=\"exports\"} 12",
            "consentbridge_runs_total{job=\"exports\",outcome=\"completed\"} 1",
            "consentbridge_runs_total{job=\"exports\",outcome=\"completed-with-failures\"} 1",
            "consentbridge_last_success_timestamp_seconds{job=\"exports\"} 1795478400",
            "consentbridge_read_up_to_timestamp_seconds{job=\"exports\"} 1795478400",
            "consentbridge_quarantine_items{job=\"exports\"} 1",
        ] { #expect(numbers.contains(line + "\n"), "\(line) is not in\n\(numbers)") }
        #expect(!numbers.contains("example.com"))
    }

    @Test("the job file describes itself, and its schema is the one in the repository")
    func describe() async throws {
        let reference = try await Program.run(["sync", "describe"])
        #expect(reference.status == 0 && reference.output.contains("| `metrics_file` | text |"))
        let schema = try await Program.run(["sync", "describe", "--schema"])
        let kept = try String(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/bridge.schema.json"),
            encoding: .utf8
        )
        #expect(schema.output == kept)
    }
}
