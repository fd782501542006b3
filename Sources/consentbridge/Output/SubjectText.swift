import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import OptIn

/// What the store knows of a subject, for people and for machines.
struct SubjectText {
    /// Nobody of that id is in the store.
    struct Unknown: Error {}

    let details: SubjectDetails
    /// Answers why; nil where no job file tells the policy.
    let decider: PolicyDecider?

    private var state: SubjectState { details.stored.state }

    func text() throws -> String {
        let subject = details.stored.subject
        var text = Style.bold("Subject") + "  " + "\(subject.namespace) \(subject.id)".visible + "\n"
        if let decidedAt = state.decidedAt { text += Style.bold("Decided") + "  \(decidedAt.iso8601)\n" }
        if let expiresAt = state.expiresAt { text += Style.bold("Until") + "    \(expiresAt.iso8601)\n" }
        for record in details.records {
            text += Style.bold("Record") + "   \(record.adapter) \(record.recordID.visible)\n"
        }
        return text + "\n" + (try table())
    }

    private func table() throws -> String {
        let explanations = try explanations()
        guard !explanations.isEmpty else {
            return PermissionText.table(state.permissions) + "Name the job file with --jobs to see why.\n"
        }
        var table = Table([("CATEGORY", .left), ("PERMISSION", .left), ("RULE", .left), ("BECAUSE", .left)])
        for category in Category.allCases {
            let permission = state.permissions[category]
            let own = explanations.filter { $0.category == category }
            table.add([
                (category.rawValue, nil), (permission.rawValue, permission.style),
                (own.first?.rule ?? "", nil), (own.map(\.because).joined(separator: "; "), nil),
            ])
        }
        return table.text
    }

    private func explanations() throws -> [Explanation] {
        guard let decider else { return [] }
        return try details.records.flatMap { try decider.outcome(of: $0).explanations }
    }

    func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", true)
        Self.writeMembers(details.stored, into: &json)
        json.key("records")
        json.beginArray()
        for record in details.records { try ConsentRecord(canonical: record.content).write(into: &json) }
        json.endArray()
        json.key("explanation")
        json.beginArray()
        for explanation in try explanations() { explanation.write(into: &json) }
        json.endArray()
        json.endObject()
        json.newline()
        return json.bytes
    }

    /// One JSON line a subject, with the cursor from which a listing goes on.
    static func json(_ subjects: [StoredSubject]) -> [UInt8] {
        var json = JSONWriter(capacity: 384 * subjects.count)
        for subject in subjects {
            json.beginObject()
            writeMembers(subject, into: &json)
            json.member("cursor", subject.key.cursor)
            json.endObject()
            json.newline()
        }
        return json.bytes
    }

    /// One line a subject: its id and what it approved.
    static func lines(_ subjects: [StoredSubject]) -> String {
        subjects.map { stored in
            let approved = stored.state.permissions.approved.categories.map(\.rawValue).joined(separator: ",")
            return "\(stored.subject.namespace.visible)\t\(stored.subject.id.visible)\t\(approved)\n"
        }.joined()
    }

    static func writeMembers(_ stored: StoredSubject, into json: inout JSONWriter) {
        json.member("subject", stored.subject)
        json.key("permissions")
        stored.state.permissions.writeStates(into: &json)
        json.key("implicit")
        json.beginArray()
        for category in stored.state.implicit.categories { json.string(category.rawValue) }
        json.endArray()
        json.member("decidedAt", stored.state.decidedAt)
        json.member("expiresAt", stored.state.expiresAt)
        if let number = stored.lastChange {
            json.key("lastChange")
            json.integer(number)
        }
    }
}
