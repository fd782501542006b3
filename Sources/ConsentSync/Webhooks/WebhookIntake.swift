public import ConsentAdapters
public import ConsentTranslation

/// Takes messages of a CMP into the store: verified first, then read like any payload.
///
/// Each message is one transaction. One that comes again changes nothing, and of two that overtook each other the later
/// decision counts, since a store goes by the time of the decision and not of the arrival.
public struct WebhookIntake: Sendable {
    /// What a message came to.
    public enum Outcome: Sendable, Hashable {
        /// It is in the store; so many records, changes of permissions, and items that could not be read.
        case taken(records: Int, changes: Int, quarantined: Int)
        /// It is of a kind that says nothing about consent.
        case ignored
        /// It does not prove that it is the CMP's, or is no message; nothing of it was stored.
        case refused(AdapterError)
    }

    private let store: any JobStore
    private let adapter: any ConsentAdapter
    private let webhook: ConsentWebhook
    private let account: Account
    private let policy: PolicyFile
    private let decider: PolicyDecider
    private let now: Instant

    /// Who sends.
    public struct Account: Sendable {
        /// The job's name, under which runs and what cannot be read are kept.
        public let name: String
        /// The parameters, the secrets among them.
        public let connection: Connection
        /// Whether messages that cannot be read are kept for a retry. They are personal data.
        public let keepsPayloads: Bool

        /// Names an account.
        public init(name: String, connection: Connection, keepsPayloads: Bool = false) {
            self.name = name
            self.connection = connection
            self.keepsPayloads = keepsPayloads
        }

        /// The account of a job.
        public init(_ job: JobFile.Job) {
            self.init(name: job.name, connection: job.connection, keepsPayloads: job.keepsPayloads)
        }
    }

    /// Creates an intake.
    ///
    /// - Parameters:
    ///   - store: where records are kept.
    ///   - adapter: what reads the messages.
    ///   - account: who sends them.
    ///   - policy: the site's policy.
    ///   - mappings: how each adapter's keys are read, by the adapter's id (``SyncEngine/mappings(_:_:)``).
    ///   - now: the time at which messages arrived, and ages are judged.
    /// - Throws: `AdapterError` `configuration` where the adapter takes no messages.
    public init(
        store: any JobStore,
        adapter: any ConsentAdapter,
        account: Account,
        policy: PolicyFile,
        mappings: [String: AdapterMapping],
        now: Instant
    ) throws(AdapterError) {
        guard let webhook = adapter.webhook else {
            throw AdapterError(
                .configuration,
                "The adapter \(adapter.descriptor.id) takes no messages: its manifest has no webhook. `consentbridge adapter "
                    + "list` shows those that can."
            )
        }
        self.store = store
        self.adapter = adapter
        self.webhook = webhook
        self.account = account
        self.policy = policy
        self.now = now
        var mappings = mappings
        mappings[adapter.descriptor.id, default: adapter.mapping].purposes.merge(account.connection.purposes) { $1 }
        decider = PolicyDecider(policy: policy.policy, mappings: mappings, now: now)
    }

    /// Takes messages one after the other, as one run of the job.
    ///
    /// - Parameters:
    ///   - messages: the messages, each read when its turn comes; what cannot be read as one is a refusal.
    ///   - observe: told each outcome with the message's position.
    /// - Throws: ``StoreError``, or `AdapterError` `configuration` where the connection gives no secret. What was taken
    ///   before is durable.
    public func take(
        _ messages: some Sequence<Result<WebhookMessage, AdapterError>>,
        observe: (Int, Outcome) -> Void
    ) async throws {
        try await store.remember(policy: policy.fingerprint, text: policy.text)
        try await store.remember(manifest: adapter.fingerprint, id: adapter.descriptor.id, text: adapter.definition)
        let run = try await store.beginRun(job: account.name, at: now)
        var counts = RunCounts()
        var isClean = true
        do {
            for (index, message) in messages.enumerated() {
                try Task.checkCancellation()
                let outcome = try await take(message, number: index + 1, into: &counts)
                if case .refused = outcome { isClean = false }
                observe(index, outcome)
            }
        } catch {
            try await store.finishRun(run, at: now, outcome: .failed, counts: counts)
            throw error
        }
        isClean = isClean && counts.quarantined == 0
        try await store.finishRun(
            run,
            at: now,
            outcome: isClean ? .completed : .completedWithFailures,
            counts: counts
        )
    }

    private func take(
        _ message: Result<WebhookMessage, AdapterError>,
        number: Int,
        into counts: inout RunCounts
    ) async throws -> Outcome {
        let item: RawItem
        do throws(AdapterError) {
            let message = try message.get()
            try webhook.verify(message, for: account.connection, now: now)
            item = try message.payload()
        } catch  where error.code == .configuration {
            throw error
        } catch {
            return .refused(error)
        }
        counts.pages += 1
        let intake = RecordIntake(
            adapter: adapter,
            job: account.name,
            stream: JobFile.Job.webhookStream,
            now: now,
            decider: decider,
            keepsPayloads: account.keepsPayloads
        )
        let taken = intake.take(item, hint: "message \(number)")
        let batch = Batch(
            records: taken.records,
            quarantined: taken.quarantined,
            policyHash: policy.fingerprint,
            now: now
        )
        guard !batch.records.isEmpty || !batch.quarantined.isEmpty else { return .ignored }
        let outcome = try await store.apply(batch, deciding: decider)
        counts.records += batch.records.count
        counts.changes += outcome.changes
        counts.stale += outcome.older
        counts.quarantined += batch.quarantined.count
        return .taken(
            records: batch.records.count,
            changes: outcome.changes,
            quarantined: batch.quarantined.count
        )
    }
}
