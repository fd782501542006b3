import ConsentAdapters
import ConsentTranslation
import Foundation

/// Jobs that read files.
extension SyncEngine {
    /// Runs a job that reads files.
    func read(
        _ files: FileSource,
        of job: JobFile.Job,
        _ scope: Scope,
        into report: inout JobReport
    ) async throws {
        let adapter = try registry.adapter(job.adapter)
        try await remember(adapter)
        var writer = batch(of: job)
        do {
            try await ingest(files, job, adapter: adapter, scope, &writer, &report)
            try await writer.finish()
            report.outcome = writer.total
            report.readUpTo = now
        } catch {
            try await keep(writer, job, in: &report)
            throw error
        }
    }

    /// Reads what is new or has changed of a job's files.
    ///
    /// A file that cannot be read holds up no other; the first such is told at the end.
    private func ingest(
        _ source: FileSource,
        _ job: JobFile.Job,
        adapter: any ConsentAdapter,
        _ scope: Scope,
        _ writer: inout PageBatch,
        _ report: inout JobReport
    ) async throws {
        if case .subjects = scope {
            throw AdapterError(.configuration, "A job that reads files cannot be asked for single subjects.")
        }
        var failure: FileProblem?
        let paths: [String]
        do {
            paths = try source.files()
        } catch {
            throw AdapterError(.configuration, error.message)
        }
        for (index, path) in paths.enumerated() {
            try Task.checkCancellation()
            do {
                try await ingest(path, source, job, adapter, scope, &writer, &report)
            } catch let problem as FileProblem {
                // Whole rows before the problem are kept, with the position behind them.
                try await writer.finish()
                failure = failure ?? problem
            }
            tell(job, report, fraction: Double(index + 1) / Double(paths.count))
        }
        if let failure { throw AdapterError(.configuration, failure.message) }
    }

    private func ingest(
        _ path: String,
        _ source: FileSource,
        _ job: JobFile.Job,
        _ adapter: any ConsentAdapter,
        _ scope: Scope,
        _ writer: inout PageBatch,
        _ report: inout JobReport
    ) async throws {
        let key = StreamKey(job: job.name, stream: job.stream, partition: Self.partition(path))
        let identity = try FileIdentity(of: path)
        let start = Self.start(try await store.checkpoint(for: key), identity, scope)
        guard !start.isDone else { return try move(path, of: source) }
        var file = try FileIntake(path, of: job, source, adapter: adapter, from: start)
        defer { file.close() }
        let intake = RecordIntake(
            adapter: file.adapter,
            job: job.name,
            stream: job.stream,
            now: now,
            decider: writer.decider,
            keepsPayloads: job.keepsPayloads
        )
        while let items = try file.next() {
            try Task.checkCancellation()
            report.pages += 1
            let name = URL(fileURLWithPath: path).lastPathComponent
            guard writer.take(intake.take(items, of: name), &report) else {
                throw FileProblem(
                    "Not one of \(items.count) rows of \(path) from row \(items.first?.row ?? 0) on can be read by the "
                        + "adapter \(job.adapter); nothing of them was taken. Check what the file is."
                )
            }
            writer.position = CheckpointUpdate(key: key, cursor: file.position.cursor)
            if writer.isFull { try await writer.flush() }
            tell(job, report, fraction: 0)
        }
        let isWhole = try file.finish()
        writer.position = CheckpointUpdate(key: key, cursor: file.position.cursor)
        // Durable before the file is moved away.
        try await writer.finish()
        // A file that was written to meanwhile is read again next time.
        if isWhole { try move(path, of: source) }
    }

    /// Where reading a file begins.
    private static func start(_ checkpoint: Checkpoint?, _ identity: FileIdentity, _ scope: Scope) -> FilePosition {
        let isReadAgain =
            switch scope {
            case .changes: false
            case .since(let time): identity.modified >= time
            case .full, .subjects: true
            }
        guard !isReadAgain, let known = checkpoint.flatMap({ FilePosition(cursor: $0.cursor) }),
            known.identity == identity
        else { return FilePosition(identity: identity) }
        return known
    }

    /// The name under which a file is remembered.
    private static func partition(_ path: String) -> String {
        path.utf8.count <= StoreLimits.maxNameBytes ? path : Fingerprint.hex(Fingerprint.sha256(of: path))
    }

    /// Moves a file that was read, if files are to be moved. None that is there already is replaced.
    private func move(_ path: String, of source: FileSource) throws(FileProblem) {
        guard movesFiles, let folder = source.moveTo else { return }
        let name = URL(fileURLWithPath: path).lastPathComponent
        var target = folder + "/" + name
        var number = 1
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            while FileManager.default.fileExists(atPath: target) {
                target = folder + "/" + name + ".\(number)"
                number += 1
            }
            try FileManager.default.moveItem(atPath: path, toPath: target)
        } catch {
            throw FileProblem("\(path) was read but cannot be moved to \(folder); check the rights of both.")
        }
    }
}
