import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import Foundation

struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes messages that a platform sent (webhooks) from files into the store.",
        discussion: """
            A file holds one message as it arrived: `POST /path HTTP/1.1`, the header, an
            empty line, the body. Where only the body is at hand, name its file with
            --body, and the header fields that prove where it comes from with --header.

            Each message is verified first: one that does not prove that it is the
            platform's leaves nothing behind. What cannot be read goes into quarantine.
            A message that comes again changes nothing. The time in a signature must be
            close to the present; for a message that was kept, say when it arrived (--now).

            The account is a job with `stream: webhook` in the job file.

            Examples:
              consentbridge ingest --webhook message.http --job crm
              consentbridge ingest --webhook inbox/*.http --dry-run
              consentbridge ingest --body b.json --header 'X-Signature: sha256=9f…'
              consentbridge ingest --adapter didomi-webhook --store c.db --webhook m.http
            """
    )

    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var nowOptions: NowOptions
    @OptionGroup var account: ConnectionOptions

    @Option(
        name: .customLong("webhook"),
        parsing: .upToNextOption,
        help: ArgumentHelp("Files with one captured request each; - for standard input.", valueName: "file")
    )
    var files: [String] = []

    @Option(help: ArgumentHelp("A file with the body alone; - for standard input.", valueName: "file"))
    var body: String?

    @Option(
        name: .customLong("header"),
        help: ArgumentHelp("A header field of the body, 'Name: value'; may be repeated.", valueName: "field")
    )
    var headers: [String] = []

    @Option(help: ArgumentHelp("The adapter, where the job file has no job for the messages.", valueName: "id"))
    var adapter: String?

    @Option(help: ArgumentHelp("The store, instead of the job file's.", valueName: "file"))
    var store: String?

    @Flag(help: "Tell what would change and why, and write nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON, one object a line.")
    var json = false

    func validate() throws {
        if files.isEmpty, body == nil { throw ValidationError("Name messages with --webhook, or a body with --body.") }
        if !files.isEmpty, body != nil { throw ValidationError("Name --webhook or --body, not both.") }
        if body == nil, !headers.isEmpty { throw ValidationError("--header belongs to --body; --webhook has its own.") }
    }

    func run() async throws {
        let registry = try adapters.registry(asked: adapter.map { [$0] } ?? [])
        let source = try IngestSource(self, registry)
        let messages = try self.messages()
        guard dryRun else {
            let lock = try RunLock(store: source.store)
            defer { withExtendedLifetime(lock) {} }
            return try await take(messages, into: try SQLiteStore(path: source.store), source)
        }
        let trial = try await DryRunStore(overStoreAt: source.store)
        var status = ExitStatus.done
        do {
            try await take(messages, into: trial, source)
        } catch let finished as Finished {
            status = finished.status
        }
        let decider = PolicyDecider(
            policy: source.policy.policy,
            mappings: source.mappings,
            now: nowOptions.instant
        )
        _ = try await PlanText(decider: decider, store: trial, isJSON: json).write()
        if status != .done { throw Finished(status: status) }
    }

    private func take(
        _ messages: some Sequence<Result<WebhookMessage, AdapterError>>,
        into store: any JobStore,
        _ source: IngestSource
    ) async throws {
        if case .none(let reason)? = source.adapter.webhook?.verification {
            StandardError.write("consentbridge: these messages prove nothing: \(reason)\n")
        }
        let intake = try WebhookIntake(
            store: store,
            adapter: source.adapter,
            account: source.account,
            policy: source.policy,
            mappings: source.mappings,
            now: nowOptions.instant
        )
        let names = files.isEmpty ? [body ?? ""] : files
        var text = IngestText(isJSON: json)
        try await intake.take(messages) { index, outcome in text.tell(outcome, of: names[index]) }
        text.finish(isDryRun: dryRun)
        if text.hasFailures { throw Finished(status: .failures) }
    }

    /// The messages of the files, each read when its turn comes, or the one of the command line.
    private func messages() throws -> AnySequence<Result<WebhookMessage, AdapterError>> {
        if let body {
            let fields = try headers.map { line throws(AdapterError) in try WebhookMessage.field(line) }
            let bytes = try Self.bytes(of: body)
            return AnySequence([.success(WebhookMessage(headers: fields, body: bytes))])
        }
        for file in files where file != "-" && !FileManager.default.isReadableFile(atPath: file) {
            throw UsageError("The file \(file) cannot be read.")
        }
        return AnySequence(
            files.lazy.map { file in
                Result { () throws(AdapterError) in
                    guard let bytes = try? Self.bytes(of: file) else {
                        throw AdapterError(.message, "The file cannot be read any more.")
                    }
                    return try WebhookMessage(captured: bytes)
                }
            }
        )
    }

    /// The bytes of a file, and one more than a message may have where it has more.
    private static func bytes(of file: String) throws -> [UInt8] {
        let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
        guard let handle else { throw UsageError("The file \(file) cannot be read.") }
        var bytes: [UInt8] = []
        while bytes.count <= WebhookMessage.maxBytes, let data = try? handle.read(upToCount: 1 << 16), !data.isEmpty {
            bytes += data
        }
        return bytes
    }
}

/// Who sent the messages, and where they go.
private struct IngestSource {
    let adapter: any ConsentAdapter
    let account: WebhookIntake.Account
    let store: String
    let policy: PolicyFile
    let mappings: [String: AdapterMapping]

    init(_ command: Ingest, _ registry: AdapterRegistry) throws {
        let file = try command.adapter == nil || command.account.job != nil ? command.account.file() : nil
        if let id = command.adapter, command.account.job == nil {
            adapter = try registry.adapter(id)
            let connection = try command.account.connection(of: adapter, in: nil)
            account = WebhookIntake.Account(name: id, connection: connection)
        } else {
            guard let file else { throw UsageError("Name the job file with --jobs, or an adapter with --adapter.") }
            let job = try Self.job(command.account.job, in: file)
            adapter = try registry.adapter(job.adapter)
            let connection = try command.account.connection(of: adapter, in: file)
            account = WebhookIntake.Account(
                name: job.name,
                connection: connection,
                keepsPayloads: job.keepsPayloads
            )
        }
        guard let path = command.store ?? file?.store else {
            throw UsageError("Name the store with --store; without a job file nothing else says where it is.")
        }
        store = path
        policy = file?.policy ?? .standard
        mappings = SyncEngine.mappings(registry, file?.jobs ?? [])
    }

    /// The job of that name, or the only one that takes messages.
    private static func job(_ name: String?, in file: JobFile) throws -> JobFile.Job {
        if let name { return try file.jobs(named: [name])[0] }
        let jobs = file.jobs.filter(\.takesMessages)
        if jobs.count == 1 { return jobs[0] }
        throw UsageError(
            jobs.isEmpty
                ? "\(file.path) has no job with `stream: webhook`; add one, or name an adapter with --adapter and --store."
                : "\(file.path) has several jobs with `stream: webhook`; name one with --job: "
                    + jobs.map(\.name).joined(separator: ", ") + "."
        )
    }
}
