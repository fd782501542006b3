public import ConsentAdapters
public import ConsentTranslation

/// Where a job's mistakes stand that only the adapters can tell.
struct JobPlaces: Sendable {
    let adapter: YAMLNode.Position?
    let stream: YAMLNode.Position?
    let since: YAMLNode.Position?
    let connection: YAMLNode.Position?
    /// The connection's own keys.
    let parameters: [String: YAMLNode.Position]

    init(_ rule: YAMLMapping) {
        adapter = rule.node("adapter")?.position
        stream = rule.node("stream")?.position
        since = rule.node("since")?.position
        connection = rule.node("connection")?.position
        guard case .mapping(let entries) = rule.node("connection")?.content else {
            parameters = [:]
            return
        }
        parameters = Dictionary(entries.map { ($0.key, $0.keyPosition) }) { first, _ in first }
    }
}

extension JobFile {
    /// Checks jobs against the adapters that there are and the time of the run, before any of them starts.
    ///
    /// - Throws: `DiagnosticsError` with every adapter, stream and parameter that is not known or is missing, and every
    ///   start that is still to come: a run would note all before it as read.
    public func check(
        _ jobs: [Job],
        against registry: AdapterRegistry,
        now: Instant
    ) throws(DiagnosticsError) {
        let sink = DiagnosticSink(file: path)
        for job in jobs {
            if let since = job.since, since > now {
                sink.report(
                    .invalidValue,
                    at: job.places.since,
                    "\(job.name): since is still to come, so that nothing would be read; write a day that is past."
                )
            }
            do {
                try Self.check(job, against: registry, sink)
            } catch let error as AdapterError {
                sink.report(.invalidValue, at: job.places.adapter, "\(job.name): \(error.message)")
            } catch let error as DiagnosticsError {
                // The adapter's own file is wrong, and says where.
                throw error
            } catch {
                sink.report(.invalidValue, at: job.places.adapter, "\(job.name): its adapter cannot be used.")
            }
        }
        try sink.throwIfAny()
    }

    private static func check(_ job: Job, against registry: AdapterRegistry, _ sink: DiagnosticSink) throws {
        let adapter = try registry.adapter(job.adapter)
        guard job.files == nil, !job.takesMessages else { return }
        guard let source = adapter.source else {
            throw AdapterError(
                .unknownStream,
                "The adapter \(job.adapter) only reads payloads; it has nothing to pull. Name `files` to read."
            )
        }
        do {
            _ = try source.stream(named: job.stream)
        } catch {
            sink.report(.invalidValue, at: job.places.stream ?? job.places.adapter, "\(job.name): \(error.message)")
        }
        let known = source.parameters.map(\.name)
        var connection = job.connection
        for (name, position) in job.places.parameters.sorted(by: { $0.key < $1.key })
        where !known.contains(name) && !Connection.commonKeys.contains(name) {
            connection.secrets[name] = nil
            let guess = YAMLMapping.nearest(name, among: known).map { "Did you mean \($0)? " } ?? ""
            let all = (known + Connection.commonKeys).joined(separator: ", ")
            sink.report(
                .unknownKey,
                at: position,
                "\(job.name): The adapter \(job.adapter) has no parameter \(name). \(guess)It has \(all)."
            )
        }
        do {
            _ = try source.checked(connection)
        } catch {
            for problem in error.message.split(separator: "\n") {
                sink.report(.missingKey, at: job.places.connection, "\(job.name): \(problem)")
            }
        }
    }
}
