/// A GPP string: a header that lists sections, and the sections (IAB Tech Lab, Global Privacy Platform 1.0).
///
/// A section that cannot be read hides none of the others. Which sections apply to a visitor is told beside the string
/// (GppSID), not in it.
public struct GPPString: Sendable, Hashable {
    /// The sections in the order of the header, one for each id that it lists.
    public var sections: [GPPSection]

    /// Creates a string of sections.
    public init(sections: [GPPSection] = []) { self.sections = sections }

    /// Ids of the sections, ascending.
    public var sectionIDs: [Int] { sections.map(\.id) }

    /// The section with the id.
    public func section(_ id: Int) -> GPPSection? { sections.first { $0.id == id } }

    /// Decodes a GPP string.
    public init(_ text: String) throws(ConsentStringError) {
        self = try Self.decode(utf8: Array(text.utf8).span).value
    }
}

/// One section of a GPP string (GPP repository, `Sections`).
public struct GPPSection: Sendable, Hashable {
    /// What a section holds.
    public enum Content: Sendable, Hashable {
        /// Section 1: a TCF 1 string.
        indirect case tcfEUv1(TCF1String)
        /// Section 2: a TC string.
        indirect case tcfEUv2(TCString)
        /// Section 5: a TCF Canada string.
        indirect case tcfCAv1(TCFCanadaString)
        /// Section 6: a US Privacy string.
        case usPrivacy(USPrivacyString)
        /// Sections 7 to 27.
        case us(USSection)
        /// A section whose layout is not known; its text is kept.
        case unknown
        /// A section that could not be read; nothing of it counts.
        case unreadable(ConsentStringError)
    }

    /// Number of the section.
    public let id: Int
    /// The characters of the section as they were written; empty for one that was not written yet.
    public var text: String
    /// What it holds.
    public var content: Content

    /// Creates a section.
    public init(id: Int, text: String, content: Content) {
        self.id = id
        self.text = text
        self.content = content
    }

    /// Name of the section: the prefix in the JavaScript interface, or its number where it has none here.
    public var name: String { Self.name(of: id) }

    static func name(of id: Int) -> String {
        switch id {
        case 1: "tcfeuv1"
        case 2: "tcfeuv2"
        case 5: "tcfcav1"
        case 6: "uspv1"
        default: USSectionLayout.any(id)?.name ?? String(id)
        }
    }
}
