import Foundation
import OptIn
import Testing

/// Node.js, where it is installed.
private enum Node {
    static let program: URL? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let places = path.split(separator: ":").flatMap { ["\($0)/node", "\($0)/nodejs"] }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(fileURLWithPath: $0) }
    }()

    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/optin-exports/node")
}

/// What became of `adobe.optIn`.
private struct PageResult: Decodable {
    let calls: [[Argument]]
    let events: [[String: Bool]]
    let status: String
    let permissions: [String: Bool]
    let warnings: [String]
    let now: Int
    let looks: Int
    let openTimers: Int

    /// One argument of a call, or its name.
    enum Argument: Decodable, Equatable {
        case text(String)
        case list([String])
        case flag(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([String].self) {
                self = .list(list)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .flag(try container.decode(Bool.self))
            }
        }
    }
}

@Suite("The exported script in a page", .enabled(if: Node.program != nil, "node is not installed"))
struct ScriptUnderNodeTests {
    private let both = Permissions(approved: CategorySet([.aa, .ecid]), decided: CategorySet([.aa, .ecid, .aam]))

    /// Runs a script; `setting` is described in `run-script.js`.
    private func run(_ script: String, _ setting: String) throws -> PageResult {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("script-\(UUID().uuidString).js")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = Node.program
        process.arguments = [Node.folder.appendingPathComponent("run-script.js").path, file.path, setting]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONDecoder().decode(PageResult.self, from: data)
    }

    private func script(_ permissions: Permissions) throws -> String {
        try #require(OptInScript.text(for: permissions))
    }

    @Test(
        "one transaction with one event, whether the script or adobe.optIn comes first",
        arguments: [0, 1, 700, 59_000]
    )
    func oneTransaction(at milliseconds: Int) throws {
        let page = try run(try script(both), "{\"at\":\(milliseconds)}")
        #expect(
            page.calls == [
                [.text("deny"), .list(["aam"]), .flag(true)], [.text("approve"), .list(["aa", "ecid"]), .flag(true)],
                [.text("complete")],
            ]
        )
        #expect(page.events.count == 1)
        #expect(page.status == "complete")
        #expect(page.permissions.filter(\.value).keys.sorted() == ["aa", "ecid"])
        #expect(page.openTimers == 0 && page.warnings.isEmpty)
        #expect(page.now < milliseconds + 1_001)
    }

    @Test("an empty list is never handed over")
    func emptyLists() throws {
        let approvals = try run(try script(Permissions(approved: .all, decided: CategorySet([.aa]))), "{}")
        #expect(approvals.calls.map(\.first) == [.text("approve"), .text("complete")])
        let denials = try run(try script(Permissions(approved: [], decided: CategorySet([.aa]))), "{}")
        #expect(denials.calls.map(\.first) == [.text("deny"), .text("complete")])
        #expect(approvals.events.count == 1 && denials.events.count == 1)
    }

    @Test("what is not decided keeps what the page has")
    func undecided() throws {
        let page = try run(try script(both), #"{"previous":{"aam":true,"target":true,"campaign":false}}"#)
        #expect(page.events.count == 1)
        #expect(page.permissions["target"] == true)
        #expect(page.permissions["campaign"] == false)
        #expect(page.permissions["aam"] == false)
    }

    @Test("a category that the page's version does not know is passed over, and the others count")
    func olderVersion() throws {
        let decided = Permissions(approved: CategorySet([.mediaaa, .aa]), decided: .all)
        let page = try run(try script(decided), #"{"without":["mediaaa"]}"#)
        #expect(page.events.count == 1)
        #expect(page.permissions["mediaaa"] == nil)
        #expect(page.permissions.filter(\.value).keys.sorted() == ["aa"])
        let only = try run(
            try script(Permissions(approved: .all, decided: CategorySet([.mediaaa]))),
            #"{"without":["mediaaa"]}"#
        )
        #expect(only.calls.isEmpty && only.events.isEmpty && only.status == "pending")
    }

    @Test("where adobe.optIn never comes the script gives up after a minute and says so")
    func never() throws {
        let page = try run(try script(both), #"{"at":null}"#)
        #expect(page.calls.isEmpty)
        #expect(page.warnings.count == 1)
        #expect(page.openTimers == 0)
        #expect((60_000..<61_001).contains(page.now))
        #expect(page.looks < 100)
    }

    @Test("the order of staging does not matter")
    func stagingOrder() throws {
        let text = try script(both)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let deny = try #require(lines.firstIndex { $0.contains("optIn.deny(") })
        var swapped = lines
        swapped.swapAt(deny, deny + 1)
        let (first, second) = (try run(text, "{}"), try run(swapped.joined(separator: "\n"), "{}"))
        #expect(first.calls.map(\.first) == [.text("deny"), .text("approve"), .text("complete")])
        #expect(second.calls.map(\.first) == [.text("approve"), .text("deny"), .text("complete")])
        #expect(first.events == second.events)
        #expect(first.permissions == second.permissions)
    }

    @Test("for random decisions the page ends up with exactly them, by one event")
    func random() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = RepeatableRandom(seed: seed)
        for _ in 0..<12 {
            let decided = CategorySet(rawValue: UInt8.random(in: 1...255, using: &random))
            let permissions = Permissions(
                approved: CategorySet(rawValue: UInt8.random(in: 0...255, using: &random)),
                decided: decided
            )
            let page = try run(try script(permissions), "{\"at\":\(Int.random(in: 0...3_000, using: &random))}")
            #expect(page.events.count == 1, "seed \(seed)")
            #expect(
                Set(page.permissions.filter(\.value).keys) == Set(permissions.approved.categories.map(\.rawValue)),
                "seed \(seed)"
            )
        }
    }
}
