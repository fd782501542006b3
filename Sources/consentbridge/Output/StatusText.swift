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
    }

    private let rows: [Row]
    private let totals: StoreTotals

    init(file: JobFile, store: any ConsentStore) async throws {
        var rows: [Row] = []
        for job in file.jobs {
            let checkpoint = try await store.checkpoint(for: StreamKey(job: job.name, stream: job.stream))
            rows.append(
                Row(
                    job: job.name,
                    run: try await store.lastRun(of: job.name),
                    position: try checkpoint.map { try StreamPosition(cursor: $0.cursor) },
                    quarantined: try await store.quarantineCount(job: job.name)
                )
            )
        }
        self.rows = rows
        totals = try await store.totals()
    }

    var table: String {
        var table = Table([
            ("JOB", .left), ("LAST RUN", .left), ("OUTCOME", .left), ("READ UP TO", .left), ("PAGES", .right),
            ("RECORDS", .right), ("CHANGES", .right), ("QUARANTINED", .right),
        ])
        for row in rows {
            table.add([
                row.job, row.run?.startedAt.iso8601 ?? "never", row.outcome, row.readUpTo,
                row.count(\.pages), row.count(\.records), row.count(\.changes), String(row.quarantined),
            ])
        }
        return table.text
            + "\(totals.subjects) subjects, \(totals.records) records, \(totals.changes) changes in the ledger\n"
    }

    var json: [UInt8] {
        var json = JSONWriter()
        for row in rows {
            json.beginObject()
            json.member("job", row.job)
            json.member("lastRun", row.run?.startedAt)
            json.member("outcome", row.outcome)
            json.member("readUpTo", row.position?.readUpTo)
            json.member("window", row.position?.page?.window?.lowerBound)
            for (name, count) in [
                ("pages", row.run?.counts.pages), ("records", row.run?.counts.records),
                ("changes", row.run?.counts.changes), ("quarantined", row.quarantined),
            ] {
                json.key(name)
                json.integer(count ?? 0)
            }
            json.endObject()
            json.newline()
        }
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

    func count(_ number: KeyPath<RunCounts, Int>) -> String {
        run.map { String($0.counts[keyPath: number]) } ?? "-"
    }
}
