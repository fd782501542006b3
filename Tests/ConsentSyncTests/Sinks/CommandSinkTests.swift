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
            ("kill -9 $$", SinkError.rejected("/bin/sh was ended by the signal 9.")),
            (
                "kill -15 $$",
                SinkError.unavailable("/bin/sh was asked to end (signal 15); it is tried again next time.")
            ),
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

    @Test("a program that does not end is stopped when its time is over, and holds the position")
    func outOfTime() async throws {
        let folder = try TemporaryFolder()
        let sink = CommandSink(
            name: "own",
            words: ["/bin/sh", "-c", "sleep 1000"],
            folder: folder.path,
            timeout: .milliseconds(50)
        )
        let changes = try await changes(1)
        let error = await #expect(throws: SinkError.self) { try await sink.take(changes) }
        guard case .unavailable(let message) = try #require(error) else {
            Issue.record("it counts as refused")
            return
        }
        #expect(message.contains("had not ended") && message.contains("`timeout`"))
    }

    @Test("a delivery that is stopped stops the program, and whatever the program has started")
    func stopped() async throws {
        let folder = try TemporaryFolder()
        // The child says that it was ended, which only a signal to all of the group does.
        let child = "trap 'touch ended; exit 1' TERM; touch started; sleep 1000 & wait"
        let sink = CommandSink(
            name: "own",
            words: ["/bin/sh", "-c", "/bin/sh -c \"\(child)\" & wait"],
            folder: folder.path
        )
        let changes = try await changes(1)
        let delivery = Task { try await sink.take(changes) }
        while !FileManager.default.fileExists(atPath: folder.file("started")) {
            try await Task.sleep(for: .milliseconds(2))
        }
        delivery.cancel()
        await #expect(throws: CancellationError.self) { try await delivery.value }
        while !FileManager.default.fileExists(atPath: folder.file("ended")) {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test(
        "a program hears every signal",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"))
    )
    func signals() async throws {
        let folder = try TemporaryFolder()
        let script = "grep -q '^SigBlk:[^0-9]*0000000000000000$' /proc/self/status"
        let sink = CommandSink(name: "own", words: ["/bin/sh", "-c", script], folder: folder.path)
        try await sink.take(try await changes(1))
    }

    @Test(
        "the changes that a program reads have no name, so that no kill leaves them behind",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"))
    )
    func nothingLeft() async throws {
        let folder = try TemporaryFolder()
        let script = "case $(readlink /proc/self/fd/0) in *deleted*) exit 0;; *) exit 3;; esac"
        let sink = CommandSink(name: "own", words: ["/bin/sh", "-c", script], folder: folder.path)
        try await sink.take(try await changes(1))
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
