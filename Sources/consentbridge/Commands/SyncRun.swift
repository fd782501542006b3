import ArgumentParser
import ConsentSync
import ConsentTranslation
import ConsentTransport
import Foundation

struct SyncRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the jobs of a file, and tells the sinks.",
        discussion: """
            Killed at any moment, the next run goes on where this one stopped. A run
            without news changes nothing. Asked to end (SIGTERM, Ctrl-C), it keeps what
            was read so far. HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE of the environment
            are heeded; a proxy resolves the names itself.

            Examples:
              consentbridge sync run bridge.yaml
              consentbridge sync run bridge.yaml onetrust --json
              consentbridge sync run bridge.yaml --since 2026-11-01
              consentbridge sync run bridge.yaml --every 15m
            """
    )

    @OptionGroup var options: Sync.Options

    @Option(
        help: ArgumentHelp("Run again and again, so long after each other: 90s, 15m, 1h.", valueName: "time"),
        transform: SyncRun.pause
    )
    var every: Duration?

    func run() async throws {
        let round = SyncRound(try options.runner(), store: options.store, isJSON: options.json)
        guard let every else {
            return try await Interruption.endsCleanly { try await round.run() }
        }
        let isFixed = options.nowOptions.now != nil
        try await Interruption.endsCleanly { [round] in
            var round = round
            while !Task.isCancelled {
                do {
                    try await round.run()
                } catch is Finished {
                    // Told already; the next round may fare better.
                } catch let error as StoreError where error.code.mayPass {
                    StandardError.write("consentbridge: \(error.message)\n")
                }
                try await Task.sleep(for: every)
                if !isFixed { round.runner.now = NowOptions.present }
            }
        }
    }

    /// A length of time from the command line.
    private static func pause(_ text: String) throws -> Duration {
        let units: [Substring: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let digits = text.prefix { $0.isNumber }
        guard let unit = units[text.dropFirst(digits.count)], let count = Int64(digits), (1...100_000).contains(count)
        else { throw ValidationError("\"\(text)\" is no length of time; write one such as 90s, 15m or 1h.") }
        return .seconds(count * unit)
    }
}

/// One run of the jobs, from the sweep to the sinks.
private struct SyncRound: Sendable {
    var runner: SyncRunner
    let store: String?
    let isJSON: Bool
    let metricsFile: MetricsFile?

    init(_ runner: SyncRunner, store: String?, isJSON: Bool) {
        self.runner = runner
        self.store = store
        self.isJSON = isJSON
        metricsFile = runner.file.metricsFile.map(MetricsFile.init)
        if let metricsFile { self.runner.metrics = SyncMetrics(factory: metricsFile.metrics) }
    }

    func run() async throws {
        let path = store ?? runner.file.store
        let lock = try RunLock(store: path)
        defer { withExtendedLifetime(lock) {} }
        let store = try SQLiteStore(path: path)
        let expired = try await runner.sweep(store)
        let reports = await runner.run(in: store, progress: ProgressLine(jobs: runner.jobs.count))
        let delivery = SinkRun(
            store: store,
            sinks: runner.file.sinks,
            now: runner.now,
            network: .present,
            logger: .silent
        )
        let delivered = Task.isCancelled ? [] : await delivery.deliver()
        if !Task.isCancelled { SinkText.tellWaiting(try await delivery.finishErasures()) }
        let text = SyncReportText.expired(expired) + SyncReportText.table(reports) + SinkText.table(delivered)
        let lines = SyncReportText.json(reports) + SyncReportText.expiredJSON(expired) + SinkText.json(delivered)
        StandardOutput.write(isJSON ? lines : Array(text.utf8))
        var status = SyncReportText.tellFailures(reports)
        let sinkStatus = SinkText.tellProblems(delivered)
        // The numbers of a run that was stopped count too.
        let metricsStatus = try await Task { try await measure(expired, delivered, store) }.value
        for other in [sinkStatus, metricsStatus] where status == .done { status = other }
        if status != .done { throw Finished(status: status) }
    }

    /// Writes the numbers of the round to the metrics file, if there is one. That it cannot be written ends nothing.
    private func measure(
        _ expired: RevisionOutcome,
        _ delivered: [SinkReport],
        _ store: SQLiteStore
    ) async throws -> ExitStatus {
        guard let metricsFile else { return .done }
        runner.metrics.expired(expired)
        for job in runner.jobs {
            runner.metrics.quarantine(of: job.name, holds: try await store.quarantineCount(job: job.name))
        }
        let last = try await store.lastChange()
        for report in delivered {
            let position = try await store.sinkState(report.sink)?.position ?? 0
            runner.metrics.delivered(report, behind: last - position)
        }
        do {
            try metricsFile.write()
            return .done
        } catch {
            StandardError.write("consentbridge: \(error.message)\n")
            return .failures
        }
    }
}
