import BoundedJSON
import ConsentSync
import ConsentTranslation

/// What delivering came to, for people and for machines.
enum SinkText {
    static func table(_ reports: [SinkReport]) -> String {
        guard !reports.isEmpty else { return "" }
        var table = Table([("SINK", .left), ("DONE", .right), ("SKIPPED", .right), ("FAILED", .right)])
        for report in reports {
            table.add([report.sink, String(report.done), String(report.skipped), String(report.failed)])
        }
        return table.text
    }

    static func json(_ reports: [SinkReport]) -> [UInt8] {
        var json = JSONWriter()
        for report in reports {
            json.beginObject()
            json.member("sink", report.sink)
            json.member("ok", report.problem == nil && report.failed == 0)
            for (name, count) in [("done", report.done), ("skipped", report.skipped), ("failed", report.failed)] {
                json.key(name)
                json.integer(count)
            }
            json.member("problem", report.problem)
            json.endObject()
            json.newline()
        }
        return json.bytes
    }

    /// Tells problems on standard error.
    static func tellProblems(_ reports: [SinkReport]) -> ExitStatus {
        var status = ExitStatus.done
        for report in reports {
            if let problem = report.problem {
                StandardError.write("consentbridge: sink \(report.sink): \(problem)\n")
                status = .failures
            }
            if report.failed > 0 {
                StandardError.write(
                    "consentbridge: sink \(report.sink): \(Counted.text(report.failed, "change")) refused and parked; "
                        + "try again with `consentbridge sync deliver --retry`.\n"
                )
                status = .failures
            }
        }
        return status
    }

    /// Tells on standard error whose erasures have to wait.
    static func tellWaiting(_ waiting: [String: Int]) {
        for (sink, count) in waiting.sorted(by: { $0.key < $1.key }) {
            StandardError.write(
                "consentbridge: \(Counted.text(count, "erasure")) cannot be completed before the sink \(sink) has been "
                    + "told; see `consentbridge sync deliver`.\n"
            )
        }
    }
}
