import ConsentSync
import ConsentTranslation
import Foundation
import MachineTime
import StoreLimits

/// Writes records into an empty store and says how fast that was: `StoreJob swift|c DB COUNT [BATCH]`; or says what is in
/// one: `StoreJob check DB`.
///
/// First all records are new, then each subject has a later decision that differs. Making the records is not timed.
@main
struct StoreJob {
    let path: String
    let count: Int
    let batch: Int

    static func main() async {
        let arguments = CommandLine.arguments
        do {
            if arguments.count == 3, arguments[1] == "check" { return try await check(arguments[2]) }
            guard arguments.count > 3, ["swift", "c"].contains(arguments[1]), let count = Int(arguments[3]), count > 0,
                let batch = arguments.count > 4 ? Int(arguments[4]) : BatchLimits().rows, batch > 0
            else {
                return end("StoreJob swift|c DB COUNT [BATCH], or StoreJob check DB")
            }
            let job = StoreJob(path: arguments[2], count: count, batch: batch)
            try job.removeStore()
            if arguments[1] == "c" { try job.byC() } else { try await job.bySwift() }
        } catch {
            end("\(error)")
        }
    }

    private static func end(_ message: String) {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(1)
    }

    private func removeStore() throws {
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
            try FileManager.default.removeItem(atPath: path + end)
        }
    }

    /// The subjects of each batch.
    private var parts: [Range<Int>] {
        stride(from: 0, to: count, by: batch).map { $0..<min($0 + batch, count) }
    }

    /// By the library's store.
    private func bySwift() async throws {
        let store = try SQLiteStore(path: path)
        for pass in MadeRecords.Pass.allCases {
            let made = MadeRecords(pass: pass)
            var stopwatch = Stopwatch()
            for (number, part) in parts.enumerated() {
                let batch = Batch(
                    records: made.stored(part),
                    checkpoint: CheckpointUpdate(
                        key: StreamKey(job: Self.job, stream: Self.stream),
                        cursor: "\(number)"
                    ),
                    policyHash: MadeRecords.policyHash,
                    now: made.now
                )
                stopwatch.start()
                let outcome = try await store.apply(batch, deciding: FirstByteDecider())
                stopwatch.stop()
                guard outcome.changes == part.count else { throw Failed("A batch made \(outcome.changes) changes.") }
            }
            print(stopwatch.line(pass, count))
        }
    }

    private static let job = "bench"
    private static let stream = "records"

    /// By sqlite3 alone, in a store that the library has made.
    private func byC() throws {
        _ = try SQLiteStore(path: path)
        guard let limit = store_limit_open(path) else { throw Failed("SQLite cannot open \(path).") }
        defer { store_limit_close(limit) }
        for pass in MadeRecords.Pass.allCases {
            let made = MadeRecords(pass: pass)
            var stopwatch = Stopwatch()
            for (number, part) in parts.enumerated() {
                let (arena, rows) = made.rows(part)
                let code = Self.withBatch(arena, rows, cursor: "\(number)", now: made.now) { batch in
                    stopwatch.start()
                    defer { stopwatch.stop() }
                    return store_limit_apply(limit, &batch)
                }
                guard code == 0 else { throw Failed("SQLite ended with the code \(code).") }
            }
            print(stopwatch.line(pass, count))
        }
    }

    private static func withBatch(
        _ arena: [UInt8],
        _ rows: [store_row],
        cursor: String,
        now: Instant,
        _ body: (inout store_batch) -> Int32
    ) -> Int32 {
        let words = [MadeRecords.namespace, MadeRecords.adapter, job, stream, cursor]
        let texts = words.map { word in UnsafePointer(strdup(word)) }
        defer { texts.forEach { free(UnsafeMutablePointer(mutating: $0)) } }
        return arena.withUnsafeBufferPointer { arena in
            rows.withUnsafeBufferPointer { rows in
                MadeRecords.manifestHash.withUnsafeBufferPointer { manifest in
                    MadeRecords.policyHash.withUnsafeBufferPointer { policy in
                        var batch = store_batch(
                            arena: arena.baseAddress,
                            rows: rows.baseAddress,
                            count: rows.count,
                            name_space: texts[0],
                            adapter: texts[1],
                            job: texts[2],
                            stream: texts[3],
                            cursor: texts[4],
                            manifest_hash: manifest.baseAddress,
                            policy_hash: policy.baseAddress,
                            now: now.milliseconds
                        )
                        return body(&batch)
                    }
                }
            }
        }
    }

    /// Says what a store holds, by a sum that is the same whoever wrote it, once its ledger has been found whole.
    private static func check(_ path: String) async throws {
        let report = try await SQLiteStore(path: path, mode: .readOnly).verifyLedger()
        if let fault = report.firstBreak { throw Failed(fault.message) }
        var sum = [UInt8](repeating: 0, count: Int(STORE_SUM_BYTES))
        var (subjects, changes): (Int64, Int64) = (0, 0)
        let code = store_limit_sum(path, &sum, &subjects, &changes)
        guard code == 0 else { throw Failed("SQLite ended with the code \(code).") }
        let digits = sum.map { String(format: "%02x", $0) }.joined()
        print("\(subjects) subjects, \(changes) changes, ledger whole, sum \(digits)")
    }

    private struct Failed: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }
}

/// Clock and processor time over the parts of a pass that count.
private struct Stopwatch {
    private var began = (wall: 0.0, processor: 0.0)
    private var total = (wall: 0.0, processor: 0.0)

    mutating func start() { began = (wall_seconds(), own_processor_seconds()) }

    mutating func stop() {
        total.wall += wall_seconds() - began.wall
        total.processor += own_processor_seconds() - began.processor
    }

    func line(_ pass: MadeRecords.Pass, _ count: Int) -> String {
        let cost = String(format: "%.2f", total.processor / Double(count) * 1e6)
        return "\(pass) \(Int(Double(count) / total.wall)) rows/s, \(cost) us cpu/row"
    }
}
