import ConsentSync
import ConsentTesting
import ConsentTranslation
import OptIn

/// Records and batches for tests.
enum Samples {
    static let policyHash = [UInt8](repeating: 0xAA, count: 32)
    static let manifestHash = [UInt8](repeating: 0xBB, count: 32)
    static let stream = StreamKey(job: "nightly", stream: "changes")

    static func instant(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds) }

    static func subject(_ number: Int) -> SubjectID {
        SubjectID(namespace: number.isMultiple(of: 3) ? "ecid" : "email", id: "subject-\(number)")
    }

    static func record(
        _ subject: Int,
        at milliseconds: Int64 = 1_000,
        approving: [Category] = [],
        denying: [Category] = [],
        adapter: String = "cmp",
        regulation: String = "gdpr",
        id: String? = nil
    ) -> StoredRecord {
        let approved = CategorySet(approving)
        return StoredRecord(
            subject: self.subject(subject),
            adapter: adapter,
            regulation: regulation,
            recordID: id ?? "record-\(subject)-\(milliseconds)",
            decidedAt: instant(milliseconds),
            content: [approved.rawValue, approved.union(CategorySet(denying)).rawValue],
            manifestHash: manifestHash
        )
    }

    static func batch(_ records: [StoredRecord], cursor: String? = nil, now: Int64 = 5_000) -> Batch {
        Batch(
            records: records,
            checkpoint: cursor.map { CheckpointUpdate(key: stream, cursor: $0) },
            policyHash: policyHash,
            now: instant(now)
        )
    }

    static func quarantined(
        payload: UInt8 = 1,
        job: String = "nightly",
        stream: String = "changes",
        at milliseconds: Int64 = 4_000
    ) -> QuarantinedItem {
        QuarantinedItem(
            job: job,
            adapter: "cmp",
            stream: stream,
            recordHint: "page 12 item 7",
            code: "not-json",
            message: "The body is no JSON",
            at: instant(milliseconds),
            payloadHash: [UInt8](repeating: payload, count: 32)
        )
    }

    /// Records of a few subjects, with repetitions, ties and late arrivals.
    static func history(_ count: Int, subjects: Int, using generator: inout RepeatableGenerator) -> [StoredRecord] {
        (0..<count).map { _ in
            let subject = Int.random(in: 0..<subjects, using: &generator)
            let time = Int64.random(in: 1...6, using: &generator)
            let approved = CategorySet(rawValue: UInt8.random(in: 0...255, using: &generator))
            let denied = CategorySet(rawValue: UInt8.random(in: 0...255, using: &generator))
            return record(
                subject,
                at: time,
                approving: approved.categories,
                denying: denied.categories,
                adapter: Bool.random(using: &generator) ? "cmp" : "banner",
                regulation: Bool.random(using: &generator) ? "gdpr" : "",
                id: "r\(Int.random(in: 0..<1_000, using: &generator))"
            )
        }
    }
}
