/// A purpose in words that no state owns, as far as US sections speak of it.
public enum USPurpose: String, Sendable, Hashable, CaseIterable {
    /// Sale or sharing of personal data.
    case saleOrSharing = "sale_or_sharing"
    /// Targeted advertising.
    case advertising
}

/// What one section says about one purpose.
public struct USPurposeChoice: Sendable, Hashable {
    /// Number of the section.
    public let sectionID: Int
    /// Name of the section, such as `usca`.
    public let section: String
    /// The purpose.
    public let purpose: USPurpose
    /// What the user chose, all fields and the signal taken together; nil if it is not known, because the section
    /// cannot be read or does not say. Nothing may be taken as permitted then.
    public let choice: USChoice?
    /// The fields that decided, by their names in the specification, `Gpc` for the signal.
    public let fields: [String]

    /// Whether the user is opted out of the purpose.
    public var isOptedOut: Bool { choice?.isRefusal == true }
}

extension USSection {
    /// What the section says about each purpose.
    ///
    /// Sale and sharing are one purpose, refused if either is. California has no field for targeted advertising: its
    /// opt-out of sharing is the one of advertising across contexts, and is taken for it. A signal of Global Privacy
    /// Control opts out of both purposes, whatever the fields say.
    public var purposeChoices: [USPurposeChoice] {
        USPurpose.allCases.map { purpose in
            var fields = Self.fields(of: purpose).filter { value(of: $0) != nil }
            if fields.isEmpty { fields = ["SharingOptOut"] }
            return choice(of: purpose, by: fields)
        }
    }

    private static func fields(of purpose: USPurpose) -> [String] {
        switch purpose {
        case .saleOrSharing: ["SaleOptOut", "SharingOptOut"]
        case .advertising: ["TargetedAdvertisingOptOut"]
        }
    }

    private func choice(of purpose: USPurpose, by fields: [String]) -> USPurposeChoice {
        let choices = fields.map { (name: $0, choice: USChoice(value: value(of: $0) ?? 0)) }
        var outcome = USChoice.together(choices.map(\.choice))
        var deciding = choices.filter { $0.choice == outcome }.map(\.name)
        if globalPrivacyControl == true {
            deciding = (outcome.isRefusal ? deciding : []) + ["Gpc"]
            outcome = .refused
        }
        return USPurposeChoice(sectionID: id, section: name, purpose: purpose, choice: outcome, fields: deciding)
    }
}

extension GPPSection {
    /// What the section says about each purpose, if it is one for the United States: sections 6 to 27. One that cannot
    /// be read is told as not known, so that it does not go unnoticed.
    public var purposeChoices: [USPurposeChoice] {
        switch content {
        case .us(let section): section.purposeChoices
        case .usPrivacy(let value):
            [
                USPurposeChoice(
                    sectionID: id,
                    section: name,
                    purpose: .saleOrSharing,
                    choice: value.sale,
                    fields: value.sale == nil ? [] : ["OptOutSale"]
                )
            ]
        case .unreadable where (6...27).contains(id):
            USPurpose.allCases.map {
                USPurposeChoice(sectionID: id, section: name, purpose: $0, choice: nil, fields: [])
            }
        default: []
        }
    }
}

extension GPPString {
    /// What each of the sections for the United States says about each purpose, in the order of the sections.
    ///
    /// Which of them apply to the visitor is not in the string: filter with ``applicable(sectionIDs:)`` first.
    public var purposeChoices: [USPurposeChoice] { sections.flatMap(\.purposeChoices) }

    /// The sections that apply to the visitor by the list that comes beside the string (GppSID, `gpp_sid`).
    ///
    /// - Parameter sectionIDs: the list. -1 says that none applies, which the ids of others beside it contradict; they
    ///   count then. 0 says nothing.
    /// - Returns: a string of the sections that apply, none or more; nil if the list does not say, being empty or 0
    ///   alone.
    public func applicable(sectionIDs: some Sequence<Int>) -> GPPString? {
        let listed = Set(sectionIDs).subtracting([0])
        guard !listed.isEmpty else { return nil }
        return GPPString(sections: sections.filter { listed.contains($0.id) })
    }
}

extension USPrivacyString {
    /// What the user chose about sale: opted out or not, or that the law does not apply (`1---`); nil if the law
    /// applies and the string does not say.
    public var sale: USChoice? {
        guard applies else { return .notApplicable }
        return optOutSale.map { $0 ? .refused : .permitted }
    }
}
