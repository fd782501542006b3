import Foundation

/// The whole job, from the CMP to the store: pull, translate, decide, keep with a ledger; beside what a Python user writes.
struct WholeJobs {
    /// Where the site, the job and the Python peers are.
    let data: URL
    /// `consentbridge`.
    let program: URL

    private let subjects = 100_000

    /// Adds the rows; the server must be running.
    func measure(into table: inout Table) throws {
        try Data(try visitors(subjects).utf8).write(to: URL(fileURLWithPath: path("subjects.txt")))
        let oneByOne = try medianOfThree("one-by-one", ["--subjects", path("subjects.txt")])
        let pages = try medianOfThree("pages", [])
        let what = "whole job, one by one / Python (aiohttp, iab-tcf, sqlite3)"
        if let peer = try measurePeer() {
            table.add("\(what), rate", peer.seconds / oneByOne.seconds, bar: 12, aim: 22, each(oneByOne))
            let ratio = peer.processorSeconds / oneByOne.processorSeconds
            table.add("\(what), processor time", ratio, bar: 12, aim: 22, "\(each(oneByOne)) to \(each(peer))")
        } else {
            table.add(what, text: "-", bar: "12", aim: "22", "the peer is not installed")
        }
        table.add(
            "whole job, pages of 1,000 / one by one",
            oneByOne.seconds / pages.seconds,
            bar: 1.5,
            aim: 3,
            each(pages)
        )
        let few = try run("one-by-one", ["--subjects", path("few.txt")], first: 10_000)
        for (name, peak) in [("10,000", few.peakBytes), ("100,000", oneByOne.peakBytes)] {
            table.add("whole job, peak memory in MiB over \(name) subjects", rate: Double(peak) / 1_048_576)
        }
    }

    /// Seconds and processor seconds a subject.
    private struct Cost {
        var seconds: Double
        var processorSeconds: Double
        var peakBytes = 0
    }

    private func medianOfThree(_ job: String, _ arguments: [String]) throws -> Cost {
        let runs = try (0..<3).map { _ in try run(job, arguments) }
        var median = runs.sorted { $0.seconds < $1.seconds }[1]
        median.peakBytes = runs.map(\.peakBytes).max() ?? 0
        return median
    }

    /// Runs a job into an empty store.
    private func run(_ job: String, _ arguments: [String], first count: Int? = nil) throws -> Cost {
        if let count { try Data(try visitors(count).utf8).write(to: URL(fileURLWithPath: path("few.txt"))) }
        let folder = path("scripts/Job")
        for end in ["", "-wal", "-shm", ".lock"] {
            try? FileManager.default.removeItem(atPath: "\(folder)/job.db\(end)")
        }
        let command = ["sync", "run", "\(folder)/bridge.yaml", job, "--adapters", "\(folder)/Adapters"] + arguments
        let run = try Command(program.path, command).run(isKeepingOutput: false)
        let number = Double(count ?? subjects)
        return Cost(
            seconds: run.seconds / number,
            processorSeconds: run.processorSeconds / number,
            peakBytes: run.peakBytes
        )
    }

    /// What the peer says of itself over the first visitors, so that its start is not counted; nil where it is not there.
    private func measurePeer() throws -> Cost? {
        let python = path("venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
        let arguments = [path("scripts/e2e_peer.py"), path("site/visitors.txt"), path("peer.db"), "--limit", "10000"]
        let runs = try (0..<3).map { _ -> Cost in
            let output = try Command(python, arguments).output()
            guard let rate = output.firstMatch(of: /([0-9.]+) visitors\/s/).flatMap({ Double($0.output.1) }),
                let cost = output.firstMatch(of: /([0-9.]+) us cpu/).flatMap({ Double($0.output.1) })
            else {
                throw Failure("The Python peer of the whole job said something else.")
            }
            return Cost(seconds: 1 / rate, processorSeconds: cost / 1e6)
        }
        return runs.sorted { $0.seconds < $1.seconds }[1]
    }

    private func visitors(_ count: Int) throws -> String {
        let all = try String(contentsOfFile: path("site/visitors.txt"), encoding: .utf8)
        return all.split(separator: "\n").prefix(count).joined(separator: "\n") + "\n"
    }

    private func path(_ name: String) -> String { data.appendingPathComponent(name).path }

    private func each(_ cost: Cost) -> String {
        "\(Int((cost.processorSeconds * 1e6).rounded())) us of processor time each"
    }
}
