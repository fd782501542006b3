import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Proves that the log of changes is whole.",
        subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recomputes the chain of hashes and names the first broken row.",
            discussion: """
                Example:
                  consentbridge ledger verify --store consent.db
                """
        )

        @OptionGroup var storeOptions: StoreOptions

        @Flag(help: "Answer in JSON.")
        var json = false

        func run() async throws {
            let report = try await storeOptions.open().verifyLedger()
            StandardOutput.write(json ? line(report) : Array(text(report).utf8))
            if !report.isSound { throw Finished(status: .failures) }
        }

        private func text(_ report: LedgerReport) -> String {
            if let broken = report.firstBreak {
                return "broken at change \(broken.number): \(broken.message)\n"
            }
            return "\(report.verified) changes verified; the last has the hash \(Fingerprint.hex(report.head.hash))\n"
        }

        private func line(_ report: LedgerReport) -> [UInt8] {
            var json = JSONWriter()
            json.beginObject()
            json.member("ok", report.isSound)
            json.key("verified")
            json.integer(report.verified)
            json.member("head", Fingerprint.hex(report.head.hash))
            if let broken = report.firstBreak {
                json.key("error")
                json.beginObject()
                json.member("code", broken.fault.rawValue)
                json.member("message", broken.message)
                json.key("number")
                json.integer(broken.number)
                json.endObject()
            }
            json.endObject()
            json.newline()
            return json.bytes
        }
    }
}

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Shows what could not be read and counts as no consent.",
        subcommands: [List.self]
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
                        StandardOutput.write(line(entry))
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

        private func line(_ entry: QuarantineEntry) -> [UInt8] {
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
            json.endObject()
            json.newline()
            return json.bytes
        }
    }
}
