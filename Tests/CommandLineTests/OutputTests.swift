import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("An answer that cannot be written does not look like one")
struct OutputTests {
    @Test("a reader that goes away ends the program by the signal that ends the shell's tools, and without a word")
    func brokenPipe() async throws {
        let folder = try ScratchFolder()
        // Many more bytes than a pipe takes by itself.
        try folder.write("strings.txt", String(repeating: "1YNN\n", count: 50_000))
        let result = try await shell(
            "\"$1\" decode --lines < strings.txt 2> errors | head -n 1; exit ${PIPESTATUS[0]}",
            in: folder
        )
        #expect(result.status == 128 + SIGPIPE)
        #expect(result.output.hasPrefix("{\"ok\":true") && result.output.count { $0 == "\n" } == 1)
        #expect(try String(contentsOfFile: "\(folder.path)/errors", encoding: .utf8) == "")
    }

    @Test("a full disk is told, with an exit code", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullDisk() async throws {
        let result = try await shell("\"$1\" decode 1YNN > /dev/full", in: try ScratchFolder())
        #expect(result.status == 3)
        #expect(result.errors.contains("the answer is not whole"))
    }

    @Test("an id that commands a terminal or breaks a line is written out for people, and is as it is in JSON")
    func commands() async throws {
        let folder = try ScratchFolder()
        let id = "a\u{1B}[2J\nb\u{202E}c"
        let line =
            #"{"subject":"a\u001b[2J\nb\u202ec","choices":{"analytics":"granted"},"updated_at":"2026-11-01T00:00:00Z"}"#
        try folder.write("people.ndjson", line + "\n")
        try folder.write(
            "bridge.yaml",
            """
            store: s.db
            policy: { categories: { aa: { any: [analytics] } } }
            jobs: [{ name: own, adapter: generic-rest, files: { path: people.ndjson, as: lines }, connection: { purposes: { analytics: analytics } } }]
            """
        )
        let run = try await Program.run(["sync", "run", "\(folder.path)/bridge.yaml"])
        #expect(run.status == 0, "\(run.errors)")
        let store = ["--store", "\(folder.path)/s.db"]
        for command in [["subject", "list"], ["changes"]] {
            let told = try await Program.run(command + store)
            #expect(told.output.contains(#"a\u{1B}[2J\u{A}b\u{202E}c"#), "\(told.output)")
            #expect(told.output.count { $0 == "\n" } >= 1 && !told.output.contains("\u{1B}"))
        }
        let json = try #require(try await Program.run(["subject", "list", "--json"] + store).lines().first)
        #expect((json["subject"] as? [String: Any])?["id"] as? String == id)
    }

    @Test("a refused change is shown with its reason, and can be given up")
    func parked() async throws {
        let folder = try ScratchFolder()
        let people = (1...3).map {
            #"{"subject":"p\#($0)","choices":{"analytics":"granted"},"updated_at":"2026-11-01T00:00:00Z"}"# + "\n"
        }
        try folder.write("people.ndjson", people.joined())
        let job = try folder.write(
            "bridge.yaml",
            """
            store: s.db
            policy: { categories: { aa: { any: [analytics] } } }
            jobs: [{ name: own, adapter: generic-rest, files: { path: people.ndjson, as: lines }, connection: { purposes: { analytics: analytics } } }]
            sinks: [{ name: crm, command: { run: [/bin/sh, -c, "! grep -q p2"] } }]
            """
        )
        #expect(try await Program.run(["sync", "run", job]).status == 1)
        let status = try await Program.run(["sync", "status", job])
        #expect(status.output.contains("PARKED FOR") && status.output.contains("exited with 1"), "\(status.output)")
        let lines = try await Program.run(["sync", "status", job, "--json"]).lines()
        let change = try #require((lines.last?["parkedChanges"] as? [[String: Any]])?.first)
        let number = try #require(change["number"] as? Int)
        let deliver = ["sync", "deliver", job, "--drop"]
        #expect(try await Program.run(deliver + ["\(number)"]).status == 2, "of which sink?")
        let unknown = try await Program.run(deliver + ["999", "--sink", "crm"])
        #expect(unknown.status == 2 && unknown.errors.contains("Not parked for the sink crm: 999"))
        #expect(try await Program.run(deliver + ["\(number)", "--sink", "crm"]).status == 0)
        #expect(!(try await Program.run(["sync", "status", job]).output.contains("PARKED FOR")))
    }

    private func shell(_ script: String, in folder: ScratchFolder) async throws -> Program.Result {
        try await Program.run(
            ["-c", script, "bash", Program.executable.path],
            folder: folder.path,
            executable: URL(fileURLWithPath: "/bin/bash")
        )
    }
}
