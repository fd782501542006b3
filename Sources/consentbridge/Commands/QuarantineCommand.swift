import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "What could not be read and counts as no consent: lists, shows, retries, drops.",
        subcommands: [List.self, QuarantineShow.self, QuarantineRetryCommand.self, QuarantineDrop.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what could not be read, with the reason.",
            discussion: """
                Example:
                  consentbridge quarantine list
                """
        )

        @OptionGroup var storeOptions: StoreOptions

        @Flag(help: "One JSON object a line.")
        var json = false

        private static let pageRows = 1_000

        func run() async throws {
            let store = try storeOptions.open()
            var after: Int64 = 0
            var table = Table([
                ("NUMBER", .right), ("JOB", .left), ("WHERE", .left), ("SEEN", .right), ("CODE", .left),
                ("REASON", .left),
            ])
            while true {
                let page = try await store.quarantine(after: after, limit: Self.pageRows)
                guard let last = page.last else { break }
                for entry in page {
                    let item = entry.item
                    if json {
                        StandardOutput.write(Self.line(entry))
                    } else {
                        table.add([
                            String(entry.number), item.job, item.recordHint ?? "", String(entry.timesSeen), item.code,
                            item.message,
                        ])
                    }
                }
                after = last.number
            }
            if !json { StandardOutput.write(table.text) }
        }

        static func line(_ entry: QuarantineEntry) -> [UInt8] {
            var json = JSONWriter()
            json.beginObject()
            json.key("number")
            json.integer(entry.number)
            json.member("job", entry.item.job)
            json.member("adapter", entry.item.adapter)
            json.member("stream", entry.item.stream)
            json.member("where", entry.item.recordHint)
            json.member("code", entry.item.code)
            json.member("message", entry.item.message)
            json.member("firstSeen", entry.item.at)
            json.member("lastSeen", entry.lastSeen)
            json.key("timesSeen")
            json.integer(entry.timesSeen)
            json.member("payload", Fingerprint.hex(entry.item.payloadHash))
            json.member("kept", entry.item.payload != nil)
            json.endObject()
            json.newline()
            return json.bytes
        }
    }
}
