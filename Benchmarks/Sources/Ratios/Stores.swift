import Foundation

/// Writing records into the store, beside sqlite3 alone and beside Python's.
struct Stores {
    /// Where the databases go, and the Python peers are.
    let data: URL
    /// `StoreJob`, which stands beside this program.
    private let job = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("StoreJob")
    private let records = 1_000_000

    init(data: URL) { self.data = data }

    /// What a pass over all records took.
    private struct Pass {
        /// Records a second by the clock.
        let rate: Double
        /// Microseconds of processor time a record.
        let cost: Double
    }

    /// Adds the rows.
    func measure(into table: inout Table) throws {
        defer { removeDatabases() }
        var (swift, limit) = (try run("swift"), try run("c"))
        // Two rounds in turn, and the better of each.
        swift = better(swift, try run("swift"))
        limit = better(limit, try run("c"))
        let sums = try ["swift", "c"].map { try Command(job.path, ["check", path($0)]).output() }
        guard sums[0] == sums[1] else { throw Failure("The stores differ: \(sums[0]) instead of \(sums[1]).") }
        table.add(
            "SQLite upsert through the store / own C loop, same batches",
            limit[0].cost / swift[0].cost,
            bar: 0.65,
            aim: 0.9,
            costs(swift[0], limit[0])
        )
        table.add("  later decisions of the same subjects", limit[1].cost / swift[1].cost, costs(swift[1], limit[1]))
        try measurePeers(swift, into: &table)
    }

    private func measurePeers(_ swift: [Pass], into table: inout Table) throws {
        let what = "SQLite upsert through the store / Python executemany in thousands, random keys"
        guard let python = Command.find("python3") else {
            return table.add(what, text: "-", bar: "4", aim: "8", "Python is not installed")
        }
        let plain = [script("sqlite_peer.py"), path("peer"), "--rows", "\(records)", "--batch", "1000"]
        let one = try passes(Command(python, plain).output())
        table.add(
            what,
            one[0].cost / swift[0].cost,
            bar: 4,
            aim: 8,
            "\(costs(swift[0], one[0])); it writes one table of three and no ledger"
        )
        let same = [script("store_peer.py"), path("c"), path("peer"), "--rows", "\(records)"]
        let all = try passes(Command(python, same).output())
        _ = try Command(job.path, ["check", path("peer")]).output()
        let ratio = all[0].cost / swift[0].cost
        table.add("  the same tables and the same ledger by Python", ratio, costs(swift[0], all[0]))
        table.add("  later decisions of the same subjects", all[1].cost / swift[1].cost, costs(swift[1], all[1]))
    }

    private func run(_ which: String) throws -> [Pass] {
        try passes(Command(job.path, [which, path(which), "\(records)"]).output())
    }

    /// The two passes that a program prints.
    private func passes(_ output: String) throws -> [Pass] {
        let passes = output.matches(of: /([0-9]+) rows\/s.*?([0-9.]+) us cpu\/row/).compactMap { line -> Pass? in
            guard let rate = Double(line.output.1), let cost = Double(line.output.2) else { return nil }
            return Pass(rate: rate, cost: cost)
        }
        guard passes.count == 2 else { throw Failure("A program that writes a store said something else.") }
        return passes
    }

    private func better(_ left: [Pass], _ right: [Pass]) -> [Pass] {
        zip(left, right).map { $0.cost <= $1.cost ? $0 : $1 }
    }

    private func costs(_ ours: Pass, _ theirs: Pass) -> String {
        let (our, their) = (String(format: "%.1f", ours.cost), String(format: "%.1f", theirs.cost))
        return "\(our) to \(their) us of processor time each; \(Int(ours.rate)) to \(Int(theirs.rate)) rows a second"
    }

    private func path(_ name: String) -> String { data.appendingPathComponent("store-\(name).db").path }

    private func script(_ name: String) -> String { data.appendingPathComponent("scripts/\(name)").path }

    private func removeDatabases() {
        for name in ["swift", "c", "peer"] {
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path(name) + end) }
        }
    }
}
