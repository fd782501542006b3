import ConsentAdapters
public import ConsentTranslation
import OptIn

/// Decides about stored records: which of two is the current one, and what all of a subject's come to.
///
/// A pure function of records, policy, mappings and time, so that any order of arrival and any size of batch end alike.
public struct PolicyDecider: RecordDecider {
    /// Tells deciders apart that may decide differently; copies of one share it.
    final class Identity: Sendable {}

    private let policy: Policy
    private let prepared: [String: PreparedPolicy]
    private let now: Instant
    private let identity = Identity()

    /// Creates a decider.
    ///
    /// - Parameters:
    ///   - policy: the site's policy.
    ///   - mappings: how each adapter's keys are to be read, by the adapter's id.
    ///   - now: the time at which ages are judged.
    public init(policy: Policy, mappings: [String: AdapterMapping], now: Instant) {
        self.policy = policy
        prepared = mappings.mapValues { PreparedPolicy(policy, mapping: $0) }
        self.now = now
    }

    /// The later decision wins. Of equal times with different content the denials of both win.
    public func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution {
        if existing.content == incoming.content { return .identical }
        if incoming.decidedAt < existing.decidedAt { return .older }
        if incoming.decidedAt > existing.decidedAt { return .replace(incoming) }
        let (kept, arrived) = (try existing.record(), try incoming.record())
        // The same in the form of an earlier program.
        if kept == arrived { return .identical }
        let merged = kept.mergedAtEqualTime(with: arrived)
        let content = merged.canonicalBytes
        // Of the two ids always the same one, whichever record came first.
        let id = min(existing.recordID, incoming.recordID)
        if content == existing.content, id == existing.recordID { return .identical }
        var replacement = incoming
        replacement.content = content
        replacement.recordID = id
        return .replace(replacement)
    }

    /// The permissions that all records of a subject come to.
    public func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState {
        let outcome =
            records.count == 1
            ? SubjectOutcome(of: try quickOutcome(of: records[0]))
            : SubjectOutcome(merging: try records.map { try quickOutcome(of: $0) })
        return SubjectState(
            permissions: outcome.permissions,
            implicit: outcome.implicit,
            decidedAt: outcome.decidedAt,
            expiresAt: outcome.expiresAt
        )
    }

    /// What the policy will make of a record once it is stored: worked out where the record arrives, on any processor,
    /// rather than by the one writer.
    func foresee(_ record: ConsentRecord) -> ForeseenOutcome {
        ForeseenOutcome(decider: identity, outcome: prepared(for: record.adapter).outcome(of: record, now: now))
    }

    /// What the policy makes of one stored record, without explanations.
    private func quickOutcome(of record: StoredRecord) throws -> RecordOutcome {
        if let foreseen = record.foreseen, foreseen.decider === identity { return foreseen.outcome }
        return prepared(for: record.adapter).outcome(of: try record.record(), now: now)
    }

    private func prepared(for adapter: String) -> PreparedPolicy {
        prepared[adapter] ?? PreparedPolicy(policy, mapping: AdapterMapping(owners: [adapter]))
    }

    /// What the policy makes of one stored record, with its explanations.
    public func outcome(of record: StoredRecord) throws -> RecordOutcome {
        prepared(for: record.adapter).outcome(of: try record.record(), now: now, explaining: true)
    }
}
