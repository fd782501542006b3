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

    private func shell(_ script: String, in folder: ScratchFolder) async throws -> Program.Result {
        try await Program.run(
            ["-c", script, "bash", Program.executable.path],
            folder: folder.path,
            executable: URL(fileURLWithPath: "/bin/bash")
        )
    }
}
