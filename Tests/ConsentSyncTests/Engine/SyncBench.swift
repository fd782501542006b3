import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import Logging
import OptIn
import Testing

/// The package's root, where `Adapters` and `Fixtures` are.
let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// What engine tests run on: the shipped adapters, the demo's jobs, a scripted CMP and a store in a folder of its own.
struct SyncBench {
    static let now = Instant(milliseconds: 1_795_478_400_000)
    static let registry = AdapterRegistry(folder: packageRoot.appendingPathComponent("Adapters").path)

    let folder: String
    let storePath: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("bridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        storePath = folder + "/consent.db"
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static func scenario(_ name: String) throws -> Scenario {
        try Scenario(contentsOf: packageRoot.appendingPathComponent("Fixtures/scenarios/\(name).yaml").path)
    }

    /// The demo's job file against a server, committing after so many rows.
    func jobFile(port: Int, secret: String = "demo-secret", rows: Int = 100_000, attempts: Int = 5) throws -> JobFile {
        let path = folder + "/bridge.yaml"
        let text = try String(
            contentsOf: packageRoot.appendingPathComponent("Fixtures/demo/bridge.yaml"),
            encoding: .utf8
        )
        let policy = packageRoot.appendingPathComponent("Fixtures/demo/policy.yaml").path
        try text.replacing("policy: policy.yaml", with: "policy: \(policy)")
            .replacing(
                "    since:",
                with: "    batch: { rows: \(rows) }\n    retry: { attempts: \(attempts) }\n    since:"
            )
            .write(toFile: path, atomically: true, encoding: .utf8)
        return try JobFile(
            contentsOf: path,
            environment: ["DEMO_CMP": "127.0.0.1:\(port)", "DEMO_SECRET": secret]
        )
    }

    /// The job file as it was written last, with another policy.
    func rewrite(_ policy: String) throws -> JobFile {
        let path = folder + "/bridge.yaml"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
            line.hasPrefix("policy:") ? policy : String(line)
        }
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return try JobFile(contentsOf: path, environment: ["DEMO_CMP": "127.0.0.1:1", "DEMO_SECRET": "demo-secret"])
    }

    /// Runs the job once.
    func run(
        _ file: JobFile,
        in store: any ConsentStore,
        now: Instant = Self.now,
        scope: SyncEngine.Scope = .changes
    ) async throws -> JobReport {
        let engine = SyncEngine(
            store: store,
            registry: Self.registry,
            file: file,
            now: now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return await engine.run(try #require(file.jobs.first), scope: scope)
    }
}

/// Everything in a store that must be the same however a run went: subjects and records, and the multiset of changes.
struct StoreContent: Hashable, Sendable {
    var subjects: [SubjectKey: SubjectState] = [:]
    var records: [SubjectKey: [StoredRecord]] = [:]
    var changes: [ChangeEssence: Int] = [:]

    struct ChangeEssence: Hashable, Sendable {
        let subject: SubjectID?
        let before: Permissions
        let after: Permissions
        let decidedAt: Instant
    }

    init(of store: any ConsentStore) async throws {
        var after: SubjectKey?
        while true {
            let page = try await store.subjects(approving: [], after: after, limit: 500)
            guard let last = page.last else { break }
            for stored in page {
                subjects[stored.key] = stored.state
                records[stored.key] = try await store.subject(stored.subject)?.records
            }
            after = last.key
        }
        var number: Int64 = 0
        while true {
            let page = try await store.changes(after: number, limit: 1_000)
            guard let last = page.last else { break }
            for change in page {
                let essence = ChangeEssence(
                    subject: change.subject,
                    before: change.before,
                    after: change.after,
                    decidedAt: change.decidedAt
                )
                changes[essence, default: 0] += 1
            }
            number = last.number
        }
    }
}
