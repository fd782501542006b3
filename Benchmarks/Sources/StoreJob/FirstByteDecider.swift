import ConsentSync
import ConsentTranslation
import OptIn

/// Decides as little as a decider can, so that what is measured is the store: the later record stays, and the first byte
/// of its content is the mask of the approved categories.
struct FirstByteDecider: RecordDecider {
    func resolve(existing: StoredRecord, incoming: StoredRecord) -> RecordResolution {
        if existing.content == incoming.content { return .identical }
        return incoming.decidedAt > existing.decidedAt ? .replace(incoming) : .older
    }

    func state(of subject: SubjectID, records: [StoredRecord]) -> SubjectState {
        guard let record = records.first, let mask = record.content.first else { return .unknown }
        let permissions = Permissions(approved: CategorySet(rawValue: mask), decided: .all)
        return SubjectState(permissions: permissions, decidedAt: record.decidedAt)
    }
}
