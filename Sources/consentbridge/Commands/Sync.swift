import ArgumentParser
import ConsentAdapters
import BoundedJSON
import ConsentSync
import ConsentTranslation
import Foundation
import Logging

struct Sync: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Pulls consents from platforms and keeps permissions in step.",
        subcommands: [Run.self, Plan.self, SyncRedecide.self, SyncDeliver.self, Status.self]
    )

    /// What `run` and `plan` share.
    struct Options: ParsableArguments {
        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions

        @Option(name: .customLong("job"), help: ArgumentHelp("Only this job; may be repeated.", valueName: "name"))
        var names: [String] = []

        @Flag(help: "Read everything since the job's start again, whatever was read before.")
        var full = false

        @Option(help: ArgumentHelp("Ask for the subjects in this file, an id a line, one by one.", valueName: "file"))
        var subjects: String?

        @Option(help: ArgumentHelp("Keep everything in this store instead of the job file's.", valueName: "file"))
        var store: String?

        @Flag(help: "Answer in JSON, one object a line.")
        var json = false

        @Argument(help: ArgumentHelp("The job file.", valueName: "file"))
        var file: String = "bridge.yaml"

        func runner() throws -> SyncRunner {
            let jobFile = try JobFile(contentsOf: file, environment: ProcessInfo.processInfo.environment)
            return SyncRunner(
                file: jobFile,
                jobs: try jobFile.jobs(named: names),
                registry: try adapters.registry(),
                now: nowOptions.instant,
                scope: try scope()
            )
        }

        private func scope() throws -> SyncEngine.Scope {
            guard let subjects else { return full ? .full : .changes }
            guard let data = FileManager.default.contents(atPath: subjects) else {
                throw UsageError("The file of subjects \(subjects) cannot be read.")
            }
            let ids = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            return .subjects(ids)
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the jobs of a file.",
            discussion: """
                Killed at any moment, the next run goes on where this one stopped. A run without news changes nothing.

                Examples:
                  consentbridge sync run bridge.yaml
                  consentbridge sync run bridge.yaml --job onetrust --json
                """
        )

        @OptionGroup var options: Options

        func run() async throws {
            let runner = try options.runner()
            let path = options.store ?? runner.file.store
            let lock = try RunLock(store: path)
            let store = try SQLiteStore(path: path)
            let expired = try await runner.sweep(store)
            let reports = await runner.run(in: store, progress: ProgressLine())
            let delivery = SinkRun(store: store, sinks: runner.file.sinks, now: runner.now, logger: .silent)
            let delivered = await delivery.deliver()
            SinkText.tellWaiting(try await delivery.finishErasures())
            withExtendedLifetime(lock) {}
            let text = SyncReportText.expired(expired) + SyncReportText.table(reports) + SinkText.table(delivered)
            let lines = SyncReportText.json(reports) + SyncReportText.expiredJSON(expired) + SinkText.json(delivered)
            StandardOutput.write(options.json ? lines : Array(text.utf8))
            var status = SyncReportText.tellFailures(reports)
            let sinkStatus = SinkText.tellProblems(delivered)
            if status == .done { status = sinkStatus }
            if status != .done { throw Finished(status: status) }
        }
    }

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what a run would change and why, and writes nothing.",
            discussion: """
                Examples:
                  consentbridge sync plan bridge.yaml
                  consentbridge sync plan bridge.yaml --exit-code || echo "there is something to do"
                """
        )

        @OptionGroup var options: Options

        @Flag(help: "Exit with 4 if there would be changes.")
        var exitCode = false

        func run() async throws {
            let runner = try options.runner()
            let copy = try SQLiteStore.scratchCopy(ofStoreAt: options.store ?? runner.file.store)
            let before = try await copy.totals().changes
            _ = try await runner.sweep(copy)
            let reports = await runner.run(in: copy, progress: ProgressLine())
            let text = PlanText(decider: runner.decider, store: copy, isJSON: options.json)
            let count = try await text.write(changesAfter: Int64(before))
            var status = SyncReportText.tellFailures(reports)
            // That there are changes is what was asked; only a job that did not get to the end outweighs it.
            if exitCode, count > 0, status == .done || status == .failures { status = .changes }
            if status != .done { throw Finished(status: status) }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells the last run of each job and how far it has read.",
            discussion: """
                Example:
                  consentbridge sync status bridge.yaml
                """
        )

        @Option(help: ArgumentHelp("The store, instead of the job file's.", valueName: "file"))
        var store: String?

        @Flag(help: "Answer in JSON, one object a line.")
        var json = false

        @Argument(help: ArgumentHelp("The job file.", valueName: "file"))
        var file: String = "bridge.yaml"

        func run() async throws {
            let jobFile = try JobFile(contentsOf: file)
            let opened = try SQLiteStore(path: store ?? jobFile.store, mode: .readOnly)
            let text = try await StatusText(file: jobFile, store: opened)
            StandardOutput.write(json ? text.json : Array(text.table.utf8))
        }
    }
}

/// Runs jobs one after the other.
struct SyncRunner {
    let file: JobFile
    let jobs: [JobFile.Job]
    let registry: AdapterRegistry
    let now: Instant
    let scope: SyncEngine.Scope

    /// Says why.
    var decider: PolicyDecider {
        PolicyDecider(policy: file.policy.policy, mappings: SyncEngine.mappings(registry, file.jobs), now: now)
    }

    /// Tells what has become too old, before anything is pulled; and says so where stored permissions were derived by
    /// another policy.
    func sweep(_ store: any ConsentStore) async throws -> RevisionOutcome {
        let redecider = Redecider(store: store, registry: registry, file: file, now: now)
        try await redecider.begin()
        let outcome = try await redecider.sweep()
        if try await !redecider.isCurrent() {
            StandardError.write(
                "consentbridge: the policy or a manifest has changed since the stored records were decided; apply it "
                    + "to them with `consentbridge sync redecide \(file.path)`.\n"
            )
        }
        return outcome
    }

    func run(in store: any ConsentStore, progress: ProgressLine) async -> [JobReport] {
        let engine = SyncEngine(
            store: store,
            registry: registry,
            file: file,
            now: now,
            logger: .silent,
            observe: { progress.show($0) }
        )
        var reports: [JobReport] = []
        for job in jobs { reports.append(await engine.run(job, scope: scope)) }
        progress.clear()
        return reports
    }
}
