public import BoundedJSON

/// The second argument of `Visitor.getInstance`.
public struct VisitorConfiguration: Sendable, Hashable {
    private let decision: ExportedDecision
    private let storesChoices: Bool
    private let terms: CookieTerms

    /// A configuration.
    ///
    /// - Parameters:
    ///   - decision: what was decided.
    ///   - storesChoices: whether the library is to keep choices in its cookie (`isOptInStorageEnabled`).
    ///   - terms: how the cookie is kept.
    public init(_ decision: ExportedDecision, storesChoices: Bool, terms: CookieTerms) {
        self.decision = decision
        self.storesChoices = storesChoices
        self.terms = terms
    }

    /// What is to be known about it.
    public var notes: [ExportNote] {
        var notes = decision.notes + terms.notes
        if !storesChoices, terms.domain?.configured != nil || terms.expiry != nil {
            notes.append(
                ExportNote(.notStored, "Domain and expiry are for a cookie that is not stored; add --storage.")
            )
        }
        return notes
    }

    /// Writes the configuration.
    ///
    /// `previousPermissions` has the decided categories only and is left out where none is: the library takes `{}` for
    /// an invalid choice. `preOptInApprovals` has the organisation's defaults, which do not complete the status.
    public func write(into json: inout JSONWriter) {
        json.beginObject()
        json.key("doesOptInApply")
        json.bool(decision.applies)
        if decision.applies {
            write("preOptInApprovals", decision.defaults, into: &json)
            write("previousPermissions", decision.permissions, into: &json)
        }
        if storesChoices {
            json.key("isOptInStorageEnabled")
            json.bool(true)
        }
        writeTerms(into: &json)
        json.endObject()
    }

    private func write(_ name: String, _ permissions: Permissions, into json: inout JSONWriter) {
        guard !permissions.decided.isEmpty else { return }
        json.key(name)
        permissions.writeObject(into: &json)
    }

    private func writeTerms(into json: inout JSONWriter) {
        switch terms.expiry {
        case .seconds(let seconds)?:
            json.key("optInStorageExpiry")
            json.integer(seconds)
        case .session?:
            // In capitals: the library fails at each completion on any other spelling.
            json.key("optInStorageExpiry")
            json.string("SESSION")
        case nil: break
        }
        if let domain = terms.domain?.configured {
            json.key("optInCookieDomain")
            json.string(domain)
        }
        if terms.isSecure {
            json.key("secureCookie")
            json.bool(true)
        }
        if let sameSite = terms.sameSite {
            json.key("sameSiteCookie")
            json.string(sameSite.rawValue)
        }
    }
}
