public import BoundedJSON

/// What to enter into a tag manager's Experience Cloud ID extension, field by field.
public struct TagSettings: Sendable {
    /// One field.
    public struct Field: Sendable, Hashable {
        /// What the field is called.
        public let title: String
        /// What to enter; empty to leave the field empty.
        public let value: String
        /// Why, or what to look out for.
        public let hint: String
    }

    /// The fields in the extension's order.
    public let fields: [Field]
    /// What is to be known about them.
    public let notes: [ExportNote]

    private let decision: ExportedDecision
    private let storesChoices: Bool
    private let terms: CookieTerms

    /// The settings for a decision.
    ///
    /// - Parameters:
    ///   - decision: what was decided.
    ///   - storesChoices: whether the library is to keep choices in its cookie.
    ///   - terms: how the cookie is kept.
    public init(_ decision: ExportedDecision, storesChoices: Bool, terms: CookieTerms) {
        self.decision = decision
        self.storesChoices = storesChoices
        self.terms = terms
        notes = decision.notes + terms.notes
        fields = Self.fields(decision, storesChoices: storesChoices, terms: terms)
    }

    private static func fields(_ decision: ExportedDecision, storesChoices: Bool, terms: CookieTerms) -> [Field] {
        guard decision.applies else {
            return [Field(title: "Enable Opt-In", value: "No", hint: "everything is allowed; the rest stays empty")]
        }
        let expiry = terms.expiry.map(words) ?? ""
        return [
            Field(title: "Enable Opt-In", value: "Yes", hint: ""),
            Field(
                title: "Enable Opt-In storage",
                value: storesChoices ? "on" : "off",
                hint: storesChoices ? "a stored choice beats the previous permissions, key by key" : ""
            ),
            Field(
                title: "Opt-In cookie domain",
                value: terms.domain?.configured ?? "",
                hint: terms.domain?.configured == nil ? "empty: the library finds it" : ""
            ),
            Field(
                title: "Opt-In storage expiry",
                value: expiry,
                hint: expiry.isEmpty ? "empty: 13 months" : ""
            ),
            Field(
                title: "Previous permissions",
                value: text(decision.permissions) ?? "",
                hint: text(decision.permissions) == nil
                    ? "empty: nothing is decided" : "one visitor's: from a data element, never a constant"
            ),
            Field(
                title: "Pre opt-in approvals",
                value: text(decision.defaults) ?? "",
                hint: text(decision.defaults) == nil
                    ? "empty: nothing is allowed before a choice" : "the site's defaults"
            ),
            Field(title: "IAB context", value: "off", hint: "its plug-in would overrule aam and ecid"),
        ]
    }

    private static func words(_ expiry: CookieExpiry) -> String {
        guard let (number, unit) = expiry.numberAndUnit else { return "SESSION" }
        return "\(number) × \(unit)"
    }

    /// Permissions as JSON text; nil where none is decided.
    private static func text(_ permissions: Permissions) -> String? {
        guard !permissions.decided.isEmpty else { return nil }
        var json = JSONWriter(capacity: 128)
        permissions.writeObject(into: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Writes the settings: permissions as texts of JSON, as the extension takes them, and the expiry as number, unit
    /// and seconds. What is to stay empty is `null`.
    public func write(into json: inout JSONWriter) {
        json.beginObject()
        json.key("enableOptIn")
        json.bool(decision.applies)
        json.key("enableOptInStorage")
        json.bool(decision.applies && storesChoices)
        write("optInCookieDomain", terms.domain?.configured, into: &json)
        json.key("optInStorageExpiry")
        writeExpiry(into: &json)
        write("previousPermissions", decision.applies ? Self.text(decision.permissions) : nil, into: &json)
        write("preOptInApprovals", decision.applies ? Self.text(decision.defaults) : nil, into: &json)
        json.key("iabContext")
        json.bool(false)
        json.endObject()
    }

    private func write(_ name: String, _ value: String?, into json: inout JSONWriter) {
        json.key(name)
        if let value { json.string(value) } else { json.null() }
    }

    private func writeExpiry(into json: inout JSONWriter) {
        switch terms.expiry {
        case nil: json.null()
        case .session?: json.string("SESSION")
        case .seconds(let seconds)?:
            let (number, unit) = CookieExpiry.seconds(seconds).numberAndUnit ?? (seconds, "seconds")
            json.beginObject()
            json.key("number")
            json.integer(number)
            json.textMember("unit", unit)
            json.key("seconds")
            json.integer(seconds)
            json.endObject()
        }
    }
}
