public import ConsentAdapters
public import ConsentTranslation
public import ConsentTransport
import Foundation

/// A file of jobs: where consents are kept, under which policy, and what is pulled from where.
public struct JobFile: Sendable {
    /// One job: a stream of one account, or files.
    public struct Job: Sendable {
        /// The name, under which its cursor and its runs are kept.
        public let name: String
        /// The adapter's id.
        public let adapter: String
        /// The stream's name.
        public let stream: String
        /// Where a first run starts; nil for a year ago.
        public let since: Instant?
        /// Its own pace in the long-running process; nil for every round.
        public let schedule: JobSchedule?
        /// The files that are read; nil where an account is pulled.
        public let files: FileSource?
        /// The account; for files only what their keys mean.
        public let connection: Connection
        /// When what was pulled is made durable.
        public let batch: BatchLimits
        /// How long to go on trying where the CMP fails.
        public let retry: RetryPolicy
        /// Whether payloads that cannot be read are kept in quarantine, for a retry. They are personal data.
        public let keepsPayloads: Bool
        /// Where what only the adapters can judge stands in the file.
        let places: JobPlaces
    }

    /// The file's own path.
    public let path: String
    /// The store's path.
    public let store: String
    /// The policy.
    public let policy: PolicyFile
    /// The jobs in the order of the file.
    public let jobs: [Job]
    /// Whom changes are told to, in the order of the file.
    public let sinks: [SinkSettings]
    /// Where numbers for Prometheus are written after each run; nil for nowhere.
    public let metricsFile: String?

    /// Reads a job file.
    ///
    /// - Parameters:
    ///   - path: the file; other files are named relative to its folder.
    ///   - environment: what `${env:NAME}` is answered from; nil for whoever only looks into the store, where a value
    ///     from outside that is missing stands in no one's way.
    /// - Throws: `DiagnosticsError` with every mistake, those of a policy file that it names included.
    public init(contentsOf path: String, environment: [String: String]? = nil) throws(DiagnosticsError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DiagnosticsError(
                unreadable: path,
                "There is no job file here, or it cannot be read; name it, as in `consentbridge sync run FILE`."
            )
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw DiagnosticsError(unreadable: path, "The file is not UTF-8 text; save it as such.")
        }
        let root = try YAMLNode.document(text, file: path)
        let sink = DiagnosticSink(file: path)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let reader = JobReader(sink: sink, folder: folder, environment: environment)
        let file = YAMLMapping(root, "the job file", JobLanguage.file, sink: sink)
        let store = file?.requiredText("store")
        let metricsFile = file?.text("metrics_file")
        for (key, path) in [("store", store), ("metrics_file", metricsFile)] {
            if let path { reader.checkPath(path, key, at: file?.node(key)?.position) }
        }
        let jobs = file.map { reader.jobs($0) } ?? []
        let sinks = file.map { reader.sinks($0) } ?? []
        let policy = try file?.node("policy").map { node throws(DiagnosticsError) in try reader.policy(node) }
        try sink.throwIfAny()
        self.metricsFile = metricsFile.map { reader.path($0) }
        self.path = path
        self.store = reader.path(store ?? "")
        self.policy = policy ?? .standard
        self.jobs = jobs
        self.sinks = sinks
    }

    /// The jobs of these names, or all where none is named.
    ///
    /// - Throws: `AdapterError` `configuration` for a name that no job has.
    public func jobs(named names: [String]) throws(AdapterError) -> [Job] {
        for name in names where !jobs.contains(where: { $0.name == name }) {
            throw AdapterError(
                .configuration,
                "There is no job \(name) in \(path); there are \(jobs.map(\.name).joined(separator: ", "))."
            )
        }
        return names.isEmpty ? jobs : jobs.filter { names.contains($0.name) }
    }
}

/// When pulled pages are written: together with the position behind them, whichever bound is met first.
public struct BatchLimits: Sendable, Hashable {
    /// Rows that make a batch full; whole pages are never split, so that it may get somewhat larger.
    public var rows = 30_000
    /// Milliseconds after which a batch is written though it is not full.
    public var milliseconds: Int64 = 1_000

    /// The usual limits. Larger batches are faster only into stores of millions, and take more memory.
    public init() {}
}
