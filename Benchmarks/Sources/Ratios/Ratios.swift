import CodecJobs
import Foundation
import MachineTime

/// Prints the table of ratios: `Ratios DATA [PROGRAM [ADAPTERS]]`.
///
/// DATA has the corpora, and the Python peer if there is one. PROGRAM is consentbridge, for the cases of whole processes.
/// The variable ONLY names what to measure, separated by commas: codec, store, pull, files, process.
@main
struct Ratios {
    private let data: URL
    private var table = Table()

    static func main() {
        let arguments = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
        guard let data = arguments.first else { return end("Name the folder with the corpora.") }
        do {
            var ratios = Ratios(data: data)
            print("\(Machine.line); \(Machine.load) at the start.\n")
            let processor = pin_to_one_processor()
            print(processor < 0 ? "Not pinned: this system cannot." : "Pinned to processor \(processor).")
            if isWanted("codec") {
                try ratios.measureTCF()
                try ratios.measureGPP()
            }
            if isWanted("store") { try Stores(data: data).measure(into: &ratios.table) }
            let program = arguments.count > 2 ? arguments[1] : nil
            if isWanted("pull") {
                let scripts = data.appendingPathComponent("scripts")
                try Pulls(data: data, scripts: scripts, program: program).measure(into: &ratios.table)
            }
            unpin()
            if let program, isWanted("files") {
                try FileJobs(data: data, program: program).measure(into: &ratios.table)
            }
            if let program, isWanted("process") {
                try ratios.measureProgram(program, adapters: arguments[2])
                try ratios.measureMixed(program, adapters: arguments[2])
            }
            print(ratios.table.text, terminator: "")
            if ratios.table.missed > 0 { print("\(ratios.table.missed) below the bar.") }
            print("At the end \(Machine.load).")
        } catch {
            end("\(error)")
        }
    }

    private static func isWanted(_ part: String) -> Bool {
        let only = ProcessInfo.processInfo.environment["ONLY"] ?? ""
        return only.isEmpty || only.split(separator: ",").contains { $0 == part }
    }

    private static func end(_ message: String) {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(1)
    }

    private init(data: URL) { self.data = data }

    private func file(_ name: String) -> URL { data.appendingPathComponent(name) }

    /// Refuses to compare what did not do the same work.
    private func check(_ results: [Measured], _ truth: Checksums, _ what: String) throws {
        for result in results where result.sums != truth {
            throw Failure("The checksums of \(what) differ: \(result.sums) instead of \(truth).")
        }
    }

    private mutating func measureTCF() throws {
        let corpus = try Corpus(file("tcf.txt"))
        let masks = inTurn(
            [
                { LimitJobs.mask(corpus) }, { TCFJobs.mask(corpus) }, { TCFJobs.mask(corpus, isChecked: true) },
            ],
            lines: corpus.lines.count
        )
        try check(masks, Checksums(truth: file("tcf.tsv"), isFull: false), "the query path")
        let (limit, query, checked) = (masks[0].nanoseconds, masks[1].nanoseconds, masks[2].nanoseconds)

        let decodes = inTurn(
            [{ LimitJobs.full(corpus) }, { TCFJobs.full(corpus) }, { TCFJobs.values(corpus) }],
            lines: corpus.lines.count
        )
        try check(decodes, Checksums(truth: file("tcf.tsv"), isFull: true), "full decoding")
        let (fullLimit, full, values) = (decodes[0].nanoseconds, decodes[1].nanoseconds, decodes[2].nanoseconds)

        table.add("query path / own C scalar", limit / query, bar: 0.9, aim: 1.0, nanoseconds(query, limit))
        table.add("full decode / own C scalar", fullLimit / full, bar: 0.85, aim: 0.98, nanoseconds(full, fullLimit))
        try measurePeer(query: query, full: full)
        table.add(
            "allocations a string, query path",
            text: "-",
            bar: "0",
            aim: "0",
            "counted by a test, not here"
        )
        table.add("checked twin / query path", query / checked, bar: 0.4, aim: 0.8, "no unchecked access at all")
        table.add("full decode, new values / own C scalar", fullLimit / values, nanoseconds(values, fullLimit))
        try measureShort()

        let models = TCFJobs.Values(corpus.prefix(20_000))
        let encode = inTurn([{ TCFJobs.encode(models) }], lines: 20_000, rounds: 3)[0]
        table.add("encode, strings a second", rate: 1e9 / encode.nanoseconds)
    }

    private mutating func measureShort() throws {
        let corpus = try Corpus(file("tcf-short.txt"))
        let rounds = 301
        let masks = inTurn(
            [{ LimitJobs.mask(corpus) }, { TCFJobs.mask(corpus) }],
            lines: corpus.lines.count,
            rounds: rounds
        )
        try check(masks, Checksums(truth: file("tcf-short.tsv"), isFull: false), "short strings")
        let decodes = inTurn(
            [{ LimitJobs.full(corpus) }, { TCFJobs.full(corpus) }],
            lines: corpus.lines.count,
            rounds: rounds
        )
        try check(decodes, Checksums(truth: file("tcf-short.tsv"), isFull: true), "short strings")
        let (limit, query) = (masks[0].nanoseconds, masks[1].nanoseconds)
        let (fullLimit, full) = (decodes[0].nanoseconds, decodes[1].nanoseconds)
        table.add("short strings: query path / own C scalar", limit / query, nanoseconds(query, limit))
        table.add("short strings: full decode / own C scalar", fullLimit / full, nanoseconds(full, fullLimit))
    }

    private mutating func measurePeer(query: Double, full: Double) throws {
        let peer = PythonPeer(python: file("venv/bin/python"), script: file("scripts/tcf_bench.py"))
        guard FileManager.default.isExecutableFile(atPath: peer.python.path) else {
            table.add("query path / PyPI iab-tcf", text: "-", bar: "1,000", aim: "2,300", "the peer is not installed")
            table.add("full decode / PyPI iab-tcf", text: "-", bar: "500", aim: "1,500", "the peer is not installed")
            return
        }
        let lines = 3_000
        let corpus = try Corpus(file("tcf.txt")).prefix(lines)
        let masks = try peer.measure("lazy", corpus: file("tcf.txt"), lines: lines)
        let decodes = try peer.measure("full", corpus: file("tcf.txt"), lines: lines)
        guard masks.sums == TCFJobs.mask(corpus).description, decodes.sums == TCFJobs.full(corpus).description else {
            throw Failure("The checksums of the Python peer differ.")
        }
        table.add("query path / PyPI iab-tcf", masks.nanoseconds / query, bar: 1_000, aim: 2_300)
        table.add("full decode / PyPI iab-tcf", decodes.nanoseconds / full, bar: 500, aim: 1_500)
    }

    private mutating func measureGPP() throws {
        let corpus = try Corpus(file("gpp.txt"))
        let results = inTurn(
            [{ LimitJobs.gpp(corpus) }, { GPPJobs.answers(corpus) }, { GPPJobs.values(corpus) }],
            lines: corpus.lines.count,
            rounds: 15
        )
        try check(results, Checksums(truth: file("gpp.tsv"), isFull: false), "GPP")
        let (limit, answers, values) = (results[0].nanoseconds, results[1].nanoseconds, results[2].nanoseconds)
        table.add("GPP decode / own C scalar", limit / answers, bar: 0.7, aim: 0.95, nanoseconds(answers, limit))
        table.add("GPP decode, new values / own C scalar", limit / values, nanoseconds(values, limit))
    }

    private mutating func measureProgram(_ program: URL, adapters: URL) throws {
        let process = WholeProcess(program: program, input: file("million.txt"), lines: 1_000_000)
        let mask = try process.measure(["decode", "--lines", "--mask"])
        let json = try process.measure(["decode", "--lines"])
        let translate = try process.measure(
            ["translate", "--lines", "--adapter", "iab-tcf", "--adapters", adapters.path]
        )
        table.add("decode --lines --mask, lines a second", rate: mask.rate, bar: 1_000_000, processor(mask.nanoseconds))
        table.add("decode --lines, lines a second", rate: json.rate, bar: 250_000, processor(json.nanoseconds))
        table.add("translate --lines, lines a second", rate: translate.rate, processor(translate.nanoseconds))
    }

    private mutating func measureMixed(_ program: URL, adapters: URL) throws {
        let payloads = try MixedPayloads(folder: adapters)
        let arguments = ["translate", "--lines", "--adapters", adapters.path]
        for (count, name) in [(100_000, "100,000"), (1_000_000, "1,000,000")] {
            let bytes = try payloads.write(count, to: file("mixed.txt"))
            let process = WholeProcess(program: program, input: file("mixed.txt"), lines: count)
            let run = try process.measure(arguments)
            table.add(
                "translate --lines, \(name) mixed payloads, lines a second",
                rate: run.rate,
                processor(run.nanoseconds)
            )
            table.add(
                "  peak memory in MiB",
                rate: Double(run.peakBytes) / 1_048_576,
                "\(payloads.payloads.count) payloads of \(payloads.adapters) adapters in turn, \(bytes / count) bytes each"
            )
        }
    }

    private func nanoseconds(_ ours: Double, _ theirs: Double) -> String {
        "\(Int(ours.rounded())) to \(Int(theirs.rounded())) ns"
    }

    private func processor(_ nanoseconds: Double) -> String {
        "\(Int(nanoseconds.rounded())) ns of processor time a line"
    }
}
