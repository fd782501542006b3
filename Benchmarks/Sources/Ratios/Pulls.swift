import Foundation
import MachineTime

/// Pulling from a server on this machine: nginx on one processor, who pulls on another.
struct Pulls {
    /// Where the site, the certificate and the Python peers are.
    let data: URL
    /// The folder with the peers' scripts.
    let scripts: URL
    /// `PullJob`, which stands beside this program.
    let job: URL
    /// `consentbridge`, for the whole job; nil to leave that out.
    let program: URL?

    private let width = 64

    init(data: URL, scripts: URL, program: URL?) {
        self.data = data
        self.scripts = scripts
        self.program = program
        job = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(
            "PullJob"
        )
    }

    /// Adds the rows; says why where a program is missing.
    func measure(into table: inout Table) throws {
        guard Command.find("nginx") != nil, Command.find("taskset") != nil else {
            return table.add("pull", text: "-", "nginx is not installed")
        }
        let serve = scripts.appendingPathComponent("serve.sh").path
        _ = try Command("bash", serve, "start", path("site"), path("run")).output()
        defer { _ = try? Command("bash", serve, "stop", path("run")).output() }
        // The first run only warms the server.
        _ = try rate(pull("c", urls: "urls.txt", count: 20_000))
        try measurePlain(into: &table)
        try measureHTTP2(into: &table)
        try measureMemory(into: &table)
        if let program { try WholeJobs(data: data, program: program).measure(into: &table) }
    }

    private func measurePlain(into table: inout Table) throws {
        var commands = [pull("swift", urls: "urls.txt", count: 60_000), pull("c", urls: "urls.txt", count: 60_000)]
        let names = ["wrk", "curl --parallel", "aiohttp"]
        let peers = [wrk, curl, python("aiohttp", "urls.txt", count: 20_000)]
        commands += peers.compactMap(\.self)
        let medians = try inTurn(commands)
        let (swift, limit) = (medians[0], medians[1])
        table.add("pull / own C libcurl multi loop", swift / limit, bar: 0.9, aim: 1.0, rates(swift, limit))
        var others = medians.dropFirst(2)
        for (index, goal) in [(0, (0.7, 0.9)), (1, (2.5, 3)), (2, (4, 5.5))] {
            let what = "pull / \(names[index])"
            guard peers[index] != nil, let other = others.popFirst() else {
                table.add(what, text: "-", bar: "\(goal.0)", aim: "\(goal.1)", "the peer is not installed")
                continue
            }
            table.add(what, swift / other, bar: goal.0, aim: goal.1, rates(swift, other))
        }
    }

    private func measureHTTP2(into table: inout Table) throws {
        let ours = pull("swift", urls: "tls.txt", count: 40_000, authority: true)
        let limit = pull("c", urls: "tls.txt", count: 40_000, authority: true)
        let peer = python("httpx2", "tls.txt", count: 2_000)
        let medians = try inTurn([ours, limit] + [peer].compactMap(\.self))
        let what = "HTTP/2 + TLS, one connection / httpx HTTP/2"
        if medians.count > 2 {
            table.add(what, medians[0] / medians[2], bar: 20, aim: 35, rates(medians[0], medians[2]))
        } else {
            table.add(what, text: "-", bar: "20", aim: "35", "the peer is not installed")
        }
        table.add("HTTP/2 + TLS / own C libcurl multi loop", medians[0] / medians[1], rates(medians[0], medians[1]))
    }

    private func measureMemory(into table: inout Table) throws {
        for (count, name) in [(100_000, "100,000"), (1_000_000, "1,000,000")] {
            let peak = try pull("swift", urls: "urls.txt", count: count).run().peakBytes
            table.add("pull, peak memory in MiB over \(name) requests", rate: Double(peak) / 1_048_576)
        }
    }

    private func pull(_ which: String, urls: String, count: Int, authority: Bool = false) -> Command {
        let arguments = [which, path(urls), "\(count)", "\(width)"] + (authority ? [path("run/cert.pem")] : [])
        return Command(job.path, arguments)
    }

    private var wrk: Command? {
        guard let wrk = Command.find("wrk"), let text = try? String(contentsOfFile: path("urls.txt"), encoding: .utf8),
            let first = text.split(separator: "\n").first
        else {
            return nil
        }
        return Command(wrk, ["-t1", "-c\(width)", "-d3s", String(first)])
    }

    private var curl: Command? {
        Command.find("curl").map {
            Command($0, ["-s", "--no-progress-meter", "--parallel", "--parallel-max", "300", "-K", path("curl.conf")])
        }
    }

    private func python(_ client: String, _ urls: String, count: Int) -> Command? {
        let python = path("venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
        let script = scripts.appendingPathComponent("pull_peer.py").path
        let limits = ["--limit", "\(count)", "--workers", "\(width)", "--cafile", path("run/cert.pem")]
        return Command(python, [script, client, path(urls)] + limits)
    }

    /// The medians of three rounds, in which the commands run in turn.
    private func inTurn(_ commands: [Command]) throws -> [Double] {
        var rates = [[Double]](repeating: [], count: commands.count)
        for _ in 0..<3 {
            for (index, command) in commands.enumerated() { rates[index].append(try rate(command)) }
        }
        return rates.map { $0.sorted()[1] }
    }

    /// Requests a second, as the program says; curl does not say, and fetches each address once.
    private func rate(_ command: Command) throws -> Double {
        let run = try command.run()
        if let match = run.output.firstMatch(of: /([0-9.]+) req\/s/)
            ?? run.output.firstMatch(of: /Requests\/sec: *([0-9.]+)/)
        {
            return Double(match.output.1) ?? 0
        }
        let addresses = try String(contentsOfFile: path("urls.txt"), encoding: .utf8).split(separator: "\n").count
        return Double(addresses) / run.seconds
    }

    private func path(_ name: String) -> String { data.appendingPathComponent(name).path }

    private func rates(_ ours: Double, _ theirs: Double) -> String {
        "\(Int(ours.rounded())) to \(Int(theirs.rounded())) requests a second"
    }
}
