public import BoundedJSON
package import ConsentTranslation
import OptIn

extension Translation {
    /// Writes the answer of `translate`, or with `explaining` that of `explain`.
    ///
    /// After an error the permissions are there too, all of them undecided: whoever looks at nothing else does no harm.
    ///
    /// - Parameter more: writes further members of the answer.
    public func write(
        into json: inout JSONWriter,
        explaining: Bool,
        more: (inout JSONWriter) -> Void = { _ in }
    ) {
        json.beginObject()
        json.member("ok", error == nil)
        json.member("adapter", adapter?.id)
        if let detection {
            json.key("detected")
            json.beginObject()
            json.key("score")
            json.integer(detection.score)
            json.member("reason", detection.reason)
            json.endObject()
        }
        if let subject = records.first?.subject { json.member("subject", subject) }
        let outcome = outcome
        json.key("permissions")
        outcome.permissions.writeStates(into: &json)
        json.member("decidedAt", outcome.decidedAt)
        json.member("explicit", records.first?.explicitness.map { $0 == .explicit })
        if let error { json.member("error", error) }
        if explaining, error == nil { writeExplanation(into: &json) }
        more(&json)
        json.endObject()
    }

    private func writeExplanation(into json: inout JSONWriter) {
        json.key("explanation")
        json.beginArray()
        for explanation in outcomes.flatMap(\.explanations) { explanation.write(into: &json) }
        json.endArray()
        if let tcfRules {
            json.key("tcfRules")
            tcfRules.write(into: &json)
        }
        if let record = records.first {
            json.key("record")
            record.write(into: &json)
        }
    }
}

extension Explanation {
    /// Writes one line of the trail.
    package func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("category", category.rawValue)
        json.member("rule", rule)
        json.member("decision", decision.rawValue)
        json.member("gate", gate)
        json.member("tcfRule", tcfRule?.rawValue)
        json.member("because", because)
        json.endObject()
    }
}

extension JSONWriter {
    /// Writes a subject.
    package mutating func member(_ name: String, _ subject: SubjectID) {
        key(name)
        beginObject()
        member("namespace", subject.namespace)
        member("id", subject.id)
        endObject()
    }

    fileprivate mutating func member(_ name: String, _ error: TranslationError) {
        key(name)
        beginObject()
        member("code", error.code.rawValue)
        member("message", error.message)
        if !error.path.isEmpty { member("path", error.path) }
        endObject()
    }
}
