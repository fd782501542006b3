import ConsentSync
import ConsentTranslation
import Foundation
import OptIn
import Testing

/// A store with subjects whose records say in two bytes what they approved and decided.
private struct StoredSubjects {
    let folder: ScratchFolder
    let store: SQLiteStore

    var path: String { "\(folder.path)/consent.db" }

    init() throws {
        folder = try ScratchFolder()
        store = try SQLiteStore(path: "\(folder.path)/consent.db")
    }

    func add(_ ids: Range<Int>, approving: [Category], denying: [Category] = [], namespace: String = "crm") async throws
    {
        let records = ids.map { id in
            let approved = CategorySet(approving)
            return StoredRecord(
                subject: SubjectID(namespace: namespace, id: "subject,\(id)"),
                adapter: "cmp",
                regulation: "gdpr",
                recordID: "r",
                decidedAt: Instant(milliseconds: 1_000),
                content: [approved.rawValue, approved.union(CategorySet(denying)).rawValue],
                manifestHash: [UInt8](repeating: 1, count: 32)
            )
        }
        let batch = Batch(
            records: records,
            checkpoint: nil,
            policyHash: [UInt8](repeating: 2, count: 32),
            now: Instant(milliseconds: 5_000)
        )
        try await store.apply(batch, deciding: Masks())
    }

    private struct Masks: RecordDecider {
        func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution { .replace(incoming) }

        func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState {
            let content = records.first?.content ?? [0, 0]
            return SubjectState(
                permissions: Permissions(
                    approved: CategorySet(rawValue: content[0]),
                    decided: CategorySet(rawValue: content[1])
                ),
                decidedAt: records.first?.decidedAt,
                expiresAt: Instant(milliseconds: 1_000_000_000_000)
            )
        }
    }
}

@Suite("The store's questions on the command line")
struct QuestionTests {
    private static let fresh = ["--now", "2001-09-01T00:00:00Z"]
    private static let stale = ["--now", "2001-10-01T00:00:00Z"]

    @Test("subject show --category answers in one word, and exits with 0 whatever it is")
    func oneCategory() async throws {
        let stored = try StoredSubjects()
        try await stored.add(1..<2, approving: [.aa], denying: [.aam])
        func ask(_ words: [String]) async throws -> Program.Result {
            try await Program.run(["subject", "show", "--store", stored.path] + words)
        }
        for (category, word) in [("aa", "approved"), ("aam", "denied"), ("ecid", "undecided")] {
            let result = try await ask(["subject,1", "--category", category] + Self.fresh)
            #expect(result.status == 0)
            #expect(result.output == word + "\n")
        }
        #expect(try await ask(["crm", "subject,1", "--category", "aa"] + Self.stale).output == "undecided\n")
        #expect(try await ask(["crm", "subject,1", "--category", "aam"] + Self.stale).output == "denied\n")
        let json = try await ask(["subject,1", "--category", "aa", "--json"] + Self.fresh)
        #expect(try json.lines().first?["permission"] as? String == "approved")

        let unknown = try await ask(["nobody", "--category", "aa"])
        #expect(unknown.status == 0)
        #expect(unknown.output == "undecided\n")
        #expect(unknown.errors.contains("Nobody of that id"))
        #expect(try await ask(["subject,1", "--category", "analytics"]).status == 2)

        try await stored.add(1..<2, approving: [.aa], namespace: "ecid")
        let ambiguous = try await ask(["subject,1", "--category", "aa"])
        #expect(ambiguous.status == 2)
        #expect(ambiguous.errors.contains("crm, ecid"))
    }

    @Test(
        "subject list is cut by --limit and goes on after the cursor that it tells",
        arguments: ["ndjson", "csv", "text"]
    )
    func resuming(form: String) async throws {
        let stored = try StoredSubjects()
        try await stored.add(0..<2_345, approving: [.aa], denying: [.aam])
        try await stored.add(2_345..<2_400, approving: [.aam])
        let common = ["subject", "list", "--approved", "aa", "--as", form, "--store", stored.path] + Self.fresh
        let whole = try await Program.run(common)
        #expect(whole.status == 0 && whole.errors.isEmpty)
        #expect(whole.output.split(separator: "\n").count == 2_345 + (form == "csv" ? 1 : 0))

        var pieces = ""
        var cursor: [String] = []
        var rounds = 0
        repeat {
            let result = try await Program.run(common + ["--limit", "1000"] + cursor)
            #expect(result.status == 0)
            pieces += result.output
            cursor = result.errors.split(whereSeparator: \.isWhitespace).last.map { ["--after", String($0)] } ?? []
            rounds += 1
        } while !cursor.isEmpty && rounds < 10
        #expect(rounds == 3)
        #expect(pieces == whole.output)
    }

    @Test("each ndjson and csv line has its own cursor, and csv is quoted where it must be")
    func lines() async throws {
        let stored = try StoredSubjects()
        try await stored.add(0..<3, approving: [.aa], denying: [.aam])
        let common = ["subject", "list", "--store", stored.path] + Self.fresh
        let json = try await Program.run(common + ["--as", "ndjson"]).lines()
        let second = try #require(json[1]["cursor"] as? String)
        let rest = try await Program.run(common + ["--json", "--after", second]).lines()
        #expect(rest.map { $0["cursor"] as? String } == [json[2]["cursor"] as? String])
        let csv = try await Program.run(common + ["--as", "csv"]).output.split(separator: "\n")
        #expect(
            csv[0] == "namespace,id,aam,adcloud,aa,campaign,ecid,livefyre,target,mediaaa,"
                + "decided_at,expires_at,last_change,cursor"
        )
        let id = try #require((json[1]["subject"] as? [String: String])?["id"])
        #expect(csv[2].hasPrefix("crm,\"\(id)\",denied,undecided,approved,undecided,"))
        #expect(csv[2].contains(",1970-01-01T00:00:01Z,2001-09-09T01:46:40Z,"))
        #expect(csv[2].hasSuffix(",\(second)"))
    }

    @Test("approvals that have become too old are not listed")
    func expired() async throws {
        let stored = try StoredSubjects()
        try await stored.add(0..<3, approving: [.aa])
        let common = ["subject", "list", "--store", stored.path]
        #expect(
            try await Program.run(common + ["--approved", "aa"] + Self.fresh).output.split(separator: "\n").count == 3
        )
        #expect(try await Program.run(common + ["--approved", "aa"] + Self.stale).output.isEmpty)
        #expect(try await Program.run(common + Self.stale).output.split(separator: "\n").count == 3)
    }

    @Test(
        "wrong words exit with 2",
        arguments: [
            (["subject", "list", "--after", "zz"], "32 hexadecimal digits"),
            (["subject", "list", "--as", "xml"], "ndjson"),
            (["subject", "list", "--limit", "0"], "from 1 on"),
            (["subject", "list", "--json", "--as", "csv"], "leave one away"),
            (["changes", "--limit", "0"], "from 1 on"), (["changes", "--after", "x", "--follow"], "--after"),
        ]
    )
    func usage(arguments: [String], wanted: String) async throws {
        let result = try await Program.run(arguments + ["--store", "x.db"])
        #expect(result.status == 2)
        #expect(result.errors.contains(wanted), "\(result.errors)")
    }

    @Test(
        "changes --follow tells what comes, ends with 0 when asked to, and says where to go on",
        arguments: [SIGINT, SIGTERM]
    )
    func follow(signal: Int32) async throws {
        let stored = try StoredSubjects()
        try await stored.add(0..<3, approving: [.aa])
        let (output, errors) = (Pipe(), Pipe())
        let process = try Program.start(
            ["changes", "--follow", "--json", "--after", "1", "--store", stored.path],
            output: output,
            errors: errors
        )
        var lines = LineStream(output)
        #expect(lines.next()?.contains(#""number":2,"#) == true)
        #expect(lines.next()?.contains(#""number":3,"#) == true)
        try await stored.add(3..<5, approving: [.aam])
        #expect(lines.next()?.contains(#""number":4,"#) == true)
        #expect(lines.next()?.contains(#""number":5,"#) == true)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(said.contains("--after 5"))
        #expect(lines.next() == nil)
    }

    @Test("changes --follow --limit ends by itself")
    func followLimit() async throws {
        let stored = try StoredSubjects()
        try await stored.add(0..<3, approving: [.aa])
        let result = try await Program.run(["changes", "--follow", "--limit", "2", "--store", stored.path])
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").count == 2)
    }
}

/// Lines of a pipe as they come.
private struct LineStream {
    private let pipe: Pipe
    private var rest = Data()

    init(_ pipe: Pipe) {
        self.pipe = pipe
    }

    mutating func next() -> String? {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                defer { rest = rest[rest.index(after: end)...] }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = pipe.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest += more
        }
    }
}
