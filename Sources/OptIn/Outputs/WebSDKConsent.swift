public import BoundedJSON

/// The array `consent` of the Web SDK's `setConsent`.
public struct WebSDKConsent: Sendable {
    private let choice: StandardChoice

    /// Consent for the Edge Network.
    ///
    /// - Parameters:
    ///   - decision: what was decided.
    ///   - rule: how categories become the edge's words.
    ///   - standards: the standards to use; nil for those that the decision supports.
    public init(
        _ decision: ExportedDecision,
        rule: CollectionRule = CollectionRule(),
        standards: [ConsentStandard]? = nil
    ) {
        choice = StandardChoice(decision, rule: rule, form: ConsentStandard.allCases, asked: standards)
    }

    /// Whether there is nothing to say; `setConsent` refuses an empty array, so it is not to be called then.
    public var isEmpty: Bool { choice.standards.isEmpty }

    /// What is to be known about it.
    public var notes: [ExportNote] { choice.notes }

    /// Writes the array.
    public func write(into json: inout JSONWriter) {
        json.beginArray()
        for standard in choice.standards {
            json.beginObject()
            switch standard {
            case .adobe1: writeFirstStandard(into: &json)
            case .adobe2: writeSecondStandard(into: &json)
            case .iabTCF: writeString(into: &json)
            }
            json.endObject()
        }
        json.endArray()
    }

    private func writeFirstStandard(into json: inout JSONWriter) {
        json.textMember("standard", "Adobe")
        json.textMember("version", "1.0")
        json.key("value")
        json.beginObject()
        let isGranted = choice.rule.collecting(under: choice.decision.permissions) == .approved
        json.textMember("general", isGranted ? "in" : "out")
        json.endObject()
    }

    private func writeSecondStandard(into json: inout JSONWriter) {
        json.textMember("standard", "Adobe")
        json.textMember("version", "2.0")
        json.key("value")
        choice.writeConsents(into: &json)
    }

    /// The string as it is. Where nobody says whether GDPR applies it does: so the Web SDK has it, too.
    private func writeString(into json: inout JSONWriter) {
        guard let tcf = choice.decision.tcf else { return }
        json.textMember("standard", "IAB TCF")
        json.textMember("version", "2.0")
        json.textMember("value", tcf.text)
        json.key("gdprApplies")
        json.bool(tcf.gdprApplies ?? true)
    }
}

extension StandardChoice {
    /// Writes the object of the schema "Consents and Preferences": what is decided, and when.
    func writeConsents(into json: inout JSONWriter) {
        json.beginObject()
        if let word = rule.word(rule.collecting(under: decision.permissions)) {
            json.key("collect")
            json.value(word)
        }
        if let word = rule.word(rule.personalizing(under: decision.permissions)) {
            json.key("personalize")
            json.beginObject()
            json.key("content")
            json.value(word)
            json.endObject()
        }
        if let decidedAt = decision.decidedAt {
            json.key("metadata")
            json.beginObject()
            json.textMember("time", ExportTime(milliseconds: decidedAt).iso8601)
            json.endObject()
        }
        json.endObject()
    }
}

extension JSONWriter {
    /// Writes `{"val":word}`.
    fileprivate mutating func value(_ word: String) {
        beginObject()
        textMember("val", word)
        endObject()
    }

    /// Writes a member that is a text.
    mutating func textMember(_ name: String, _ value: String) {
        key(name)
        string(value)
    }
}
