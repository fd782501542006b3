import ConsentSync
import Foundation
import OptIn
import Testing

@Suite("A program as a sink, and files after a crash")
struct CommandSinkTests {
    private func changes(_ count: Int) async throws -> [Change] {
        let store = MemoryStore()
        let records = (1...count).map { Samples.record($0, approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        return try await store.changes(after: 0, limit: count)
    }

    @Test(
        "the exit status says what became of the batch",
        arguments: [
            ("exit 3", SinkError.rejected("/bin/sh exited with 3.")),
            ("exit 75", SinkError.unavailable("/bin/sh asks to be tried again later (exit 75).")),
        ]
    )
    func statuses(_ script: String, _ expected: SinkError) async throws {
        let folder = try TemporaryFolder()
        let sink = CommandSink(name: "own", words: ["/bin/sh", "-c", script], folder: folder.path)
        let changes = try await changes(2)
        let error = await #expect(throws: SinkError.self) { try await sink.take(changes) }
        #expect(error == expected)
    }

    @Test("a program that is not there makes the sink unavailable, with the path")
    func missing() async throws {
        let folder = try TemporaryFolder()
        let sink = CommandSink(name: "own", words: ["./none.sh"], folder: folder.path)
        let changes = try await changes(1)
        let error = await #expect(throws: SinkError.self) { try await sink.take(changes) }
        #expect(error?.message.contains("none.sh is no program") == true)
    }

    @Test("a program that does not read what it is given ends nothing")
    func unread() async throws {
        let folder = try TemporaryFolder()
        let sink = CommandSink(name: "own", words: ["/bin/true"], folder: folder.path)
        try await sink.take(try await changes(1_000))
    }

    @Test(
        "a line that a crash left half written is cut off before the next is appended",
        arguments: ["", "{\"number\":1}\n"]
    )
    func halfLine(_ whole: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("changes.ndjson")
        try (whole + "{\"number\":2,\"kind\":\"deci").write(toFile: path, atomically: true, encoding: .utf8)
        let sink = FileSink(name: "file", path: path, form: .ndjson)
        try await sink.take(try await changes(1))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix(whole + "{\"number\":1,\"kind\":\"decision\""))
        #expect(text.hasSuffix("}\n"))
    }

    @Test("a folder that is not there makes the sink unavailable, with the path")
    func missingFolder() async throws {
        let folder = try TemporaryFolder()
        let sink = FileSink(name: "file", path: folder.file("none/changes.csv"), form: .csv)
        let changes = try await changes(1)
        let error = await #expect(throws: SinkError.self) { try await sink.take(changes) }
        #expect(error?.message.contains("none/changes.csv cannot be written") == true)
    }
}
