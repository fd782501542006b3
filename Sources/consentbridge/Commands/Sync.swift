import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import Foundation

struct Sync: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Pulls consents from platforms and keeps permissions in step.",
        subcommands: [SyncRun.self, Plan.self, SyncRedecide.self, SyncDeliver.self, Status.self, SyncDescribe.self]
    )

    /// What `run` and `plan` share.
    struct Options: ParsableArguments {
        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions

        @Option(name: .customLong("job"), help: ArgumentHelp("Only this job; may be repeated.", valueName: "name"))
        var names: [String] = []

        @Flag(help: "Read everything since the job's start again, whatever was read before.")
        var full = false

        @Option(help: ArgumentHelp("Ask for the subjects in this file, an id a line.", valueName: "file"))
        var subjects: String?

        @Option(help: ArgumentHelp("Keep everything in this store instead of the job file's.", valueName: "file"))
        var store: String?

        @Flag(help: "Answer in JSON, one object a line.")
        var json = false

        @Option(
            help: ArgumentHelp("Read what changed since this time again.", valueName: "instant"),
            transform: Instant.argument
        )
        var since: Instant?

        @Argument(help: ArgumentHelp("The job file.", valueName: "file"))
        var file: String = "bridge.yaml"

        @Argument(help: ArgumentHelp("Only these jobs, as --job.", valueName: "job"))
        var jobs: [String] = []

        func validate() throws {
            if [full, subjects != nil, since != nil].count(where: \.self) > 1 {
                throw ValidationError("--full, --since and --subjects exclude each other; name one.")
            }
        }

        func runner() throws -> SyncRunner {
            let jobFile = try JobFile(contentsOf: file, environment: ProcessInfo.processInfo.environment)
            let (jobs, registry) = (try pulled(jobFile), try adapters.registry())
            try jobFile.check(jobs, against: registry, now: nowOptions.instant)
            return SyncRunner(
                file: jobFile,
                jobs: jobs,
                registry: registry,
                now: nowOptions.instant,
                scope: try scope()
            )
        }

        /// The jobs that are meant, but for those whose platform sends by itself.
        private func pulled(_ file: JobFile) throws -> [JobFile.Job] {
            let meant = try file.jobs(named: names + jobs)
            if let job = meant.first(where: \.takesMessages), !(names + jobs).isEmpty {
                throw UsageError(
                    "The job \(job.name) takes messages; there is nothing to pull. See `consentbridge ingest`."
                )
            }
            return meant.filter { !$0.takesMessages }
        }

        private func scope() throws -> SyncEngine.Scope {
            if let since {
                guard since <= nowOptions.instant else {
                    throw UsageError("--since is still to come, so that nothing would be read; name an earlier time.")
                }
                return .since(since)
            }
            guard let subjects else { return full ? .full : .changes }
            let ids = try SubjectIDs(path: subjects).ids
            if ids.isEmpty {
                StandardError.write(
                    "consentbridge: \(subjects) names nobody, so nobody is asked for; write an id a line.\n"
                )
            }
            return .subjects(ids)
        }
    }

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what a run would change and why, and writes nothing.",
            discussion: """
                Examples:
                  consentbridge sync plan bridge.yaml
                  consentbridge sync plan bridge.yaml --exit-code || echo "something to do"
                """
        )

        @OptionGroup var options: Options

        @Flag(help: "Exit with 4 if there would be changes.")
        var exitCode = false

        func run() async throws {
            let runner = try options.runner()
            let store = try await DryRunStore(overStoreAt: options.store ?? runner.file.store)
            _ = try await runner.sweep(store)
            let reports = await runner.run(in: store, progress: ProgressLine(jobs: runner.jobs.count), isDryRun: true)
            let count = try await PlanText(decider: runner.decider, store: store, isJSON: options.json).write()
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
                LAG is how long ago it is up to when a job has read everything, RATE the
                records of its last run in a second. BEHIND is the number of changes that
                a sink has not had, PARKED those that it refused. DUE is when a job with
                `every` runs next in `sync run --every`.

                Examples:
                  consentbridge sync status bridge.yaml
                  consentbridge sync status bridge.yaml --json
                """
        )

        @OptionGroup var nowOptions: NowOptions

        @Option(help: ArgumentHelp("The store, instead of the job file's.", valueName: "file"))
        var store: String?

        @Flag(help: "Answer in JSON, one object a line.")
        var json = false

        @Argument(help: ArgumentHelp("The job file.", valueName: "file"))
        var file: String = "bridge.yaml"

        func run() async throws {
            let jobFile = try JobFile(contentsOf: file)
            let opened = try SQLiteStore(path: store ?? jobFile.store, mode: .readOnly)
            let text = try await StatusText(file: jobFile, store: opened, now: nowOptions.instant)
            StandardOutput.write(json ? text.json : Array(text.table.utf8))
        }
    }
}
