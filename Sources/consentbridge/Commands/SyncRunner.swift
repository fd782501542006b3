import ConsentAdapters
import ConsentSync
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging

/// Runs jobs, several at a time: each waits for its own platform most of the time.
struct SyncRunner: Sendable {
    /// Jobs that run at the same time.
    private static let maxConcurrentJobs = 4

    let file: JobFile
    var jobs: [JobFile.Job]
    let registry: AdapterRegistry
    var now: Instant
    let scope: SyncEngine.Scope
    var metrics = SyncMetrics()

    /// Says why.
    var decider: PolicyDecider {
        PolicyDecider(policy: file.policy.policy, mappings: SyncEngine.mappings(registry, file.jobs), now: now)
    }

    /// Tells what has become too old, before anything is pulled; and says so where stored permissions were derived by
    /// another policy.
    func sweep(_ store: any JobStore) async throws -> RevisionOutcome {
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

    /// The jobs that it is time for: those without a pace of their own, and those that are due.
    func due(in store: any ConsentStore) async throws -> [JobFile.Job] {
        var due: [JobFile.Job] = []
        for job in jobs {
            if let schedule = job.schedule {
                let last = try await store.lastRun(of: job.name)
                guard schedule.due(after: last, now: now) <= now else { continue }
            }
            due.append(job)
        }
        return due
    }

    /// Says of which jobs the `since` lies before what they have read: a run that goes on does not heed it.
    func tellUnheededStarts(in store: any JobStore) async throws {
        guard case .changes = scope else { return }
        for job in jobs where job.files == nil {
            let key = StreamKey(job: job.name, stream: job.stream)
            // A position that cannot be read is told by the job itself.
            guard let since = job.since, let checkpoint = try await store.checkpoint(for: key),
                let readFrom = try? StreamPosition(cursor: checkpoint.cursor).readFrom, since < readFrom
            else { continue }
            StandardError.write(
                "consentbridge: \(job.name): since is \(since.iso8601), but the job has read from \(readFrom.iso8601) on and "
                    + "goes on from where it stands; read what lies before by `consentbridge sync run \(file.path) "
                    + "\(job.name) --full`, once.\n"
            )
        }
    }

    /// Runs the jobs.
    ///
    /// - Parameter isDryRun: whether nothing but the store is written either.
    func run(in store: any JobStore, progress: ProgressLine, isDryRun: Bool = false) async -> [JobReport] {
        let engine = SyncEngine(
            store: store,
            registry: registry,
            file: file,
            now: now,
            network: .present,
            movesFiles: !isDryRun,
            logger: .silent,
            metrics: metrics,
            observe: { progress.show($0) }
        )
        let scope = scope
        var waiting = Array(jobs.enumerated()).makeIterator()
        let reports = await withTaskGroup(of: (Int, JobReport).self) { group in
            func start() {
                guard let (index, job) = waiting.next() else { return }
                group.addTask { (index, await engine.run(job, scope: scope)) }
            }
            for _ in 0..<Self.maxConcurrentJobs { start() }
            var reports: [(Int, JobReport)] = []
            for await report in group {
                reports.append(report)
                start()
            }
            return reports
        }
        progress.clear()
        return reports.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
