import ConsentSync
import ConsentTranslation
import OptIn

/// What a store says about its subjects and of its ledger, without what differs from run to run: salts and what is
/// hashed with them.
struct StoreContents: Hashable {
    struct Step: Hashable {
        let subject: SubjectID?
        let before: Permissions
        let after: Permissions
        let decidedAt: Instant
        let recordID: String
    }

    var states: [SubjectID: SubjectState] = [:]
    var records: [SubjectID: [StoredRecord]] = [:]
    var steps: [Step] = []
    var checkpoints: [StreamKey: Checkpoint] = [:]
    var quarantine: [QuarantineEntry] = []

    /// Everything in the store, read in pages of the given size.
    init(of store: any ConsentStore, pageRows: Int = 100) async throws {
        var key: SubjectKey?
        while true {
            let page = try await store.subjects(approving: [], after: key, limit: pageRows)
            for stored in page {
                states[stored.subject] = stored.state
                records[stored.subject] = try await store.subject(stored.subject)?.records
            }
            guard let last = page.last else { break }
            key = last.key
        }
        var number: Int64 = 0
        while true {
            let page = try await store.changes(after: number, limit: pageRows)
            steps += page.map {
                Step(
                    subject: $0.subject,
                    before: $0.before,
                    after: $0.after,
                    decidedAt: $0.decidedAt,
                    recordID: $0.recordID
                )
            }
            guard let last = page.last else { break }
            number = last.number
        }
        checkpoints = try await store.checkpoints()
        quarantine = try await store.quarantine(after: 0, limit: pageRows)
    }

    /// The contents without the ledger, for histories that differ on the way but not in the end.
    var outcome: StoreContents {
        var copy = self
        copy.steps = []
        return copy
    }
}
