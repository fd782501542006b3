/// The choices that a US section of a GPP string carries, each by its meaning.
///
/// A choice that the section has no field for is nil, which is not the same as one that does not apply. Notices are
/// left out: they are no choices; ask ``USSection/value(of:)``.
public struct USChoices: Sendable, Hashable {
    /// A choice about one category of sensitive data.
    public struct SensitiveData: Sendable, Hashable {
        /// What it is about.
        public let category: USSensitiveCategory
        /// What the user chose.
        public let choice: USChoice
    }

    /// A consent for children of some ages.
    public struct KnownChildConsent: Sendable, Hashable {
        /// Whom it is about, and which processing.
        public let child: USKnownChild
        /// What was chosen.
        public let choice: USChoice
    }

    /// What the section says of the IAB's Multi-State Privacy Agreement. 0 and 3 are no answers.
    public struct MSPA: Sendable, Hashable {
        /// Whether the transaction is covered by the agreement.
        public let isCoveredTransaction: Bool?
        /// Whether it is in opt-out option mode.
        public let isOptOutOptionMode: Bool?
        /// Whether it is in service provider mode.
        public let isServiceProviderMode: Bool?
    }

    /// The opt-out of sale as its field has it; see ``isOptedOut(of:)`` for what counts.
    public let sale: USChoice?
    /// The opt-out of sharing.
    public let sharing: USChoice?
    /// The opt-out of targeted advertising.
    public let targetedAdvertising: USChoice?
    /// The Global Privacy Control signal; nil is not known, which is not the same as false.
    public let globalPrivacyControl: Bool?
    /// Whether the choices about sensitive data are opt-outs, as in California, Utah and Iowa, or consents.
    public let sensitiveDataForm: USChoiceForm
    /// The choices about sensitive data in the order of the section; empty if it has none, or does not carry them.
    public let sensitiveData: [SensitiveData]
    /// Consents for known children in the order of the section.
    public let knownChildren: [KnownChildConsent]
    /// Consent to personal data that is processed for other purposes than notice was given of.
    public let personalData: USChoice?
    /// Consent to additional processing, beyond what was disclosed.
    public let additionalProcessing: USChoice?
    /// What the section says of the Multi-State Privacy Agreement.
    public let mspa: MSPA

    /// What a user can opt out of.
    public enum OptOut: String, Sendable, Hashable, CaseIterable {
        /// Sale of personal data.
        case sale
        /// Sharing of personal data for advertising across contexts.
        case sharing
        /// Targeted advertising.
        case targetedAdvertising = "targeted_advertising"
    }

    /// Whether the user is opted out. A signal of Global Privacy Control beats a field that says otherwise or that the
    /// choice does not apply, and 3, which is no value, counts as opted out.
    public func isOptedOut(of optOut: OptOut) -> Bool {
        globalPrivacyControl == true || field(of: optOut)?.isRefusal == true
    }

    /// The choice as the field has it; nil if the section has no such field.
    public func field(of optOut: OptOut) -> USChoice? {
        switch optOut {
        case .sale: sale
        case .sharing: sharing
        case .targetedAdvertising: targetedAdvertising
        }
    }

    /// The choice about a category of sensitive data; nil if the section does not carry it.
    public func sensitiveData(_ category: USSensitiveCategory) -> USChoice? {
        sensitiveData.first { $0.category == category }?.choice
    }
}

extension USSection {
    /// Which choices the section carries, by the tables of its version.
    public var choices: USChoices {
        let meanings = USMeanings.find(id, version: version)
        return USChoices(
            sale: choice(of: "SaleOptOut"),
            sharing: choice(of: "SharingOptOut"),
            targetedAdvertising: choice(of: "TargetedAdvertisingOptOut"),
            globalPrivacyControl: globalPrivacyControl,
            sensitiveDataForm: meanings?.sensitiveDataForm ?? .consent,
            sensitiveData: zip(meanings?.sensitiveData ?? [], values(of: "SensitiveDataProcessing") ?? []).map {
                USChoices.SensitiveData(category: $0, choice: USChoice(value: $1))
            },
            knownChildren: zip(meanings?.knownChildren ?? [], values(of: "KnownChildSensitiveDataConsents") ?? []).map {
                USChoices.KnownChildConsent(child: $0, choice: USChoice(value: $1))
            },
            personalData: choice(of: "PersonalDataConsents"),
            additionalProcessing: choice(of: "AdditionalDataProcessingConsent"),
            mspa: mspa
        )
    }

    private func choice(of field: String) -> USChoice? { value(of: field).map { USChoice(value: $0) } }

    private var mspa: USChoices.MSPA {
        // Sections 24 to 27 have one field for both modes: 1 opt-out option, 2 service provider.
        let mode = flag("MspaMode")
        return USChoices.MSPA(
            isCoveredTransaction: flag("MspaCoveredTransaction"),
            isOptOutOptionMode: mode ?? flag("MspaOptOutOptionMode"),
            isServiceProviderMode: mode.map { !$0 } ?? flag("MspaServiceProviderMode")
        )
    }

    /// A field in which 1 is yes and 2 is no.
    private func flag(_ field: String) -> Bool? {
        switch value(of: field) {
        case 1: true
        case 2: false
        default: nil
        }
    }
}
