extension MobileConsentKeys {
    /// What the sections for the United States that apply by `GppSID`, and `IABUSPrivacy_String`, say about each
    /// purpose.
    ///
    /// Where it is not known which sections apply, all count. Sections come from the GPP string and from keys of their
    /// own; one that applies and is nowhere to be found, or cannot be read, is told as not known.
    public var purposeChoices: [USPurposeChoice] {
        let told = gpp.sections.filter { section in gpp.string?.section(section.id)?.text != section.text }
        let sections = (gpp.string?.sections ?? []) + told
        let listed = gpp.sectionIDs.map { Set($0).subtracting([0]) } ?? []
        let applicable = listed.isEmpty ? sections : sections.filter { listed.contains($0.id) }
        let found = Set(applicable.map(\.id))
        let missing = listed.filter { (7...27).contains($0) && !found.contains($0) }.sorted().map { id in
            GPPSection(id: id, text: "", content: .unreadable(.missingSection))
        }
        return (applicable + missing + usPrivacySection).flatMap(\.purposeChoices)
    }

    /// The US Privacy string as the GPP section that took its place.
    private var usPrivacySection: [GPPSection] {
        guard let usPrivacyText else { return [] }
        return [
            GPPSection(
                id: 6,
                text: usPrivacyText,
                content: usPrivacy.map { .usPrivacy($0) } ?? .unreadable(.missingSection)
            )
        ]
    }
}

extension ConsentStringError {
    fileprivate static let missingSection = ConsentStringError(
        code: .missingSection,
        message: "The section applies and is not there."
    )
}
