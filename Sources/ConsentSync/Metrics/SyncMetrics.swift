import ConsentTranslation
import ConsentTransport
public import Metrics

/// The numbers of runs and of sinks, by swift-metrics: counters that only grow, and moments as seconds since 1970.
///
/// Labels are names of the job file and words of this program; nothing is measured of any one subject.
public struct SyncMetrics: Sendable {
    private let factory: any MetricsFactory

    /// Numbers for a factory; the one that the process was set up with unless given.
    public init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// What each number means.
    public static let help: [String: String] = [
        "consentbridge_runs_total": "Runs of a job by how they ended.",
        "consentbridge_records_total": "Consent records that a job read.",
        "consentbridge_changes_total": "Changes of permissions that a job brought.",
        "consentbridge_older_records_total": "Records older than what was known, which changed nothing.",
        "consentbridge_quarantined_total": "Items that a job could not read, each counted once.",
        "consentbridge_requests_total": "Requests to a CMP by what became of them.",
        "consentbridge_retries_total": "Waits before a request was sent again or at all, by reason.",
        "consentbridge_wait_seconds_total": "Time spent in such waits.",
        "consentbridge_run_duration_seconds": "How long the last run of a job took.",
        "consentbridge_last_run_timestamp_seconds": "The time of a job's last run.",
        "consentbridge_last_success_timestamp_seconds": "The time of a job's last run that came to its end.",
        "consentbridge_read_up_to_timestamp_seconds":
            "Up to when a job has read everything; time() minus it is its lag.",
        "consentbridge_quarantine_items": "Items of a job in quarantine now.",
        "consentbridge_expired_total": "Subjects whose decisions became too old.",
        "consentbridge_sink_delivered_total": "Changes that a sink took.",
        "consentbridge_sink_skipped_total": "Changes that are none of a sink's business.",
        "consentbridge_sink_refused_total": "Changes that a sink refused and that were parked.",
        "consentbridge_sink_behind": "Changes that a sink has not had yet.",
        "consentbridge_sink_working": "Whether a sink's last turn came to its end.",
    ]

    /// Notes how a run ended.
    func finished(_ report: JobReport, duration: Duration, at now: Instant) {
        let job = [("job", report.job)]
        count("runs_total", job + [("outcome", report.runOutcome.rawValue)], 1)
        count("records_total", job, report.records)
        count("changes_total", job, report.outcome.changes)
        count("older_records_total", job, report.outcome.older)
        count("quarantined_total", job, report.outcome.quarantinedNew)
        set("run_duration_seconds", job, duration / .seconds(1))
        set("last_run_timestamp_seconds", job, now.seconds)
        guard report.failure == nil else { return }
        set("last_success_timestamp_seconds", job, now.seconds)
        if let readUpTo = report.readUpTo { set("read_up_to_timestamp_seconds", job, readUpTo.seconds) }
    }

    /// What counts the requests of a job of which that became.
    func requests(of job: String, _ word: String) -> Counter {
        counter("requests_total", [("job", job), ("class", word)])
    }

    /// Notes a wait.
    func waited(_ job: String, _ notice: WaitNotice) {
        let labels = [("job", job), ("reason", notice.reason.rawValue)]
        count("retries_total", labels, 1)
        let seconds = FloatingPointCounter(label: Self.name("wait_seconds_total"), dimensions: labels, factory: factory)
        seconds.increment(by: notice.duration / .seconds(1))
    }

    /// Notes how many items of a job are in quarantine.
    public func quarantine(of job: String, holds items: Int) {
        set("quarantine_items", [("job", job)], Double(items))
    }

    /// Notes what became too old.
    public func expired(_ outcome: RevisionOutcome) {
        count("expired_total", [], outcome.changes)
    }

    /// Notes a sink's turn.
    ///
    /// - Parameter behind: changes that it has not had yet.
    public func delivered(_ report: SinkReport, behind: Int64) {
        let sink = [("sink", report.sink)]
        count("sink_delivered_total", sink, report.done)
        count("sink_skipped_total", sink, report.skipped)
        count("sink_refused_total", sink, report.failed)
        set("sink_behind", sink, Double(behind))
        set("sink_working", sink, report.problem == nil ? 1 : 0)
    }

    private static func name(_ name: String) -> String { "consentbridge_" + name }

    private func count(_ name: String, _ labels: [(String, String)], _ number: Int) {
        counter(name, labels).increment(by: max(0, number))
    }

    private func counter(_ name: String, _ labels: [(String, String)]) -> Counter {
        Counter(label: Self.name(name), dimensions: labels, factory: factory)
    }

    private func set(_ name: String, _ labels: [(String, String)], _ value: Double) {
        Meter(label: Self.name(name), dimensions: labels, factory: factory).set(value)
    }
}

extension Instant {
    fileprivate var seconds: Double { Double(milliseconds) / 1_000 }
}
