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
