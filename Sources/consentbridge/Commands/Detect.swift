import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation

struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells which adapters a payload fits.",
        discussion: """
            Examples:
              consentbridge detect 'OptanonConsent=…'
              consentbridge detect --lines --json < payloads.txt
            """
    )

    @OptionGroup var options: PayloadOptions

    func run() throws {
        let registry = try options.deciding.adapterOptions.registry()
        var isMissing = false
        if options.lines {
            var reader = LineReader()
            while let batch = reader.next() {
                for line in batch {
                    let found = registry.detect(RawItem(text: String(decoding: line, as: UTF8.self)))
                    isMissing = isMissing || found.isEmpty
                    StandardOutput.write(json(found))
                }
            }
        } else {
            let found = registry.detect(RawItem(text: try options.text()))
            isMissing = found.isEmpty
            StandardOutput.write(options.json ? json(found) : Array(table(found).utf8))
        }
        if isMissing { throw Finished(status: .failures) }
    }

    private func json(_ found: [(adapter: any ConsentAdapter, detection: Detection)]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", !found.isEmpty)
        json.key("adapters")
        json.beginArray()
        for (adapter, detection) in found {
            json.beginObject()
            json.member("id", adapter.descriptor.id)
            json.key("score")
            json.integer(detection.score)
            json.member("reason", detection.reason)
            json.endObject()
        }
        json.endArray()
        if found.isEmpty {
            json.key("error")
            json.beginObject()
            json.member("code", TranslationError.Code.noInput.rawValue)
            json.member("message", Self.nothing)
            json.endObject()
        }
        json.endObject()
        json.newline()
        return json.bytes
    }

    private func table(_ found: [(adapter: any ConsentAdapter, detection: Detection)]) -> String {
        guard !found.isEmpty else { return Self.nothing + "\n" }
        var table = Table([("ADAPTER", .left), ("SCORE", .right), ("BECAUSE", .left)])
        for (adapter, detection) in found {
            table.add([adapter.descriptor.id, String(detection.score), detection.reason])
        }
        return table.text
    }

    private static let nothing = "No adapter knows this payload. See `consentbridge adapter list` for what can be read."
}
