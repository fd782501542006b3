import ConsentAdapters
import ConsentTesting
import ConsentTranslation
import Foundation
import Logging
import Synchronization
import Testing

@testable import ConsentSync

/// A folder with a job file that reads files.
private struct FileBench {
    let folder: TemporaryFolder
    let store: any ConsentStore

    init(store: any ConsentStore = MemoryStore()) throws {
        folder = try TemporaryFolder()
        self.store = store
        try FileManager.default.createDirectory(atPath: folder.file("in"), withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: folder.file("in/" + name), atomically: false, encoding: .utf8)
    }

    func file(_ files: String, adapter: String = "onetrust-receipts", rows: Int = 100_000) throws -> JobFile {
        try """
        store: consent.db
        policy: { categories: { aa: { any: [analytics] } } }
        jobs:
          - name: exports
            adapter: \(adapter)
            files: \(files)
            batch: { rows: \(rows) }
            connection: { purposes: { Web: analytics } }
        """.write(toFile: folder.file("bridge.yaml"), atomically: true, encoding: .utf8)
        return try JobFile(contentsOf: folder.file("bridge.yaml"), environment: [:])
    }

    func run(
        _ file: JobFile,
        in other: (any JobStore)? = nil,
        scope: SyncEngine.Scope = .changes,
        movesFiles: Bool = true,
        observe: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) async throws -> JobReport {
        let engine = SyncEngine(
            store: other ?? store,
            registry: SyncBench.registry,
            file: file,
            now: SyncBench.now,
            movesFiles: movesFiles,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            observe: observe
        )
        return await engine.run(try #require(file.jobs.first), scope: scope)
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.file("in")).sorted() }
    }
}

/// Rows of OneTrust's receipts.
private enum Receipts {
    static func csv(_ numbers: Range<Int>, state: String = "CONFIRMED", day: Int = 10) -> String {
        header + numbers.map { row($0, state, day) }.joined()
    }

    static let header = "dataSubjectIdentifier,interactionDate,purposes\n"

    static func row(_ number: Int, _ state: String = "CONFIRMED", _ day: Int = 10) -> String {
        #"p\#(number)@example.com,2026-11-\#(day)T00:00:00Z,"[{""id"":""w"",""name"":""Web"",""transactionType"":""\#(state)""}]""#
            + "\n"
    }

    static func json(_ number: Int, _ state: String = "CONFIRMED", _ day: Int = 10) -> String {
        #"{"dataSubjectIdentifier":"p\#(number)@example.com","interactionDate":"2026-11-\#(day)T00:00:00Z","#
            + #""purposes":[{"id":"w","name":"Web","transactionType":"\#(state)"}]}"#
    }
}

@Suite("Jobs that read files")
struct FileJobTests {
    @Test("rows of CSV, NDJSON and a JSON list come to the same")
    func forms() async throws {
        let ndjson = (0..<30).map { Receipts.json($0) + "\n" }.joined()
        let list = "[" + (0..<30).map { Receipts.json($0) }.joined(separator: ",\n") + "]"
        var contents: [StoreContent] = []
        for (name, text) in [("a.csv", Receipts.csv(0..<30)), ("a.ndjson", ndjson), ("a.json", list)] {
            let bench = try FileBench()
            try bench.write(name, text)
            let report = try await bench.run(bench.file("in"))
            #expect(report.failure == nil, "\(report.failure?.message ?? "")")
            #expect(report.outcome.added == 30 && report.outcome.changes == 30)
            contents.append(try await StoreContent(of: bench.store))
        }
        #expect(contents[0].subjects == contents[1].subjects && contents[1] == contents[2])
    }

    @Test("a file is read once; one that has changed is read again, and only its news count")
    func remembered() async throws {
        let bench = try FileBench()
        try bench.write("a.csv", Receipts.csv(0..<5))
        try bench.write("b.csv", Receipts.csv(5..<8))
        let file = try bench.file("in/*.csv")
        #expect(try await bench.run(file).outcome.added == 8)
        let second = try await bench.run(file)
        #expect(second.failure == nil && second.pages == 0 && second.records == 0)
        try bench.write("b.csv", Receipts.csv(5..<8) + Receipts.row(5, "WITHDRAWN", 12) + Receipts.row(9))
        let third = try await bench.run(file)
        #expect(third.records == 5 && third.outcome.added == 1 && third.outcome.replaced == 1)
        #expect(third.outcome.identical == 3 && third.outcome.older == 0)
        let old = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: bench.folder.file("in/a.csv"))
        #expect(try await bench.run(file).records == 5, "another time is another content")
        let since = try await bench.run(file, scope: .since(Instant(milliseconds: 1_000_000_001)))
        #expect(since.records == 5 && since.outcome.changes == 0, "what was written to since then")
        let full = try await bench.run(file, scope: .full)
        #expect(full.records == 10 && full.outcome.changes == 0 && full.outcome.added == 0)
    }

    @Test("a row that cannot be read goes to quarantine by its number, and the rest goes on")
    func damaged() async throws {
        let bench = try FileBench()
        let rows = (0..<20).map { Receipts.row($0) }
        let bad = ["too,few\n", "p@example.com,2026-11-10T00:00:00Z,no json\n", "x\"y,1,2\n"]
        try bench.write("a.csv", Receipts.header + (rows.prefix(7) + bad + rows.dropFirst(7)).joined())
        let report = try await bench.run(bench.file("in/a.csv"))
        #expect(report.failure == nil, "\(report.failure?.message ?? "")")
        #expect(report.outcome.added == 20 && report.quarantined == 3)
        let hints = try await bench.store.quarantine(after: 0, limit: 10).compactMap(\.item.recordHint)
        #expect(hints == ["a.csv row 9", "a.csv row 10", "a.csv row 11"])
    }

    @Test("a row may reach over several lines; a quote that is not closed swallows rows, and grants nothing")
    func quotes() async throws {
        let bench = try FileBench()
        let header = "dataSubjectIdentifier,note,purposes\n"
        let granted = #""[{""id"":""w"",""name"":""Web"",""transactionType"":""CONFIRMED""}]""#
        let forged = "mallory@example.com,x,\(granted)"
        // In a closed quote the line is part of the note, in an open one nobody can tell.
        try bench.write(
            "a.csv",
            header + "ada@example.com,\"two\n\(forged.replacing("\"", with: "\"\""))\",\(granted)\n"
        )
        try bench.write("b.csv", header + "bob@example.com,\"cut off\n\(forged)\n")
        let report = try await bench.run(bench.file("in"))
        #expect(report.failure == nil, "\(report.failure?.message ?? "")")
        #expect(report.outcome.added == 1 && report.quarantined == 1)
        #expect(try await bench.store.subjects(withID: "mallory@example.com").isEmpty)
        #expect(try await bench.store.subjects(withID: "ada@example.com").count == 1)
    }

    @Test("lines are payloads where the adapter reads no rows, and a whole file is one where that is said")
    func linesAndWhole() async throws {
        let bench = try FileBench()
        let cookie = #"{"subject":"p-1","choices":{"statistics":"granted"},"updated_at":"2026-11-02T09:30:00Z"}"#
        try bench.write("a.txt", "\(cookie)\r\n\n\(cookie.replacing("p-1", with: "p-2"))")
        let lines = try await bench.run(bench.file("in/a.txt", adapter: "generic-rest"))
        #expect(lines.failure == nil, "\(lines.failure?.message ?? "")")
        #expect(lines.outcome.added == 2)
        try bench.write("b.json", "{\n" + cookie.dropFirst().replacing("p-1", with: "p-3").replacing(",", with: ",\n"))
        let whole = try await bench.run(bench.file("{ path: in/b.json, as: whole }", adapter: "generic-rest"))
        #expect(whole.outcome.added == 1 && whole.quarantined == 0)
    }

    @Test("files that were read are moved, none is replaced, and a dry run moves none")
    func moved() async throws {
        let bench = try FileBench(store: try SQLiteStore.temporary())
        let file = try bench.file("{ path: in, move_to: done }")
        try bench.write("a.csv", Receipts.csv(0..<3))
        let dryRun = try await DryRunStore(over: nil)
        #expect(try await bench.run(file, in: dryRun, movesFiles: false).outcome.changes == 3)
        #expect(try bench.names == ["a.csv"])
        #expect(try await bench.run(file).outcome.added == 3)
        #expect(try bench.names.isEmpty)
        try bench.write("a.csv", Receipts.csv(3..<4))
        #expect(try await bench.run(file).outcome.added == 1)
        let done = try FileManager.default.contentsOfDirectory(atPath: bench.folder.file("done")).sorted()
        #expect(done == ["a.csv", "a.csv.1"])
    }

    @Test("stopped between two chunks it goes on behind the first, and a crash before the move reads nothing twice")
    func resumed() async throws {
        let bench = try FileBench()
        // More than one chunk, which is about a megabyte.
        let count = 9_000
        try bench.write("a.ndjson", (0..<count).map { Receipts.json($0) + "\n" }.joined())
        let file = try bench.file("{ path: in, move_to: done }", rows: 1)
        let stopped = Task {
            try await bench.run(file) { event in
                if case .page = event { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        let first = try await stopped.value
        #expect(first.failure?.kind == .stopped && first.outcome.added > 0 && first.outcome.added < count)
        let second = try await bench.run(file, movesFiles: false)
        #expect(second.failure == nil && second.records == count - first.records)
        #expect(second.outcome.added == count - first.outcome.added && second.outcome.identical == 0)
        // Read to its end but not moved, as after a crash: now it is moved, and not read.
        let third = try await bench.run(file)
        #expect(third.records == 0 && third.failure == nil)
        #expect(try bench.names.isEmpty)
    }

    @Test(
        "the n-th call of the store fails, or is the last of the process: the next run makes it good",
        arguments: Tripwire.Fault.allCases
    )
    func everyCall(_ fault: Tripwire.Fault) async throws {
        let calls = Tripwire()
        var (call, isThrough) = (0, false)
        while !isThrough {
            call += 1
            let bench = try FileBench()
            try bench.write("a.csv", Receipts.csv(0..<5) + "too,few\n")
            try bench.write("b.ndjson", Receipts.json(5) + "\n" + Receipts.json(6))
            let file = try bench.file("{ path: in, move_to: done }", rows: 1)
            calls.arm(fault, at: call)
            let first = try await bench.run(file, in: WatchedStore(store: bench.store, calls: calls))
            isThrough = calls.calls < call
            #expect(isThrough == (first.failure == nil) || fault == .crashesAfter, "call \(call)")
            let second = try await bench.run(file)
            #expect(second.failure == nil, "call \(call)")
            #expect(try await bench.store.totals() == StoreTotals(subjects: 7, records: 7, changes: 7, quarantined: 1))
            #expect(try bench.names.isEmpty, "call \(call)")
            let done = try FileManager.default.contentsOfDirectory(atPath: bench.folder.file("done")).sorted()
            #expect(done == ["a.csv", "b.ndjson"], "call \(call)")
        }
        #expect(call > 8)
    }

    @Test("a file that is none of the adapter's, or cannot be opened, is told and holds up no other")
    func mistakes() async throws {
        let bench = try FileBench()
        try bench.write("a.csv", "name,town\nada,london\n")
        try bench.write("b.csv", Receipts.csv(0..<3))
        let report = try await bench.run(bench.file("in"))
        #expect(report.failure?.kind == .configuration)
        #expect(
            report.failure?.message.contains("a.csv is no file of rows that the adapter onetrust-receipts reads")
                == true
        )
        #expect(report.outcome.added == 3)
        let missing = try await bench.run(bench.file("nowhere.csv"))
        #expect(missing.failure?.message.contains("nowhere.csv is not there") == true)
        let none = try await bench.run(bench.file("in/*.xml"))
        #expect(none.failure == nil && none.records == 0)
        let subjects = try await bench.run(bench.file("in"), scope: .subjects(["x"]))
        #expect(subjects.failure?.kind == .configuration)
    }

    @Test("a file of which nothing can be read puts nobody into quarantine")
    func wrongAdapter() async throws {
        let bench = try FileBench()
        try bench.write("a.txt", (0..<30).map { "line \($0)\n" }.joined())
        let report = try await bench.run(bench.file("{ path: in, as: lines }"))
        #expect(report.failure?.message.contains("Not one of 30 rows") == true)
        #expect(try await bench.store.quarantineCount() == 0)
    }

    @Test(
        "patterns fit names as a shell's do, and hidden files are left out",
        arguments: [
            ("*", ["a.csv", "ab.csv", "b.txt"]), ("*.csv", ["a.csv", "ab.csv"]), ("?.csv", ["a.csv"]),
            ("a*", ["a.csv", "ab.csv"]), ("*b*", ["ab.csv", "b.txt"]), ("*.c*v", ["a.csv", "ab.csv"]), ("x*", []),
        ]
    )
    func patterns(_ pattern: String, _ expected: [String]) throws {
        let bench = try FileBench()
        for name in ["a.csv", "ab.csv", "b.txt", ".hidden.csv"] { try bench.write(name, "x") }
        try FileManager.default.createDirectory(
            atPath: bench.folder.file("in/folder.csv"),
            withIntermediateDirectories: true
        )
        let source = FileSource(paths: [bench.folder.file("in/" + pattern)])
        #expect(try source.files().map { URL(fileURLWithPath: $0).lastPathComponent } == expected)
    }

    @Test("a pipe is told and not waited for, and a file that is named twice is read once")
    func pipes() throws {
        let bench = try FileBench()
        let pipe = bench.folder.file("in/pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let problem = #expect(throws: FileProblem.self) { try FileSource(paths: [pipe]).files() }
        #expect(problem?.message.contains("neither a file nor a folder") == true)
        try bench.write("a.csv", "x")
        let twice = FileSource(paths: [bench.folder.file("in"), bench.folder.file("in/*.csv")])
        #expect(try twice.files() == [bench.folder.file("in/a.csv")])
    }
}
