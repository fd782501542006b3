import ConsentSync
import ConsentTranslation
import Foundation
import OptIn
import Testing

@Suite("Erasing from a SQLite file")
struct SQLiteErasureTests {
    @Test("once the tombstone is gone, no byte of the id is left in any of the store's files")
    func noTrace() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        let records = (0..<300).map { Samples.record($0, approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        let subject = Samples.subject(123)
        #expect(try traces(of: subject.id, in: folder) > 0)
        let erasure = try #require(try await store.forget(subject, at: Samples.instant(9_000)))
        try await store.removeTombstones([erasure.tombstone])
        #expect(try traces(of: subject.id, in: folder) == 0)
        #expect(try traces(of: Samples.subject(124).id, in: folder) > 0, "the others are still there")
        #expect(try await store.integrityCheck().isEmpty)
    }

    private func traces(of text: String, in folder: TemporaryFolder) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).count { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            return data.range(of: Data(text.utf8)) != nil
        }
    }
}
