import ConsentTranslation
import Foundation
import GRDB
import OptIn
import Testing

@testable import ConsentSync
import ConsentTesting

/// A folder on a small disk of its own, in memory; gone when the test lets go of it.
private final class SmallDisk: Sendable {
    let folder: TemporaryFolder

    /// Why there can be none; nil where there can.
    static let obstacle: String? = {
        do {
            _ = try SmallDisk(kibibytes: 64)
            return nil
        } catch {
            return "mounting a small disk needs root on Linux"
        }
    }()

    private struct Refused: Error {}

    init(kibibytes: Int) throws {
        folder = try TemporaryFolder()
        guard Self.run("mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", folder.path]) else {
            throw Refused()
        }
    }

    deinit { _ = Self.run("umount", ["-l", folder.path]) }

    private static func run(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

@Suite("A SQLite store on a disk that is full, or that kept only half of it")
struct SQLiteDiskTests {
    private static let batches = (0..<40).map { number in
        Samples.batch(
            (0..<200).map { Samples.record(number * 150 + $0, at: Int64(number + 1), approving: [.aa]) },
            cursor: "after \(number)"
        )
    }

    @Test(
        "a full disk is told, nothing acknowledged is lost, and with room again the work goes on",
        .enabled(if: SmallDisk.obstacle == nil, "mounting a small disk needs root on Linux")
    )
    func fullDisk() async throws {
        let disk = try SmallDisk(kibibytes: 48 << 10)
        let ballast = disk.folder.file("ballast")
        try Data(count: 46 << 20).write(to: URL(fileURLWithPath: ballast))
        var store: SQLiteStore? = try SQLiteStore(path: disk.folder.file())
        var acknowledged: String?
        var failure: StoreError?
        do {
            for batch in Self.batches {
                try await store?.apply(batch, deciding: LatestWins())
                acknowledged = batch.checkpoint?.cursor
            }
        } catch let error as StoreError {
            failure = error
        }
        #expect(failure?.code == .full)
        #expect(failure?.message.contains("make room and run again") == true)
        let full = try #require(store)
        #expect(try await full.checkpoint(for: Samples.stream)?.cursor == acknowledged)
        #expect(try await full.verifyLedger().isSound)

        // As after a restart, and with room again.
        store = nil
        try FileManager.default.removeItem(atPath: ballast)
        let reopened = try SQLiteStore(path: disk.folder.file())
        #expect(try await reopened.checkpoint(for: Samples.stream)?.cursor == acknowledged)
        let more = Self.batches.prefix(8)
        for batch in more { try await reopened.apply(batch, deciding: LatestWins()) }
        #expect(try await reopened.integrityCheck().isEmpty)
        #expect(try await reopened.verifyLedger().isSound)
        let expected = MemoryStore()
        for batch in Self.batches {
            try await expected.apply(batch, deciding: LatestWins())
            if batch.checkpoint?.cursor == acknowledged { break }
        }
        for batch in more { try await expected.apply(batch, deciding: LatestWins()) }
        #expect(
            try await StoreContents(of: reopened, pageRows: 10_000) == StoreContents(of: expected, pageRows: 10_000)
        )
    }

    @Test("a log that is torn or damaged anywhere: the store is as after one of the batches, and the rest comes again")
    func tornLog() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        let batches = Self.batches.prefix(6)
        var stages = [try await StoreContents(of: store, pageRows: 10_000)]
        for batch in batches {
            try await store.apply(batch, deciding: LatestWins())
            stages.append(try await StoreContents(of: store, pageRows: 10_000))
        }
        let base = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.file("consent.db-wal")))
        #expect(log.count > 100_000, "the log was not folded into the file yet")
        var generator = RepeatableGenerator.announced()
        var met: Set<Int> = []
        for trial in 0..<24 {
            let copy = folder.file("torn-\(trial).db")
            var torn = log
            let place = Int.random(in: 0..<log.count, using: &generator)
            if trial.isMultiple(of: 2) { torn = log.prefix(place) } else { torn[place] ^= 0x41 }
            try base.write(to: URL(fileURLWithPath: copy))
            try torn.write(to: URL(fileURLWithPath: copy + "-wal"))
            let reopened = try SQLiteStore(path: copy)
            #expect(try await reopened.integrityCheck().isEmpty)
            #expect(try await reopened.verifyLedger().isSound)
            let contents = try await StoreContents(of: reopened, pageRows: 10_000)
            let stage = try #require(stages.firstIndex(of: contents), "neither as before nor as after a batch")
            met.insert(stage)
            for batch in batches { try await reopened.apply(batch, deciding: LatestWins()) }
            let whole = try await StoreContents(of: reopened, pageRows: 10_000)
            #expect(whole.outcome == stages.last?.outcome)
            #expect(whole.steps == stages.last?.steps)
        }
        #expect(met.count > 3, "the damage met few different batches")
    }
}
