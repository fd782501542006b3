import ConsentTranslation
import Foundation
import GRDB
import OptIn
import Testing

@testable import ConsentSync

@Suite("Opening a SQLite store")
struct SQLiteOpeningTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("commits are synced to the disk: the live writer says synchronous = 2")
    func durability() async throws {
        let store = try SQLiteStore(path: folder.file())
        #expect(try await store.synchronousLevel() == 2)
        try await store.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        #expect(try await store.synchronousLevel() == 2, "it stays so after writing")
        let mode = try await store.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
    }

    @Test("what was written is there when the store is opened again, to write or to read")
    func reopening() async throws {
        let batch = Samples.batch([Samples.record(1, approving: [.aa])], cursor: "c1")
        var first: SQLiteStore? = try SQLiteStore(path: folder.file())
        try await first?.apply(batch, deciding: LatestWins())
        let contents = try await StoreContents(of: #require(first))
        first = nil
        for mode in [SQLiteStore.Mode.readOnly, .readWrite] {
            let again = try SQLiteStore(path: folder.file(), mode: mode)
            #expect(try await StoreContents(of: again) == contents)
            #expect(try await again.verifyLedger().isSound)
            #expect(try await again.integrityCheck().isEmpty)
        }
    }

    @Test("a reader sees what a writer commits while both are open")
    func readerBesideWriter() async throws {
        let writer = try SQLiteStore(path: folder.file())
        let reader = try SQLiteStore(path: folder.file(), mode: .readOnly)
        try await writer.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        #expect(try await reader.totals().subjects == 1)
    }

    @Test("a store opened to read cannot be written, and says so")
    func writingReadOnly() async throws {
        _ = try SQLiteStore(path: folder.file())
        let reader = try SQLiteStore(path: folder.file(), mode: .readOnly)
        let error = await #expect(throws: StoreError.self) {
            try await reader.apply(Samples.batch([Samples.record(1)]), deciding: LatestWins())
        }
        #expect(error?.code == .readOnly)
        #expect(try await reader.totals().subjects == 0)
    }

    @Test("a new file is readable by its owner alone")
    func privateFile() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await store.apply(Samples.batch([Samples.record(1)]), deciding: LatestWins())
        for name in ["consent.db", "consent.db-wal", "consent.db-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test(
        "a missing folder is named with the command that makes it",
        arguments: [SQLiteStore.Mode.readWrite, .readOnly]
    )
    func folderMissing(_ mode: SQLiteStore.Mode) throws {
        let path = folder.file("none/consent.db")
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path, mode: mode) }
        #expect(error?.code == .folderMissing)
        #expect(error?.message.contains("mkdir -p \(folder.file("none"))") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")), "the folder is not made")
    }

    @Test("reading where no store is says so and makes none")
    func storeMissing() throws {
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file(), mode: .readOnly) }
        #expect(error?.code == .storeMissing)
        #expect(!FileManager.default.fileExists(atPath: folder.file()))
    }

    @Test("a text file is no database, and is left as it is", arguments: [SQLiteStore.Mode.readWrite, .readOnly])
    func textFile(_ mode: SQLiteStore.Mode) throws {
        let text = String(repeating: "this is no database\n", count: 100)
        try text.write(toFile: folder.file(), atomically: true, encoding: .utf8)
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file(), mode: mode) }
        #expect(error?.code == .notADatabase)
        #expect(try String(contentsOfFile: folder.file(), encoding: .utf8) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["consent.db"])
    }

    @Test("a folder in the place of the file", arguments: [SQLiteStore.Mode.readWrite, .readOnly])
    func folderAsFile(_ mode: SQLiteStore.Mode) throws {
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.path, mode: mode) }
        #expect(error?.code == .notADatabase)
        let parent = #expect(throws: StoreError.self) { try SQLiteStore(path: "/dev/null/consent.db", mode: mode) }
        #expect(parent?.code == .folderMissing)
    }

    @Test(
        "another program's database is refused and left as it is",
        arguments: [SQLiteStore.Mode.readWrite, .readOnly]
    )
    func foreignDatabase(_ mode: SQLiteStore.Mode) throws {
        do {
            let queue = try DatabaseQueue(path: folder.file())
            try queue.write { try $0.execute(sql: "CREATE TABLE meta (key TEXT, value TEXT)") }
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file(), mode: mode) }
        #expect(error?.code == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == bytes)
    }

    @Test("a newer schema is refused, with both numbers", arguments: [SQLiteStore.Mode.readWrite, .readOnly])
    func newerSchema(_ mode: SQLiteStore.Mode) async throws {
        do {
            let store = try SQLiteStore(path: folder.file())
            try await store.database.write { try MetaTable.set("schema", "number", to: "5", in: $0) }
        }
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file(), mode: mode) }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("schema 5") == true && error?.message.contains("up to 4") == true)
    }

    @Test("a first start that was killed before the tables were made is continued")
    func interruptedCreation() async throws {
        do {
            let pool = try DatabasePool(path: folder.file())
            try await pool.write {
                try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
        }
        let store = try SQLiteStore(path: folder.file())
        #expect(try await store.totals().subjects == 0)
    }

    @Test("a damaged file is reported, not read as empty")
    func damagedFile() async throws {
        do {
            let store = try SQLiteStore(path: folder.file())
            let records = (0..<500).map { Samples.record($0, approving: [.aa]) }
            try await store.apply(Samples.batch(records), deciding: LatestWins())
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        for offset in stride(from: 3 * 4_096, to: bytes.count, by: 4_096) {
            bytes.replaceSubrange(offset..<offset + 64, with: Data(repeating: 0xFF, count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: folder.file()))
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreContents(of: SQLiteStore(path: folder.file()))
        }
        #expect(error?.code == .corrupt)
    }

    // Rights do not bind root, so these only run for other users.
    private static let isRoot = ProcessInfo.processInfo.userName == "root"

    @Test("a read-only file is named", .disabled(if: isRoot, "rights do not bind root"))
    func readOnlyFile() async throws {
        _ = try SQLiteStore(path: folder.file())
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: folder.file())
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file()) }
        #expect(error?.code == .readOnly)
    }

    @Test("a read-only folder is named", .disabled(if: isRoot, "rights do not bind root"))
    func readOnlyFolder() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file()) }
        #expect(error?.code == .readOnly)
        let lock = #expect(throws: StoreError.self) { try RunLock(store: folder.file()) }
        #expect(lock?.code == .readOnly)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }

    @Test("reading in a read-only folder says what SQLite needs", .disabled(if: isRoot, "rights do not bind root"))
    func readingInReadOnlyFolder() async throws {
        _ = try SQLiteStore(path: folder.file())
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file(), mode: .readOnly) }
        #expect(error?.code == .readOnly)
        #expect(error?.message.contains("even to read") == true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }
}
