public import ConsentAdapters
public import ConsentTranslation
import Crypto

/// Reads quarantined items again, by the adapters as they are now.
///
/// Only an item whose payload was kept can be read again without the CMP; see ``JobFile/Job/keepsPayloads``.
public struct QuarantineRetry: Sendable {
    /// What became of one entry.
    public enum Outcome: Sendable, Hashable {
        /// It reads now: its records are in the store and the entry is gone.
        case read(records: Int)
        /// It still cannot be read; the reason of now.
        case refused(code: String, message: String)
        /// The payload was not kept: the CMP has to be asked again.
        case noPayload
    }

    private let store: any ConsentStore
    private let registry: AdapterRegistry
    private let file: JobFile
    private let decider: PolicyDecider
    private let now: Instant

    /// Creates a retry.
    public init(store: any ConsentStore, registry: AdapterRegistry, file: JobFile, now: Instant) {
        self.store = store
        self.registry = registry
        self.file = file
        self.now = now
        decider = PolicyDecider(
            policy: file.policy.policy,
            mappings: SyncEngine.mappings(registry, file.jobs),
            now: now
        )
    }

    /// Reads one entry again; its records and its end are one transaction.
    ///
    /// - Throws: ``StoreError``, or `AdapterError` where the adapter is not there any more.
    public func retry(_ entry: QuarantineEntry) async throws -> Outcome {
        guard let payload = entry.item.payload else { return .noPayload }
        let adapter = try registry.adapter(entry.item.adapter)
        let taken = take(payload, of: entry.item, adapter)
        if let item = taken.quarantined.first { return .refused(code: item.code, message: item.message) }
        try await store.remember(policy: file.policy.fingerprint, text: file.policy.text)
        try await store.remember(manifest: adapter.fingerprint, id: adapter.descriptor.id, text: adapter.definition)
        var batch = Batch(records: taken.records, policyHash: file.policy.fingerprint, now: now)
        batch.released = [entry.number]
        try await store.apply(batch, deciding: decider)
        return .read(records: taken.records.count)
    }

    /// Reads a payload; one out of a file by whichever form of rows the adapter reads it as.
    private func take(_ payload: [UInt8], of item: QuarantinedItem, _ adapter: any ConsentAdapter)
        -> RecordIntake.Taken
    {
        let isOfFile = file.jobs.contains { $0.name == item.job && $0.files != nil }
        let manifest = isOfFile ? adapter as? ManifestAdapter : nil
        let rows = manifest.map { manifest in manifest.rowsInputs.map { manifest.reading($0) } } ?? []
        func take(_ reader: any ConsentAdapter) -> RecordIntake.Taken {
            RecordIntake(adapter: reader, job: item.job, stream: item.stream, now: now, decider: decider)
                .take(rawItem(payload, of: item), hint: item.recordHint ?? "")
        }
        for reader in rows {
            let taken = take(reader)
            if taken.quarantined.isEmpty { return taken }
        }
        return take(adapter)
    }

    /// The payload as it came: a page's item was a value, and everything else a text.
    private func rawItem(_ payload: [UInt8], of item: QuarantinedItem) -> RawItem {
        if file.jobs.contains(where: { $0.name == item.job }),
            let value = try? Value(json: payload, limits: TranslationLimits.page)
        {
            return RawItem(.value(value))
        }
        return RawItem(text: String(decoding: payload, as: UTF8.self))
    }
}
