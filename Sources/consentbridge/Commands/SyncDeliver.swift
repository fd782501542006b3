import ArgumentParser
import ConsentSync
import ConsentTransport
import Foundation
import Logging

struct SyncDeliver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver",
        abstract: "Tells the sinks what has changed since they were told last.",
        discussion: """
            Each sink has its own position, so one that is down holds up no other. What a
            sink refuses is parked and the rest goes on: `sync status` tells it and why,
            --retry tries it again, --drop gives it up. Changes come at
            least once and in order; their hash is the key by which a receiver knows one
            that comes again.

            Examples:
              consentbridge sync deliver bridge.yaml
              consentbridge sync deliver bridge.yaml --sink crm --retry
              consentbridge sync deliver bridge.yaml --sink crm --drop 1204
            """
    )

    @OptionGroup var nowOptions: NowOptions

    @Option(name: .customLong("sink"), help: ArgumentHelp("Only this sink; may be repeated.", valueName: "name"))
    var names: [String] = []

    @Flag(help: "Try the parked changes again first.")
    var retry = false

    @Option(
        name: .customLong("drop"),
        help: ArgumentHelp("Give up this parked change of the sink first; may be repeated.", valueName: "number")
    )
    var dropped: [Int64] = []

    @Option(help: ArgumentHelp("The store, instead of the job file's.", valueName: "file"))
    var store: String?

    @Flag(help: "Answer in JSON, one object a line.")
    var json = false

    @Argument(help: ArgumentHelp("The job file.", valueName: "file"))
    var file: String = "bridge.yaml"

    func run() async throws {
        try await Interruption.endsCleanly { [self] in try await deliver() }
    }

    private func deliver() async throws {
        let jobFile = try JobFile(contentsOf: file, environment: ProcessInfo.processInfo.environment)
        let known = jobFile.sinks.map(\.name)
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw UsageError("There is no sink \(unknown) in \(file); there are \(known.joined(separator: ", ")).")
        }
        guard !known.isEmpty else { throw UsageError("\(file) has no sinks; name some under `sinks:`.") }
        if !dropped.isEmpty, names.count != 1 {
            throw UsageError("Numbers are parked for one sink each; name the one that --drop means with --sink.")
        }
        let path = store ?? jobFile.store
        _ = try SQLiteStore(path: path, mode: .readOnly)
        let lock = try RunLock(store: path)
        let store = try SQLiteStore(path: path)
        try await drop(in: store)
        let run = SinkRun(
            store: store,
            sinks: jobFile.sinks,
            now: nowOptions.instant,
            network: .present,
            logger: .silent
        )
        let reports = await run.deliver(only: names, retriesParked: retry)
        if !Task.isCancelled { SinkText.tellWaiting(try await run.finishErasures()) }
        withExtendedLifetime(lock) {}
        StandardOutput.write(json ? SinkText.json(reports) : Array(SinkText.table(reports).utf8))
        let status = SinkText.tellProblems(reports)
        if status != .done { throw Finished(status: status) }
    }

    private func drop(in store: SQLiteStore) async throws {
        guard let sink = names.first else { return }
        let unknown = try await Deliverer(store: store, now: nowOptions.instant).dropParked(dropped, of: sink)
        guard unknown.isEmpty else {
            let numbers = unknown.map(String.init).joined(separator: ", ")
            throw UsageError("Not parked for the sink \(sink): \(numbers). See `consentbridge sync status \(file)`.")
        }
    }
}

extension Logger {
    /// A logger that says nothing: the program tells what matters itself.
    static let silent = Logger(label: "consentbridge") { _ in SwiftLogNoOpLogHandler() }
}
