import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import ConsentTransport
import Foundation

struct SubjectForget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erases one subject, tells the sinks, and proves it.",
        discussion: """
            The subject's records and permissions are deleted, and with them the random
            salt without which nothing ties the ledger's changes to anybody. The ledger
            itself stays whole and still verifies. Sinks are told first, by a change of
            the kind `forgotten`; while one of them cannot be told, the id alone is kept
            for it, and `sync deliver` completes the erasure.

            Erase the subject at the platform too, or the next run brings it back. Files
            and systems that sinks wrote to are not this program's to erase.

            Examples:
              consentbridge subject forget onetrust.identifier C-00004711
              consentbridge subject forget email ada@example.com --json
            """
    )

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var nowOptions: NowOptions

    @Flag(help: "Answer in JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The namespace of the id.", valueName: "namespace"))
    var namespace: String

    @Argument(help: ArgumentHelp("The id.", valueName: "id"))
    var id: String

    func run() async throws {
        let sinks = try storeOptions.jobFile(environment: ProcessInfo.processInfo.environment)?.sinks ?? []
        let path = try storeOptions.path()
        _ = try SQLiteStore(path: path, mode: .readOnly)
        let lock = try RunLock(store: path)
        let store = try SQLiteStore(path: path)
        let erasure = try await store.forget(SubjectID(namespace: namespace, id: id), at: nowOptions.instant)
        guard let erasure else { throw SubjectText.Unknown() }
        let run = SinkRun(
            store: store,
            sinks: sinks,
            now: nowOptions.instant,
            network: .present,
            logger: .silent
        )
        let reports = await run.deliver()
        let waiting = try await run.finishErasures()
        let ledger = try await store.verifyLedger()
        withExtendedLifetime(lock) {}
        let isComplete = try await !store.tombstones().contains { $0.number == erasure.tombstone }
        StandardOutput.write(
            json ? proof(erasure, ledger, isComplete) : Array(text(erasure, ledger, isComplete).utf8)
        )
        _ = SinkText.tellProblems(reports)
        SinkText.tellWaiting(waiting)
        if !isComplete || !ledger.isSound { throw Finished(status: .failures) }
    }

    private func text(_ erasure: Erasure, _ ledger: LedgerReport, _ isComplete: Bool) -> String {
        let state = isComplete ? "Forgotten" : "Forgotten but for the sinks that are still to be told"
        return "\(state): \(Counted.text(erasure.records, "record")) and "
            + "\(Counted.text(erasure.payloads, "quarantined payload")) deleted, "
            + "\(Counted.text(erasure.changes, "change")) \(isComplete ? "can" : "will then") be linked to nobody\n"
            + (ledger.firstBreak?.message
                ?? "The ledger still verifies: \(ledger.verified) changes, the last with the hash "
                + Fingerprint.hex(ledger.head.hash)) + "\n"
    }

    private func proof(_ erasure: Erasure, _ ledger: LedgerReport, _ isComplete: Bool) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", isComplete && ledger.isSound)
        json.member("complete", isComplete)
        for (name, count) in [
            ("records", erasure.records), ("payloads", erasure.payloads), ("changes", erasure.changes),
        ] {
            json.key(name)
            json.integer(count)
        }
        json.key("change")
        json.integer(erasure.tombstone)
        json.member("link", Fingerprint.hex(erasure.link))
        json.key("ledger")
        json.beginObject()
        json.member("ok", ledger.isSound)
        json.key("verified")
        json.integer(ledger.verified)
        json.member("head", Fingerprint.hex(ledger.head.hash))
        json.endObject()
        json.endObject()
        json.newline()
        return json.bytes
    }
}
