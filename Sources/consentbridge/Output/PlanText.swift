import BoundedJSON
import ConsentSync
import ConsentTranslation
import OptIn

/// What `sync plan` prints: each change that a run would make, with the reason.
struct PlanText {
    /// Says why.
    let decider: PolicyDecider
    let store: DryRunStore
    let isJSON: Bool

    private static let shown = 20
    private static let pageRows = 1_000

    /// Writes the changes.
    ///
    /// - Returns: how many there are.
    func write() async throws -> Int {
        var after: Int64 = 0
        var count = 0
        while true {
            let changes = try await store.changes(after: after, limit: Self.pageRows)
            guard let last = changes.last else { break }
            for change in changes {
                count += 1
                if isJSON {
                    StandardOutput.write(ChangeText.json(change, reasons: try await reasons(for: change)))
                } else if count <= Self.shown {
                    StandardOutput.write(ChangeText.line(change) + (try await because(change)))
                }
            }
            after = last.number
        }
        if !isJSON {
            if count > Self.shown { StandardOutput.write("… and \(count - Self.shown) more (--json lists all)\n") }
            StandardOutput.write("\(count) \(count == 1 ? "change" : "changes") would be made; nothing was written\n")
        }
        return count
    }

    private func because(_ change: Change) async throws -> String {
        let reasons = try await reasons(for: change).map { "  \($0.category.rawValue): \($0.because)\n" }
        return reasons.joined()
    }

    /// The reasons of the categories that the change touches.
    private func reasons(for change: Change) async throws -> [Explanation] {
        guard let subject = change.subject, let details = try await store.subject(subject) else { return [] }
        return try details.records.flatMap { try decider.outcome(of: $0).explanations }
            .filter { change.before[$0.category] != change.after[$0.category] }
    }
}
