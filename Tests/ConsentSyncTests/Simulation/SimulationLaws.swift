import ConsentSync
import ConsentTranslation
import OptIn

/// What an undisturbed run comes to, against which the disturbed ones are held.
struct QuietRun: Sendable {
    let content: StoreContent
    let damaged: Set<[UInt8]>

    init(of store: any ConsentStore) async throws {
        content = try await StoreContent(of: store)
        damaged = try await SimulationLaws.damaged(in: store)
    }
}

/// What must hold after every simulated run, whatever went wrong in it.
struct SimulationLaws {
    let store: any ConsentStore
    let quiet: QuietRun
    let decider: PolicyDecider
    let taken: [Change]

    /// A sentence for each breach.
    func breaches() async throws -> [String] {
        var breaches: [String] = []
        let (content, expected) = (try await StoreContent(of: store), quiet.content)
        if content.records != expected.records {
            let lost = expected.records.keys.filter { content.records[$0] == nil }.count
            let more = content.records.keys.filter { expected.records[$0] == nil }.count
            breaches.append("records differ from an undisturbed run's: \(lost) lost, \(more) more")
        }
        if content.subjects != expected.subjects { breaches.append("permissions differ from an undisturbed run's") }
        if try await Self.damaged(in: store) != quiet.damaged {
            breaches.append("what cannot be read differs from an undisturbed run's")
        }
        let report = try await store.verifyLedger()
        if let fault = report.firstBreak { breaches.append("the ledger does not verify: \(fault.message)") }
        breaches += try await store.integrityCheck()
        let changes = try await changes()
        breaches += chainBreaches(changes, content)
        breaches += sinkBreaches(changes)
        breaches += try grantBreaches(content)
        return breaches
    }

    /// The names of what is in quarantine.
    static func damaged(in store: any ConsentStore) async throws -> Set<[UInt8]> {
        Set(try await store.quarantine(after: 0, limit: 1_000).map(\.item.payloadHash))
    }

    private func changes() async throws -> [Change] {
        var changes: [Change] = []
        while true {
            let page = try await store.changes(after: changes.last?.number ?? 0, limit: 1_000)
            guard !page.isEmpty else { return changes }
            changes += page
        }
    }

    /// Nothing is applied twice: each change begins where the subject's change before it ended and makes a difference,
    /// and the last one is what the store says.
    private func chainBreaches(_ changes: [Change], _ content: StoreContent) -> [String] {
        var breaches: [String] = []
        var last: [[UInt8]: Permissions] = [:]
        var links: [SubjectKey: [UInt8]] = [:]
        for change in changes {
            if change.before != last[change.link] ?? .undecided {
                breaches.append("change \(change.number) does not begin where the one before ended")
            }
            if change.before == change.after, change.kind != .forgotten {
                breaches.append("change \(change.number) changes nothing")
            }
            last[change.link] = change.after
            if let subject = change.subject { links[SubjectKey(subject)] = change.link }
        }
        for (key, state) in content.subjects where links[key].flatMap({ last[$0] }) ?? .undecided != state.permissions {
            breaches.append("a subject is not where its last change ended")
        }
        return breaches
    }

    /// The sink saw each change, or after it a later one of the same subject; and an older one never had the last word.
    ///
    /// Where an answer is lost a batch comes again from its beginning, so that an older change may follow a newer one; the
    /// newer one then follows it.
    private func sinkBreaches(_ changes: [Change]) -> [String] {
        var breaches: [String] = []
        let numbers = Set(taken.map(\.number))
        var seenLater: Set<[UInt8]> = []
        for change in changes.reversed() {
            if numbers.contains(change.number) {
                seenLater.insert(change.link)
            } else if !seenLater.contains(change.link) {
                breaches.append("the sink never saw change \(change.number) nor a later one")
            }
        }
        var (last, latest) = ([[UInt8]: Int64](), [[UInt8]: Int64]())
        for change in taken {
            last[change.link] = change.number
            latest[change.link] = max(latest[change.link] ?? 0, change.number)
        }
        for (link, number) in latest where last[link] != number {
            breaches.append("the sink ended with a change before \(number), the latest of its subject that it saw")
        }
        return breaches
    }

    /// Every permission follows from the stored records, and every approval from one that approves.
    private func grantBreaches(_ content: StoreContent) throws -> [String] {
        var breaches: [String] = []
        for (key, state) in content.subjects {
            guard let records = content.records[key], let subject = records.first?.subject else {
                breaches.append("a subject has no records")
                continue
            }
            if try decider.state(of: subject, records: records) != state {
                breaches.append("permissions do not follow from the records")
            }
            let grants = try records.map { try decider.outcome(of: $0).permissions.approved }
            if !state.permissions.approved.isSubset(of: grants.reduce(CategorySet()) { $0.union($1) }) {
                breaches.append("a grant has no record that grants it")
            }
        }
        return breaches
    }
}
