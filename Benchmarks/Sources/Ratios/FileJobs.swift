import Foundation

/// The whole job from a file to the store: read, translate, decide, keep with a ledger; and the memory that takes.
struct FileJobs {
    /// Where the corpora and the job are.
    let data: URL
    /// `consentbridge`.
    let program: URL

    /// Adds the rows.
    func measure(into table: inout Table) throws {
        let strings = try String(contentsOf: data.appendingPathComponent("tcf-short.txt"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        defer { remove(["people.ndjson", "job.db", "job.db-wal", "job.db-shm", "job.db.lock"]) }
        for (count, name) in [(10_000, "10,000"), (100_000, "100,000"), (1_000_000, "1,000,000")] {
            try write(count, strings)
            remove(["job.db", "job.db-wal", "job.db-shm", "job.db.lock"])
            let command = ["sync", "run", path("bridge.yaml"), "file", "--adapters", path("Adapters")]
            let run = try Command(program.path, command).run(isKeepingOutput: false)
            let cost = Int((run.processorSeconds / Double(count) * 1e6).rounded())
            table.add(
                "job from a file of \(name) people, people a second",
                rate: Double(count) / run.seconds,
                "\(cost) us of processor time each"
            )
            table.add("  peak memory in MiB", rate: Double(run.peakBytes) / 1_048_576)
        }
    }

    /// Writes so many lines, each of another made-up person.
    private func write(_ count: Int, _ strings: [String]) throws {
        let file = URL(fileURLWithPath: path("people.ndjson"))
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        for start in stride(from: 0, to: count, by: 10_000) {
            var lines = ""
            for number in start..<min(start + 10_000, count) {
                // Another order than the one in which they were numbered.
                let id = String(UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
                lines += "{\"visitorId\":\"\(id)\",\"tcString\":\"\(strings[number % strings.count])\","
                lines += "\"updatedAt\":\(1_700_000_000 + number % 86_400)}\n"
            }
            try handle.write(contentsOf: Data(lines.utf8))
        }
    }

    private func path(_ name: String) -> String { data.appendingPathComponent("scripts/Job/\(name)").path }

    private func remove(_ names: [String]) {
        for name in names { try? FileManager.default.removeItem(atPath: path(name)) }
    }
}
