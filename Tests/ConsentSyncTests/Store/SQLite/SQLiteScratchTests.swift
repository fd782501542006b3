import ConsentSync
import Foundation
import OptIn
import Testing

@Suite("Scratch copies for dry runs")
struct SQLiteScratchTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a copy starts as the original, and the original stays as it is")
    func copyIsIndependent() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await store.apply(
            Samples.batch([Samples.record(1, approving: [.aa])], cursor: "c1"),
            deciding: LatestWins()
        )
        let contents = try await StoreContents(of: store)
        let copy = try store.scratchCopy()
        #expect(try await StoreContents(of: copy) == contents)

        let batch = Samples.batch([Samples.record(1, at: 2_000, denying: [.aa]), Samples.record(2)], cursor: "c2")
        let outcome = try await copy.apply(batch, deciding: LatestWins())
        #expect(outcome.changes == 1)
        #expect(try await copy.totals().subjects == 2)
        #expect(try await copy.verifyLedger().isSound)
        #expect(try await StoreContents(of: store) == contents)
    }

    @Test("a copy of the store at a path, beside a writer, writes nothing to the disk")
    func copyOfPath() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await store.apply(Samples.batch([Samples.record(1, approving: [.aa])]), deciding: LatestWins())
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let copy = try SQLiteStore.scratchCopy(ofStoreAt: folder.file())
        try await copy.apply(Samples.batch([Samples.record(2)]), deciding: LatestWins())
        #expect(try await copy.totals().subjects == 2)
        #expect(try await store.totals().subjects == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == bytes)
    }

    @Test("where no store is, the copy is empty and no file is made")
    func copyOfNothing() async throws {
        let copy = try SQLiteStore.scratchCopy(ofStoreAt: folder.file())
        try await copy.apply(Samples.batch([Samples.record(1)]), deciding: LatestWins())
        #expect(try await copy.totals().subjects == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a copy fails as opening does")
    func failures() throws {
        let missing = #expect(throws: StoreError.self) {
            try SQLiteStore.scratchCopy(ofStoreAt: folder.file("none/consent.db"))
        }
        #expect(missing?.code == .folderMissing)
        try "text".write(toFile: folder.file(), atomically: true, encoding: .utf8)
        let text = #expect(throws: StoreError.self) { try SQLiteStore.scratchCopy(ofStoreAt: folder.file()) }
        #expect(text?.code == .notADatabase)
    }
}
