import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation

/// What `ingest` prints: a line for each message, and what they came to together.
struct IngestText {
    private let isJSON: Bool
    private var taken = 0
    private var ignored = 0
    private var refused = 0
    private var changes = 0
    private var quarantined = 0

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    /// Whether a message was refused, or something in one could not be read.
    var hasFailures: Bool { refused + quarantined > 0 }

    mutating func tell(_ outcome: WebhookIntake.Outcome, of file: String) {
        switch outcome {
        case .taken(let records, let changes, let quarantined):
            taken += 1
            self.changes += changes
            self.quarantined += quarantined
            write(file, "taken", [("records", records), ("changes", changes), ("quarantined", quarantined)])
        case .ignored:
            ignored += 1
            write(file, "ignored", [])
        case .refused(let error):
            refused += 1
            write(file, "refused", [], (error.code.rawValue, error.message))
        }
    }

    private func write(_ file: String, _ word: String, _ counts: [(String, Int)], _ error: (String, String)? = nil) {
        guard isJSON else {
            let numbers = counts.filter { $0.1 > 0 }.map { name, count in
                name == "quarantined" ? "\(count) quarantined" : Counted.text(count, String(name.dropLast()))
            }.joined(separator: ", ")
            StandardOutput.write("\(file)  \(word)\(numbers.isEmpty ? "" : ": \(numbers)")\n")
            if let error { StandardError.write("consentbridge: \(file): \(error.1)\n") }
            return
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", error == nil)
        json.member("file", file)
        json.member("outcome", word)
        for (name, count) in counts {
            json.key(name)
            json.integer(count)
        }
        if let error {
            json.key("error")
            json.beginObject()
            json.member("code", error.0)
            json.member("message", error.1)
            json.endObject()
        }
        json.endObject()
        json.newline()
        StandardOutput.write(json.bytes)
    }

    /// The sum, for people.
    func finish(isDryRun: Bool) {
        guard !isJSON else { return }
        if quarantined > 0 {
            StandardError.write(
                isDryRun
                    ? "consentbridge: \(quarantined) could not be read and would go into quarantine\n"
                    : "consentbridge: \(quarantined) could not be read; see `consentbridge quarantine list`\n"
            )
        }
        guard !isDryRun else { return }
        StandardOutput.write(
            "\(taken) taken, \(ignored) ignored, \(refused) refused; \(Counted.text(changes, "change"))\n"
        )
    }
}
