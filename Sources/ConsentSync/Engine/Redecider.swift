public import ConsentAdapters
public import ConsentTranslation

/// Decides again from the records that are stored, without asking a CMP: under another policy or manifest, and as time
/// goes by.
///
/// Pages of subjects are derived anew in the order of their keys, each in one transaction with the position behind it;
/// so memory is constant, and a run that was killed goes on where it stopped.
public struct Redecider: Sendable {
    /// Subjects in one transaction.
    private static let pageRows = 10_000
    /// The position's place among the checkpoints. No job has a name in brackets.
    static let progress = StreamKey(job: "(redecide)", stream: "subjects")
    private static let end = "done"

    private let store: any JobStore
    private let file: JobFile
    private let decider: PolicyDecider
    private let manifests: [String: any ConsentAdapter]
    private let now: Instant
    private let fingerprint: String

    /// Creates a redecider.
    ///
    /// - Parameters:
    ///   - store: where the records are.
    ///   - registry: the adapters, as they are now.
    ///   - file: the policy, as it is now, and the accounts' own purposes.
    ///   - now: the time at which ages are judged.
    public init(store: any JobStore, registry: AdapterRegistry, file: JobFile, now: Instant) {
        self.store = store
        self.file = file
        self.now = now
        decider = PolicyDecider(
            policy: file.policy.policy,
            mappings: SyncEngine.mappings(registry, file.jobs),
            now: now
        )
        manifests = Dictionary(registry.adapters.map { ($0.descriptor.id, $0) }) { first, _ in first }
        fingerprint = Self.fingerprint(file, manifests)
    }

    /// Tells every decision that has become too old since the last sweep.
    public func sweep() async throws -> RevisionOutcome {
        var outcome = RevisionOutcome()
        var isFirst = true
        while true {
            try Task.checkCancellation()
            let keys = try await store.subjects(expiredBy: now, limit: Self.pageRows)
            guard !keys.isEmpty else { return outcome }
            if isFirst { try await remember() }
            isFirst = false
            let page = try await store.revise(revision(.expired, keys, checkpoint: nil), deciding: decider)
            outcome += page
            // A decider that leaves an expiry in the past would be asked the same for ever.
            guard page.updated > 0 else { return outcome }
        }
    }

    /// Derives everybody's permissions anew.
    ///
    /// - Parameter progress: Told the number of subjects so far after each page.
    public func run(progress: @Sendable (Int) -> Void = { _ in }) async throws -> RevisionOutcome {
        try await remember()
        var outcome = RevisionOutcome()
        var after = try await resumed()
        while true {
            try Task.checkCancellation()
            let keys = try await store.subjectKeys(after: after, limit: Self.pageRows)
            let cursor = "\(fingerprint) \(keys.last?.cursor ?? Self.end)"
            let checkpoint = CheckpointUpdate(key: Self.progress, cursor: cursor)
            outcome += try await store.revise(revision(.redecided, keys, checkpoint: checkpoint), deciding: decider)
            progress(outcome.examined)
            guard let last = keys.last else { return outcome }
            after = last
        }
    }

    /// Whether the stored permissions were derived by the policy and the manifests of now; true where nothing says
    /// otherwise.
    public func isCurrent() async throws -> Bool {
        guard let checkpoint = try await store.checkpoint(for: Self.progress) else { return true }
        return checkpoint.cursor == "\(fingerprint) \(Self.end)"
    }

    /// Notes in an empty store by what its permissions are going to be derived.
    public func begin() async throws {
        guard try await store.subjectKeys(after: nil, limit: 1).isEmpty else { return }
        let checkpoint = CheckpointUpdate(key: Self.progress, cursor: "\(fingerprint) \(Self.end)")
        try await store.revise(revision(.redecided, [], checkpoint: checkpoint), deciding: decider)
    }

    /// The key behind which an interrupted run goes on; nil for the start.
    private func resumed() async throws -> SubjectKey? {
        guard let cursor = try await store.checkpoint(for: Self.progress)?.cursor else { return nil }
        let words = cursor.split(separator: " ")
        guard words.count == 2, words[0] == fingerprint else { return nil }
        return SubjectKey(cursor: String(words[1]))
    }

    private func revision(_ kind: Change.Kind, _ keys: [SubjectKey], checkpoint: CheckpointUpdate?) -> Revision {
        Revision(
            kind: kind,
            keys: keys,
            checkpoint: checkpoint,
            policyHash: file.policy.fingerprint,
            manifestHashes: manifests.mapValues(\.fingerprint),
            now: now
        )
    }

    /// Keeps the policy and the manifests in use by their hashes, so that every change can be explained later.
    private func remember() async throws {
        try await store.remember(policy: file.policy.fingerprint, text: file.policy.text)
        for id in Set(file.jobs.map(\.adapter)) {
            guard let adapter = manifests[id] else { continue }
            try await store.remember(manifest: adapter.fingerprint, id: id, text: adapter.definition)
        }
    }

    /// A hash over everything that decides: the policy, the manifests of the jobs, and the accounts' own purposes. A
    /// further job that reads in the same way decides nothing anew.
    private static func fingerprint(_ file: JobFile, _ manifests: [String: any ConsentAdapter]) -> String {
        var text = Fingerprint.hex(file.policy.fingerprint)
        var seen: Set<String> = []
        for job in file.jobs {
            var reading = "\n\(job.adapter) \(manifests[job.adapter].map { Fingerprint.hex($0.fingerprint) } ?? "")"
            for (key, purposes) in job.connection.purposes.sorted(by: { $0.key < $1.key }) {
                reading += "\n\(key)=\(purposes.map(\.rawValue).joined(separator: ","))"
            }
            if seen.insert(reading).inserted { text += reading }
        }
        return Fingerprint.hex(Fingerprint.sha256(of: text))
    }
}
