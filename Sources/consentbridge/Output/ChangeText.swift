import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import OptIn

/// A change of a subject's permissions, for people and for machines.
enum ChangeText {
    /// One line: number, time, subject, and each category that changed.
    static func line(_ change: Change) -> String {
        let subject = change.subject.map { "\($0.namespace) \($0.id)" } ?? "(forgotten)"
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
        json.key("number")
        json.integer(change.number)
        if let subject = change.subject { json.member("subject", subject) }
        json.member("kind", change.kind.name)
        json.member("link", Fingerprint.hex(change.link))
        json.key("before")
        change.before.writeStates(into: &json)
        json.key("after")
        change.after.writeStates(into: &json)
        json.member("decidedAt", change.decidedAt)
        json.member("recordedAt", change.recordedAt)
        json.member("recordId", change.recordID)
        json.member("policy", Fingerprint.hex(change.policyHash))
        json.member("manifest", Fingerprint.hex(change.manifestHash))
        json.member("hash", Fingerprint.hex(change.hash))
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
