import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation

struct SyncRedecide: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redecide",
        abstract: "Applies a changed policy or manifest to everything that is stored.",
        discussion: """
            Every subject's permissions are derived anew from the stored records; no
            platform is asked. What differs is told as changes, like any other. Killed
            at any moment, the next run goes on where this one stopped; a second run
            changes nothing.

            Examples:
              consentbridge sync redecide bridge.yaml --dry-run
              consentbridge sync redecide bridge.yaml
            """
    )

    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var nowOptions: NowOptions

    @Flag(help: "Tell what would change and why, and write nothing.")
    var dryRun = false

    @Flag(help: "With --dry-run, exit with 4 if there would be changes.")
    var exitCode = false

    @Option(help: ArgumentHelp("The store, instead of the job file's.", valueName: "file"))
    var store: String?

    @Flag(help: "Answer in JSON, one object a line.")
    var json = false

    @Argument(help: ArgumentHelp("The job file.", valueName: "file"))
    var file: String = "bridge.yaml"

    func validate() throws {
        if exitCode, !dryRun { throw ValidationError("--exit-code goes with --dry-run.") }
    }

    func run() async throws {
        // Nobody is asked, so that no credential is needed.
        let jobFile = try JobFile(contentsOf: file)
        let registry = try adapters.registry()
        let path = store ?? jobFile.store
        if dryRun { return try await plan(jobFile, registry, path) }
        // Opened to read first: there is nothing to decide again where no store is.
        _ = try SQLiteStore(path: path, mode: .readOnly)
        let lock = try RunLock(store: path)
        let store = try SQLiteStore(path: path)
        let redecider = Redecider(store: store, registry: registry, file: jobFile, now: nowOptions.instant)
        let expired = try await redecider.sweep()
        let outcome = try await redecider.run()
        withExtendedLifetime(lock) {}
        let changes = expired.changes + outcome.changes
        guard json else {
            StandardOutput.write(
                SyncReportText.expired(expired) + "\(Counted.text(outcome.examined, "subject")) decided again: "
                    + "\(Counted.text(changes, "change"))\n"
            )
            return
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", true)
        for (name, count) in [
            ("subjects", outcome.examined), ("updated", outcome.updated), ("expired", expired.changes),
            ("changes", changes),
        ] {
            json.key(name)
            json.integer(count)
        }
        json.endObject()
        json.newline()
        StandardOutput.write(json.bytes)
    }

    private func plan(_ jobFile: JobFile, _ registry: AdapterRegistry, _ path: String) async throws {
        _ = try SQLiteStore(path: path, mode: .readOnly)
        let dryRun = try await DryRunStore(overStoreAt: path)
        let redecider = Redecider(store: dryRun, registry: registry, file: jobFile, now: nowOptions.instant)
        _ = try await redecider.sweep()
        _ = try await redecider.run()
        let decider = PolicyDecider(
            policy: jobFile.policy.policy,
            mappings: SyncEngine.mappings(registry, jobFile.jobs),
            now: nowOptions.instant
        )
        let count = try await PlanText(decider: decider, store: dryRun, isJSON: json).write()
        if exitCode, count > 0 { throw Finished(status: .changes) }
    }
}

/// Numbers of things in sentences.
enum Counted {
    /// `1 change`, `2 changes`.
    static func text(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
