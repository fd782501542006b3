import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import Foundation

/// Entries of the quarantine by their numbers.
enum QuarantineEntries {
    private static let pageRows = 500

    /// The entry of a number.
    static func entry(_ number: Int64, in store: any ConsentStore) async throws -> QuarantineEntry {
        let (before, overflow) = number.subtractingReportingOverflow(1)
        if !overflow, let entry = try await store.quarantine(after: before, limit: 1).first, entry.number == number {
            return entry
        }
        throw UsageError("There is no quarantine entry \(number); see `consentbridge quarantine list`.")
    }

    /// Does something with each of the entries, or with all where none is named.
    static func each(
        _ numbers: [Int64],
        in store: any ConsentStore,
        _ body: (QuarantineEntry) async throws -> Void
    ) async throws {
        for number in numbers { try await body(try await entry(number, in: store)) }
        guard numbers.isEmpty else { return }
        var after: Int64 = 0
        while true {
            let page = try await store.quarantine(after: after, limit: pageRows)
            guard let last = page.last else { return }
            for entry in page { try await body(entry) }
            after = last.number
        }
    }
}

struct QuarantineShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one entry: where it was, why it could not be read, and whether it can be retried.",
        discussion: """
            Example:
              consentbridge quarantine show 3

            The payload itself is shown only with --payload, and only where the job says
            `keep_payloads: true`: it is personal data.
            """
    )

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Write the payload as it came, and nothing else.")
    var payload = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The entry's number.", valueName: "number"))
    var number: Int64

    func run() async throws {
        let store = try storeOptions.open()
        let entry = try await QuarantineEntries.entry(number, in: store)
        let item = entry.item
        if payload {
            guard let bytes = item.payload else {
                throw UsageError(
                    "The payload was not kept. Set `keep_payloads: true` on the job, then ask the platform again."
                )
            }
            return StandardOutput.write(bytes + [0x0A])
        }
        if json { return StandardOutput.write(QuarantineCommand.List.line(entry)) }
        let kept =
            item.payload.map {
                "\($0.count) bytes are kept; `consentbridge quarantine retry \(number)` reads them again"
            }
            ?? (item.stream == JobFile.Job.webhookStream
                ? "not kept; take the message in again: `consentbridge ingest --webhook FILE --job \(item.job)`"
                : "not kept; only the platform can tell again: `consentbridge sync run --full --job \(item.job)`")
        let lines = [
            ("Entry", "\(entry.number)"), ("Job", "\(item.job), stream \(item.stream)"), ("Adapter", item.adapter),
            ("Where", item.recordHint ?? "-"), ("Reason", "\(item.message) (\(item.code))"),
            (
                "Seen",
                "\(Counted.text(entry.timesSeen, "time")), first \(item.at.iso8601), last \(entry.lastSeen.iso8601)"
            ),
            ("Payload", kept), ("SHA-256", Fingerprint.hex(item.payloadHash)),
        ]
        for (title, text) in lines {
            let padding = String(repeating: " ", count: max(1, 9 - title.count))
            StandardOutput.write(Style.bold(title) + padding + text + "\n")
        }
    }
}

struct QuarantineRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Reads kept entries again, by the adapters as they are now.",
        discussion: """
            What reads now is applied like any other record and leaves the quarantine.
            An entry whose payload was not kept needs the platform again; it is listed.

            Examples:
              consentbridge quarantine retry
              consentbridge quarantine retry 3 7 --jobs bridge.yaml
            """
    )

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var nowOptions: NowOptions

    @Argument(help: ArgumentHelp("The entries; all where none is named.", valueName: "number"))
    var numbers: [Int64] = []

    func run() async throws {
        let path = try storeOptions.path()
        _ = try SQLiteStore(path: path, mode: .readOnly)
        guard let file = try storeOptions.jobFile() else {
            throw UsageError("The job file \(storeOptions.jobs) is not there; it has the policy. Name it with --jobs.")
        }
        let lock = try RunLock(store: path)
        let store = try SQLiteStore(path: path)
        let retry = QuarantineRetry(
            store: store,
            registry: try adapters.registry(),
            file: file,
            now: nowOptions.instant
        )
        var (read, refused) = (0, 0)
        var unkept: Set<String> = []
        try await QuarantineEntries.each(numbers, in: store) { entry in
            switch try await retry.retry(entry) {
            case .read(let records):
                read += 1
                StandardOutput.write("\(entry.number)  read: \(Counted.text(records, "record"))\n")
            case .refused(let code, let message):
                refused += 1
                StandardOutput.write("\(entry.number)  still unreadable: \(message) (\(code))\n")
            case .noPayload:
                refused += 1
                unkept.insert(entry.item.job)
                StandardOutput.write("\(entry.number)  needs the platform again: its payload was not kept\n")
            }
        }
        withExtendedLifetime(lock) {}
        StandardOutput.write("\(read) read, \(refused) left in quarantine\n")
        for job in unkept.sorted() {
            StandardError.write(
                "consentbridge: ask the platform again with `consentbridge sync run \(storeOptions.jobs) --full --job "
                    + "\(job)`; `keep_payloads: true` on the job keeps what cannot be read from then on.\n"
            )
        }
        if refused > 0 { throw Finished(status: .failures) }
    }
}

struct QuarantineDrop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Removes entries for good. They never counted as consent, and do not from now on.",
        discussion: """
            Examples:
              consentbridge quarantine drop 3 7
              consentbridge quarantine drop --all
            """
    )

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Remove every entry.")
    var all = false

    @Argument(help: ArgumentHelp("The entries.", valueName: "number"))
    var numbers: [Int64] = []

    func validate() throws {
        if all != numbers.isEmpty { throw ValidationError("Name the entries, or say --all.") }
    }

    func run() async throws {
        let path = try storeOptions.path()
        _ = try SQLiteStore(path: path, mode: .readOnly)
        let lock = try RunLock(store: path)
        let store = try SQLiteStore(path: path)
        var dropped = 0
        // Named entries are all looked up first: a wrong number drops nothing.
        var found: [Int64] = []
        try await QuarantineEntries.each(numbers, in: store) { found.append($0.number) }
        dropped = try await store.dropQuarantined(found)
        withExtendedLifetime(lock) {}
        StandardOutput.write("\(dropped) \(dropped == 1 ? "entry" : "entries") dropped\n")
    }
}
