import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation

/// What `sync status` prints.
struct StatusText {
    fileprivate struct Row {
        let job: String
        let run: JobRun?
        let position: StreamPosition?
        let quarantined: Int
        /// When the job is next due, if it has a pace of its own.
        let due: Instant?
        let now: Instant
    }

    private let rows: [Row]
    private let sinks: [(name: String, state: SinkState?)]
    /// The first parked changes of each sink.
    private let parked: [String: [ParkedChange]]
    private let totals: StoreTotals
    private static let parkedShown = 20

    /// - Parameter now: what the lag is measured against.
    init(file: JobFile, store: any ConsentStore, now: Instant) async throws {
        var rows: [Row] = []
        for job in file.jobs {
            // Files have a position each, and none together.
            let key = job.files == nil ? StreamKey(job: job.name, stream: job.stream) : nil
            let checkpoint = if let key { try await store.checkpoint(for: key) } else { nil as Checkpoint? }
            let run = try await store.lastRun(of: job.name)
            rows.append(
                Row(
                    job: job.name,
                    run: run,
                    position: try checkpoint.map { try StreamPosition(cursor: $0.cursor) },
                    quarantined: try await store.quarantineCount(job: job.name),
                    due: job.schedule?.due(after: run, now: now),
                    now: now
                )
            )
        }
        self.rows = rows
        var sinks: [(name: String, state: SinkState?)] = []
        for sink in file.sinks { sinks.append((sink.name, try await store.sinkState(sink.name))) }
        self.sinks = sinks
        var parked: [String: [ParkedChange]] = [:]
        for (name, _) in sinks { parked[name] = try await store.parked(in: name, after: 0, limit: Self.parkedShown) }
        self.parked = parked
        totals = try await store.totals()
    }

    var table: String {
        // A column for those files only that have something to say in it.
        let hasDue = rows.contains { $0.due != nil }
        var table = Table(
            [
                ("JOB", .left), ("LAST RUN", .left), ("OUTCOME", .left), ("READ UP TO", .left), ("LAG", .right),
                ("PAGES", .right), ("RECORDS", .right), ("RATE", .right), ("CHANGES", .right), ("QUARANTINED", .right),
            ] + (hasDue ? [("DUE", .left)] : [])
        )
        for row in rows {
            let cells = [
                row.job, row.run?.startedAt.iso8601 ?? "never", row.outcome, row.readUpTo,
                row.lag.map { TimeLength.text(.milliseconds($0)) } ?? "-", row.count(\.pages), row.count(\.records),
                row.rate.map { "\($0)/s" } ?? "-", row.count(\.changes), String(row.quarantined),
            ]
            table.add(cells + (hasDue ? [row.dueText] : []))
        }
        return table.text + sinkTable + parkedTable
            + "\(totals.subjects) subjects, \(totals.records) records, \(totals.changes) changes in the ledger\n"
    }

    private var sinkTable: String {
        guard !sinks.isEmpty else { return "" }
        var table = Table([
            ("SINK", .left), ("LAST TOLD", .left), ("BEHIND", .right), ("DONE", .right), ("SKIPPED", .right),
            ("PARKED", .right),
        ])
        for (name, state) in sinks {
            table.add([
                name, state?.updatedAt.iso8601 ?? "never", String(behind(state)), String(state?.done ?? 0),
                String(state?.skipped ?? 0), String(state?.parked ?? 0),
            ])
        }
        return table.text
    }

    private var parkedTable: String {
        var table = Table([("PARKED FOR", .left), ("CHANGE", .right), ("SINCE", .left), ("REASON", .left)])
        let rows = sinks.flatMap { sink in (parked[sink.name] ?? []).map { (sink.name, $0) } }
        for (sink, change) in rows {
            table.add([sink, String(change.number), change.parkedAt.iso8601, change.reason])
        }
        return rows.isEmpty ? "" : table.text
    }

    /// Changes that a sink has not had. Changes are numbered without gaps.
    private func behind(_ state: SinkState?) -> Int { totals.changes - Int(clamping: state?.position ?? 0) }

    private func writeSinks(into json: inout JSONWriter) {
        for (name, state) in sinks {
            json.beginObject()
            json.member("sink", name)
            json.member("lastTold", state?.updatedAt)
            for (name, count) in [
                ("behind", behind(state)), ("done", state?.done ?? 0), ("skipped", state?.skipped ?? 0),
                ("parked", state?.parked ?? 0),
            ] {
                json.key(name)
                json.integer(count)
            }
            json.key("parkedChanges")
            json.beginArray()
            for change in parked[name] ?? [] { write(change, into: &json) }
            json.endArray()
            json.endObject()
            json.newline()
        }
    }

    private func write(_ change: ParkedChange, into json: inout JSONWriter) {
        json.beginObject()
        json.key("number")
        json.integer(change.number)
        json.member("parkedAt", change.parkedAt)
        json.member("reason", change.reason)
        json.endObject()
    }

    var json: [UInt8] {
        var json = JSONWriter()
        for row in rows {
            json.beginObject()
            json.member("job", row.job)
            json.member("lastRun", row.run?.startedAt)
            json.member("outcome", row.outcome)
            json.member("readUpTo", row.position?.readUpTo)
            json.member("due", row.due)
            json.member("window", row.position?.page?.window?.lowerBound)
            for (name, count) in [
                ("pages", row.run?.counts.pages), ("records", row.run?.counts.records),
                ("changes", row.run?.counts.changes), ("quarantined", row.quarantined),
            ] {
                json.key(name)
                json.integer(count ?? 0)
            }
            for (name, length) in [("lag", row.lag), ("duration", row.duration)] {
                guard let length else { continue }
                json.key(name)
                json.integer(length)
            }
            json.endObject()
            json.newline()
        }
        writeSinks(into: &json)
        return json.bytes
    }
}

extension StatusText.Row {
    /// How the last run ended.
    var outcome: String {
        guard let run else { return "-" }
        return run.outcome?.rawValue ?? "running or killed"
    }

    /// Up to where everything has been read.
    var readUpTo: String {
        guard let position else { return "-" }
        if let window = position.page?.window { return "in the window from \(window.lowerBound.iso8601)" }
        return position.readUpTo?.iso8601 ?? "-"
    }

    /// When the job is next due.
    var dueText: String {
        guard let due else { return "-" }
        return due <= now ? "now" : due.iso8601
    }

    /// Milliseconds since up to when everything has been read.
    var lag: Int64? {
        guard let position, let end = position.page?.window?.lowerBound ?? position.readUpTo else { return nil }
        let (lag, overflow) = now.milliseconds.subtractingReportingOverflow(end.milliseconds)
        return overflow ? nil : max(0, lag)
    }

    /// Milliseconds that the last run took, if it came to an end.
    var duration: Int64? {
        guard let run, let end = run.finishedAt else { return nil }
        let (length, overflow) = end.milliseconds.subtractingReportingOverflow(run.startedAt.milliseconds)
        return overflow || length < 0 ? nil : length
    }

    /// Records that the last run read in a second; nil where it was too short to say.
    var rate: Int? {
        guard let run, let duration, duration > 0, run.counts.records > 0 else { return nil }
        return Int(Double(run.counts.records) / Double(duration) * 1_000)
    }

    func count(_ number: KeyPath<RunCounts, Int>) -> String {
        run.map { String($0.counts[keyPath: number]) } ?? "-"
    }
}
