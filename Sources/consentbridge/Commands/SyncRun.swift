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

            With --every, a job that has `every` in the file runs in a round only if its
            last run began so long ago; if that is shorter than --every, in each round.
            A job whose last run failed runs in the next round. Without --every, all jobs
            run.

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
        var first = SyncRound(try options.runner(), store: options.store, isJSON: options.json)
        first.keepsPace = every != nil
        guard let every else {
            return try await Interruption.endsCleanly { [first] in try await first.run() }
        }
        let isFixed = options.nowOptions.now != nil
        try await Interruption.endsCleanly { [first] in
            var round = first
            while !Task.isCancelled {
                do {
                    try await round.run()
                } catch is Finished {
                    // Told already; the next round may fare better.
                } catch let error as StoreError where error.code.mayPass {
                    StandardError.write("consentbridge: \(error.message)\n")
                }
                round.isFirst = false
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
    /// Whether jobs with a pace of their own run only when they are due.
    var keepsPace = false
    /// Whether what is said once is still to be said.
    var isFirst = true

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
        if isFirst { try await runner.tellUnheededStarts(in: store) }
        var running = runner
        if keepsPace { running.jobs = try await runner.due(in: store) }
        let reports = await running.run(in: store, progress: ProgressLine(jobs: running.jobs.count))
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
