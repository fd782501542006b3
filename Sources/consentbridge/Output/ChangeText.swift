import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import OptIn

/// A change of a subject's permissions, for people and for machines.
enum ChangeText {
    /// One line: number, time, subject, and each category that changed.
    static func line(_ change: Change) -> String {
        let subject = change.subject.map { "\($0.namespace) \($0.id)".visible } ?? "(forgotten)"
        let parts = Category.allCases.filter { change.before[$0] != change.after[$0] }.map { category in
            "\(category.rawValue) \(change.before[category].rawValue) → "
                + change.after[category].style(change.after[category].rawValue)
        }
        let cause = change.kind == .decision ? "" : "  (\(change.kind.name))"
        return "\(change.number)  \(change.decidedAt.iso8601)  \(subject)  \(parts.joined(separator: ", "))\(cause)\n"
    }

    /// One JSON line.
    static func json(_ change: Change, reasons: [Explanation]? = nil) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        change.writeMembers(into: &json)
        if let reasons {
            json.key("explanation")
            json.beginArray()
            for reason in reasons { reason.write(into: &json) }
            json.endArray()
        }
        json.endObject()
        json.newline()
        return json.bytes
    }
}
