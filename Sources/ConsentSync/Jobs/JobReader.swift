import ConsentAdapters
import ConsentTranslation
import ConsentTransport
import Foundation

/// Reads the fields of a job file.
struct JobReader {
    let sink: DiagnosticSink
    let folder: String
    let environment: [String: String]?

    /// A path, relative to the job file's folder.
    func path(_ text: String) -> String {
        text.hasPrefix("/") ? text : folder + "/" + text
    }

    /// Reports a path that is meant to have something of the environment in it; answers whether it is a path.
    @discardableResult
    func checkPath(_ text: String, _ key: String, at position: YAMLNode.Position?) -> Bool {
        guard text.contains("${") else { return true }
        let cure = key == "store" ? ", or name the store by --store" : ""
        sink.report(
            .invalidValue,
            at: position,
            "\(key) is a path as it stands; ${…} is for connections and sinks. Write the path\(cure)."
        )
        return false
    }

    /// The policy: written out, or the name of a file.
    func policy(_ node: YAMLNode) throws(DiagnosticsError) -> PolicyFile {
        switch node.content {
        case .scalar(let name):
            guard checkPath(name, "policy", at: node.position) else { return .standard }
            let path = path(name)
            guard let data = FileManager.default.contents(atPath: path) else {
                sink.report(.unreadable, at: node.position, "The policy file \(path) cannot be read.")
                return .standard
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                sink.report(.unreadable, at: node.position, "The policy file \(path) is not UTF-8; save it as such.")
                return .standard
            }
            return try PolicyFile(text, file: path)
        case .mapping, .list:
            return PolicyFile(policy: PolicyReader(sink: sink).policy(node), text: Self.canonical(node))
        }
    }

    /// The same text for the same content, so that a policy within a job file is known by what it says.
    private static func canonical(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text):
            return "\"" + text + "\""
        case .list(let elements):
            return "[" + elements.map { canonical($0) }.joined(separator: ", ") + "]"
        case .mapping(let entries):
            return "{ " + entries.map { $0.key + ": " + canonical($0.value) }.joined(separator: ", ") + " }"
        }
    }

    /// The jobs, each name once.
    func jobs(_ file: YAMLMapping) -> [JobFile.Job] {
        if file.required("jobs") == nil { return [] }
        var names: Set<String> = []
        return file.list("jobs").compactMap { node in
            guard let job = job(node) else { return nil }
            if !names.insert(job.name).inserted {
                sink.report(.duplicateKey, at: node.position, "There are two jobs \(job.name); give one another name.")
            }
            return job
        }
    }

    private func job(_ node: YAMLNode) -> JobFile.Job? {
        guard let rule = YAMLMapping(node, "a job", JobLanguage.job, sink: sink) else { return nil }
        let name = rule.requiredText("name")
        let adapter = rule.requiredText("adapter")
        let since = self.since(rule)
        let schedule = self.schedule(rule)
        let files = rule.node("files").flatMap { self.files($0) }
        let connection = connection(of: rule)
        let batch = self.batch(rule)
        let retry = self.retry(rule)
        let keepsPayloads = rule.flag("keep_payloads") ?? false
        guard let name, let adapter, let connection else { return nil }
        return JobFile.Job(
            name: name,
            adapter: adapter,
            stream: rule.text("stream") ?? (files == nil ? "changes" : FileSource.stream),
            since: since,
            schedule: schedule,
            files: files,
            connection: connection,
            batch: batch,
            retry: retry,
            keepsPayloads: keepsPayloads,
            places: JobPlaces(rule)
        )
    }

    /// The account, which only files can do without.
    private func connection(of rule: YAMLMapping) -> Connection? {
        if let node = rule.node("connection") { return connection(node) }
        guard rule.node("files") == nil else { return Connection() }
        sink.report(.missingKey, at: rule.position, "\(rule.name) needs the key connection, or files to read.")
        return nil
    }

    private func files(_ node: YAMLNode) -> FileSource? {
        guard case .mapping = node.content else {
            let names = YAMLMapping.texts(of: node, "files", sink: sink)
            for name in names { checkPath(name, "files", at: node.position) }
            let paths = names.map { path($0) }
            if paths.isEmpty { sink.report(.missingKey, at: node.position, "files names no file.") }
            return FileSource(paths: paths)
        }
        guard let rule = YAMLMapping(node, "files", JobLanguage.files, sink: sink), rule.required("path") != nil else {
            return nil
        }
        let (names, target) = (rule.texts("path"), rule.text("move_to"))
        for name in names { checkPath(name, "path", at: rule.node("path")?.position) }
        if let target { checkPath(target, "move_to", at: rule.node("move_to")?.position) }
        return FileSource(
            paths: names.map { path($0) },
            form: rule.word("as", of: FileSource.Form.self),
            moveTo: target.map { path($0) }
        )
    }

    private func since(_ rule: YAMLMapping) -> Instant? {
        guard let text = rule.text("since") else { return nil }
        guard let instant = Instant(iso8601: text) else {
            sink.report(
                .invalidValue,
                at: rule.node("since")?.position,
                "since is a day or a time such as 2026-10-30 or 2026-10-30T12:00:00Z."
            )
            return nil
        }
        return instant
    }

    private func schedule(_ rule: YAMLMapping) -> JobSchedule? {
        guard let milliseconds = rule.milliseconds("every") else { return nil }
        func refuse(_ message: String) -> JobSchedule? {
            sink.report(.invalidValue, at: rule.node("every")?.position, message)
            return nil
        }
        if rule.text("stream") == JobFile.Job.webhookStream {
            return refuse("every is for jobs that pull or read, and here messages come by themselves; remove it.")
        }
        guard milliseconds >= JobSchedule.shortest else {
            return refuse("every must be a second at least, such as 15m or 6h.")
        }
        return JobSchedule(milliseconds: milliseconds)
    }

    private func batch(_ rule: YAMLMapping) -> BatchLimits {
        var limits = BatchLimits()
        guard let batch = rule.mapping("batch", JobLanguage.batch) else { return limits }
        limits.rows = batch.integer("rows", in: 1...1_000_000) ?? limits.rows
        limits.milliseconds = batch.milliseconds("every") ?? limits.milliseconds
        return limits
    }

    func retry(_ rule: YAMLMapping) -> RetryPolicy {
        var policy = RetryPolicy()
        guard let retry = rule.mapping("retry", JobLanguage.retry) else { return policy }
        policy.maxAttempts = retry.integer("attempts", in: 1...20) ?? policy.maxAttempts
        if let longest = retry.milliseconds("longest") { policy.maxTotalWait = .milliseconds(longest) }
        return policy
    }

    /// The account. Some keys belong to every adapter; the rest is the adapter's own, and secret until the adapter says that
    /// it is not.
    private func connection(_ node: YAMLNode) -> Connection? {
        guard case .mapping(let entries) = node.content else {
            sink.report(.wrongType, at: node.position, "connection must be a mapping of the adapter's parameters.")
            return nil
        }
        guard let rule = YAMLMapping(node, "connection", keys: entries.map(\.key), sink: sink) else { return nil }
        var connection = Connection(isInsecureTest: rule.flag("insecure_test") ?? false)
        connection.allowsPrivateAddresses = rule.flag("allow_private_addresses") ?? false
        connection.limits = limits(rule)
        connection.purposes = PurposeReader.purposes(rule, "purposes")
        for entry in entries where !Connection.commonKeys.contains(entry.key) {
            guard let text = rule.text(of: entry.value, entry.key), let value = expanded(text, entry) else { continue }
            connection.secrets[entry.key] = Secret(value)
        }
        return connection
    }

    private func limits(_ rule: YAMLMapping) -> AccountLimits {
        guard let limits = rule.mapping("limits", JobLanguage.limits) else { return AccountLimits() }
        return AccountLimits(
            concurrent: limits.integer("concurrent", in: JobLanguage.concurrency),
            rates: limits.listOrOne("rate").compactMap { ConsentSource.Rate($0, sink: sink) }
        )
    }

    /// The value of `${env:NAME}` or of the file of `${file:PATH}`; any other text is itself.
    func expanded(_ text: String, _ entry: YAMLNode.Entry) -> String? {
        guard ValueReference.isWritten(text) else { return text }
        guard let environment else { return nil }
        do throws(ValueReference.Failure) {
            var reference = try ValueReference(text)
            if case .file(let name) = reference { reference = .file(path(name)) }
            return try reference.value(in: environment)
        } catch {
            sink.report(.undefinedReference, at: entry.value.position, error.description)
            return nil
        }
    }
}
