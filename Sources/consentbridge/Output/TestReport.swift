import BoundedJSON
import ConsentAdapters
import ConsentTranslation

/// What `adapter test` prints.
struct TestReport {
    let isJSON: Bool
    /// Cases that fail, files that cannot be read and laws that are broken.
    private(set) var failed = 0
    private var rows: [(id: String, passed: Int, failed: Int, updated: Int, breaches: Int)] = []

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    /// Adds an adapter; the cases that were updated count as passed.
    mutating func add(_ trial: AdapterTrial, updated: Set<String>) {
        let isPassed = { (run: AdapterTrial.Run) in run.differences.isEmpty || updated.contains(run.item.name) }
        var row = (id: trial.id, passed: 0, failed: 0, updated: updated.count, breaches: 0)
        let played = trial.cassettes.count { $0.problems.isEmpty }
        row.passed = trial.runs.filter(isPassed).count + played
        row.failed = trial.runs.count + trial.cassettes.count - row.passed + trial.broken.count
        row.breaches = trial.laws.map(\.breaches.count).reduce(0, +)
        if trial.runs.isEmpty, trial.broken.isEmpty {
            // An adapter without cases proves nothing.
            row.failed = 1
            StandardError.write("consentbridge: \(trial.id) has no cases; write some into \(trial.folder)/NAME.yaml.\n")
        }
        rows.append(row)
        failed += row.failed + row.breaches
        for error in trial.broken { StandardError.write("\(error)\n") }
        for run in trial.runs { add(run, trial, isUpdated: updated.contains(run.item.name)) }
        for (name, problems) in trial.cassettes { add(name, problems, trial) }
        for (law, breaches) in trial.laws { add(law, breaches, trial) }
    }

    private func add(_ run: AdapterTrial.Run, _ trial: AdapterTrial, isUpdated: Bool) {
        if isJSON {
            StandardOutput.write(line(run, trial, isUpdated: isUpdated))
        } else if !run.differences.isEmpty {
            let title = "\(trial.id)/cases/\(run.item.name).yaml"
            StandardOutput.write((isUpdated ? Style.yellow(title) : Style.red(title)) + ": \(run.item.about)\n")
            StandardOutput.write(run.item.expectation == nil ? Self.draft(run, isUpdated) : Self.table(run, isUpdated))
        }
    }

    /// A case that does not say yet what must come of it.
    private static func draft(_ run: AdapterTrial.Run, _ isUpdated: Bool) -> String {
        guard isUpdated else { return "  It does not say what must come of it; --update writes what comes.\n\n" }
        let lines = CaseExpectation(run.outcome).text.split(separator: "\n").map { "  \($0)\n" }
        return "  Written into the case; see that it is right:\n" + lines.joined() + "\n"
    }

    private static func table(_ run: AdapterTrial.Run, _ isUpdated: Bool) -> String {
        var table = Table([("  FIELD", .left), ("WANTED", .left), ("GOT", .left)])
        for difference in run.differences {
            table.add([("  " + difference.field, nil), (difference.wanted, nil), (difference.got, nil)])
        }
        return table.text + (isUpdated ? "  Written into the case; see that it is right.\n\n" : "\n")
    }

    private func line(_ run: AdapterTrial.Run, _ trial: AdapterTrial, isUpdated: Bool) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("adapter", trial.id)
        json.member("case", run.item.name)
        json.member("ok", run.differences.isEmpty || isUpdated)
        if isUpdated { json.member("updated", true) }
        json.key("differences")
        json.beginArray()
        for difference in run.differences {
            json.beginObject()
            json.member("field", difference.field)
            json.member("wanted", difference.wanted)
            json.member("got", difference.got)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.newline()
        return json.bytes
    }

    /// A cassette.
    private func add(_ name: String, _ problems: [String], _ trial: AdapterTrial) {
        guard isJSON else {
            guard !problems.isEmpty else { return }
            StandardOutput.write(Style.red("\(trial.id)/cassettes/\(name).yaml") + "\n")
            return StandardOutput.write(problems.map { "  \($0)\n" }.joined() + "\n")
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("adapter", trial.id)
        json.member("cassette", name)
        json.member("ok", problems.isEmpty)
        json.key("problems")
        json.beginArray()
        for problem in problems { json.string(problem) }
        json.endArray()
        json.endObject()
        json.newline()
        StandardOutput.write(json.bytes)
    }

    private func add(_ law: Law, _ breaches: [LawBreach], _ trial: AdapterTrial) {
        if isJSON {
            StandardOutput.write(line(law, breaches, trial))
        } else if !breaches.isEmpty {
            StandardOutput.write(Style.red("\(trial.id), law of \(law.rawValue)") + ": \(law.statement)\n")
            for breach in breaches {
                StandardOutput.write("  \(breach.caseName.map { "\($0): " } ?? "")\(breach.message)\n")
            }
            StandardOutput.write("  \(law.cure)\n\n")
        }
    }

    private func line(_ law: Law, _ breaches: [LawBreach], _ trial: AdapterTrial) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("adapter", trial.id)
        json.member("law", law.rawValue)
        json.member("ok", breaches.isEmpty)
        json.key("breaches")
        json.beginArray()
        for breach in breaches {
            json.beginObject()
            json.member("case", breach.caseName)
            json.member("message", breach.message)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.newline()
        return json.bytes
    }

    func finish() {
        guard !isJSON else { return }
        let hasUpdates = rows.contains { $0.updated > 0 }
        var table = Table(
            [("ADAPTER", .left), ("PASSED", .right), ("FAILED", .right)] + (hasUpdates ? [("UPDATED", .right)] : [])
                + [("BREACHES", .right)]
        )
        for row in rows {
            var cells: [(String, Style?)] = [(row.id, nil), (String(row.passed), nil)]
            cells.append((String(row.failed), row.failed > 0 ? .red : nil))
            if hasUpdates { cells.append((String(row.updated), row.updated > 0 ? .yellow : nil)) }
            cells.append((String(row.breaches), row.breaches > 0 ? .red : nil))
            table.add(cells)
        }
        StandardOutput.write(table.text)
    }
}
