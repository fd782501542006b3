import ConsentSync
import ConsentTranslation
import OptIn

/// The simplest rules that obey the laws: the newest decision wins, ties deny. A record's content is two masks.
struct LatestWins: RecordDecider {
    func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution {
        if incoming.decidedAt < existing.decidedAt { return .older }
        if incoming.decidedAt > existing.decidedAt { return .replace(incoming) }
        var merged = existing
        let permissions = Self.merge([existing.permissions, incoming.permissions])
        merged.content = [permissions.approved.rawValue, permissions.decided.rawValue]
        merged.recordID = min(existing.recordID, incoming.recordID)
        return merged == existing ? .identical : .replace(merged)
    }

    func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState {
        var permissions = Permissions.undecided
        for category in Category.allCases {
            let deciding = records.filter { $0.permissions[category] != .undecided }
            guard let newest = deciding.map(\.decidedAt).max() else { continue }
            let latest = deciding.filter { $0.decidedAt == newest }.map(\.permissions)
            permissions[category] = Self.merge(latest)[category]
        }
        let newest = records.map(\.decidedAt).max()
        return SubjectState(
            permissions: permissions,
            implicit: records.count > 1 ? [] : CategorySet([.aa]),
            decidedAt: newest,
            expiresAt: newest.map { Instant(milliseconds: $0.milliseconds + 1_000_000) }
        )
    }

    private static func merge(_ all: [Permissions]) -> Permissions {
        let denied = all.reduce(CategorySet()) { $0.union($1.denied) }
        let decided = all.reduce(CategorySet()) { $0.union($1.decided) }
        return Permissions(approved: decided.subtracting(denied), decided: decided)
    }
}

/// Rules that fail at the n-th question, counted from 1.
final class FailingDecider: RecordDecider, @unchecked Sendable {
    struct Refusal: Error, Equatable {}

    private var questionsLeft: Int
    private(set) var hasFailed = false

    init(at question: Int) {
        questionsLeft = question
    }

    func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution {
        try ask()
        return try LatestWins().resolve(existing: existing, incoming: incoming)
    }

    func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState {
        try ask()
        return try LatestWins().state(of: subject, records: records)
    }

    private func ask() throws {
        questionsLeft -= 1
        guard questionsLeft > 0 else {
            hasFailed = true
            throw Refusal()
        }
    }
}

extension StoredRecord {
    var permissions: Permissions {
        Permissions(approved: CategorySet(rawValue: content[0]), decided: CategorySet(rawValue: content[1]))
    }
}
