import BoundedJSON
import ConsentSync
import ConsentTranslation

/// What `sync run` prints about its jobs.
enum SyncReportText {
    static func table(_ reports: [JobReport]) -> String {
        var table = Table([
            ("JOB", .left), ("PAGES", .right), ("RECORDS", .right), ("NEW", .right), ("UPDATED", .right),
            ("SAME", .right), ("OLDER", .right), ("QUARANTINED", .right), ("CHANGES", .right),
        ])
        for report in reports {
            let outcome = report.outcome
            let numbers = [
                report.pages, report.records, outcome.added, outcome.replaced, outcome.identical, outcome.older,
                report.quarantined, outcome.changes,
            ]
            table.add([report.job] + numbers.map(String.init))
        }
        return table.text + unknown(reports) + summary(reports)
    }

    /// Of whom nothing came, in a line for each job; empty where nobody was asked for or all are known.
    private static func unknown(_ reports: [JobReport]) -> String {
        reports.filter { $0.unknownSubjects > 0 }.map { report in
            "\(report.job): nothing is known there of \(Counted.text(report.unknownSubjects, "subject"))\n"
        }.joined()
    }

    /// What became too old, in a line; empty where nothing did.
    static func expired(_ outcome: RevisionOutcome) -> String {
        guard outcome.changes > 0 else { return "" }
        return "Decisions of \(Counted.text(outcome.changes, "subject")) became too old and are undecided again\n"
    }

    /// The same as a JSON line.
    static func expiredJSON(_ outcome: RevisionOutcome) -> [UInt8] {
        guard outcome.changes > 0 else { return [] }
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", true)
        json.key("expired")
        json.integer(outcome.changes)
        json.endObject()
        json.newline()
        return json.bytes
    }

    private static func summary(_ reports: [JobReport]) -> String {
        let changes = reports.map(\.outcome.changes).reduce(0, +)
        return "\(changes) \(changes == 1 ? "change" : "changes")\n"
    }

    static func json(_ reports: [JobReport]) -> [UInt8] {
        var json = JSONWriter()
        for report in reports {
            json.beginObject()
            json.member("job", report.job)
            json.member("ok", report.failure == nil)
            for (name, count) in counts(report) {
                json.key(name)
                json.integer(count)
            }
            if let failure = report.failure {
                json.key("error")
                json.beginObject()
                json.member("code", "\(failure.kind)")
                json.member("message", failure.message)
                json.endObject()
            }
            json.endObject()
            json.newline()
        }
        return json.bytes
    }

    private static func counts(_ report: JobReport) -> [(String, Int)] {
        let outcome = report.outcome
        return [
            ("pages", report.pages), ("records", report.records), ("added", outcome.added),
            ("replaced", outcome.replaced), ("identical", outcome.identical), ("older", outcome.older),
            ("quarantined", report.quarantined), ("quarantinedNew", outcome.quarantinedNew),
            ("unknownSubjects", report.unknownSubjects), ("changes", outcome.changes),
        ]
    }

    /// Tells failures on standard error.
    ///
    /// - Returns: the status that the worst of them deserves.
    static func tellFailures(_ reports: [JobReport]) -> ExitStatus {
        var status = ExitStatus.done
        for report in reports {
            if let failure = report.failure {
                StandardError.write("consentbridge: \(report.job): \(failure.message)\n")
                let own = ExitStatus(failure.kind)
                if own.rawValue > status.rawValue { status = own }
            } else if report.outcome.quarantinedNew > 0 {
                let count = report.outcome.quarantinedNew
                StandardError.write(
                    "consentbridge: \(report.job): \(count) \(count == 1 ? "item" : "items") could not be read and "
                        + "count as no consent; see `consentbridge quarantine list`.\n"
                )
                if status == .done { status = .failures }
            }
            if report.failure == nil, report.outcome.added > 0, report.outcome.changes == 0 {
                StandardError.write(
                    "consentbridge: \(report.job): \(Counted.text(report.outcome.added, "new record")) changed nothing; if "
                        + "that is no surprise, all is well. Else `consentbridge subject show ID` says which rule covers what "
                        + "they say, and `consentbridge adapter discover ID` writes a policy to begin with.\n"
                )
            }
        }
        return status
    }
}
