public import BoundedJSON

/// Consent in XDM: `consents` for a profile, `consentStrings` for an event, `identityPrivacyInfo` for an identity.
public struct XDMConsent: Sendable {
    /// Whose consent it is, for `identityPrivacyInfo`.
    public struct Identity: Sendable, Hashable {
        /// The namespace's symbol, such as `ECID`.
        public let namespace: String
        /// The id.
        public let id: String

        /// An identity.
        public init(namespace: String, id: String) {
            self.namespace = namespace
            self.id = id
        }

        /// Reads `NAMESPACE:ID`; nil where one of them is empty.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            self.init(namespace: String(parts[0]), id: String(parts[1]))
        }
    }

    private let choice: StandardChoice
    private let identity: Identity?

    /// Consent for a profile or an event.
    ///
    /// - Parameters:
    ///   - decision: what was decided.
    ///   - rule: how categories become the schema's words.
    ///   - standards: `adobe2` for `consents`, `iabTCF` for the string; nil for what the decision supports.
    ///   - identity: whose consent the TC string is; nil to leave `identityPrivacyInfo` out.
    public init(
        _ decision: ExportedDecision,
        rule: CollectionRule = CollectionRule(),
        standards: [ConsentStandard]? = nil,
        identity: Identity? = nil
    ) {
        choice = StandardChoice(decision, rule: rule, form: [.adobe2, .iabTCF], asked: standards)
        self.identity = identity
        var notes = choice.notes
        if decision.decidedAt == nil, !choice.standards.isEmpty {
            notes.append(
                ExportNote(
                    .timeUnknown,
                    "The payload does not tell when the choice was made, so metadata.time is left out."
                )
            )
        }
        if identity != nil, !choice.standards.contains(.iabTCF) {
            notes.append(
                ExportNote(
                    .standardLeftOut,
                    "identityPrivacyInfo is left out: it is about a TC string, and there is none."
                )
            )
        }
        self.notes = notes
    }

    /// Whether there is nothing to say.
    public var isEmpty: Bool { choice.standards.isEmpty }

    /// What is to be known about it.
    public let notes: [ExportNote]

    /// Writes one object with the members that the decision has something for.
    public func write(into json: inout JSONWriter) {
        json.beginObject()
        if choice.standards.contains(.adobe2) {
            json.key("consents")
            choice.writeConsents(into: &json)
        }
        if choice.standards.contains(.iabTCF), let tcf = choice.decision.tcf {
            json.key("consentStrings")
            json.beginArray()
            write(tcf, into: &json)
            json.endArray()
            writePrivacyInfo(tcf, into: &json)
        }
        json.endObject()
    }

    private func writePrivacyInfo(_ tcf: ExportedDecision.ConsentString, into json: inout JSONWriter) {
        guard let identity else { return }
        json.key("identityPrivacyInfo")
        json.beginObject()
        json.key(identity.namespace)
        json.beginObject()
        json.key(identity.id)
        json.beginObject()
        json.key("identityIABConsent")
        json.beginObject()
        if let decidedAt = choice.decision.decidedAt {
            json.textMember("consentTimestamp", ExportTime(milliseconds: decidedAt).iso8601)
        }
        json.key("consentString")
        write(tcf, into: &json)
        json.endObject()
        json.endObject()
        json.endObject()
        json.endObject()
    }

    /// The schema takes `gdprApplies` for false where it is missing, which would let everything pass: so it is always
    /// written, and true where nobody says.
    private func write(_ tcf: ExportedDecision.ConsentString, into json: inout JSONWriter) {
        json.beginObject()
        json.textMember("consentStandard", "IAB TCF")
        json.textMember("consentStandardVersion", "2.0")
        json.textMember("consentStringValue", tcf.text)
        json.key("gdprApplies")
        json.bool(tcf.gdprApplies ?? true)
        json.endObject()
    }
}
