/// What one section of a GPP string says to the questions that are asked of every string.
public enum GPPAnswer: Sendable, Hashable {
    /// Section 2, a TC string: its mask, see ``TCStringDecoder/permissionMask(of:vendor:)``.
    case tcfEUv2(permissionMask: UInt16)
    /// Section 6, a US Privacy string.
    case usPrivacy(USPrivacyString)
    /// Sections 7 to 23: one of the United States.
    case us(USOptOuts)
    /// A section of another kind, or one whose layout is unsettled, as decoding gives it.
    indirect case section(GPPSection)
    /// A section that could not be read, by its number. Nothing of it counts.
    case unreadable(Int, ConsentStringError)
}

/// The opt-outs of a section for the United States or one of its states. A choice that the section has no field for is
/// nil; see ``USChoices`` for all that a section says.
public struct USOptOuts: Sendable, Hashable {
    /// Number of the section.
    public let sectionID: Int
    /// Version of the section's fields.
    public let version: Int
    /// The opt-out of sale as its field has it; see ``isOptedOut(of:)`` for what counts.
    public let sale: USChoice?
    /// The opt-out of sharing.
    public let sharing: USChoice?
    /// The opt-out of targeted advertising.
    public let targetedAdvertising: USChoice?
    /// The Global Privacy Control signal; nil is not known, which is not the same as false.
    public internal(set) var globalPrivacyControl: Bool?

    /// Whether the user is opted out. A signal of Global Privacy Control beats a field that says otherwise or that the
    /// choice does not apply, and 3, which is no value, counts as opted out.
    public func isOptedOut(of optOut: USChoices.OptOut) -> Bool {
        if globalPrivacyControl == true { return true }
        return switch optOut {
        case .sale: sale?.isRefusal == true
        case .sharing: sharing?.isRefusal == true
        case .targetedAdvertising: targetedAdvertising?.isRefusal == true
        }
    }
}

extension USOptOuts {
    /// The opt-outs of a decoded section.
    public init(_ section: USSection) {
        let layout = section.layout
        func choice(_ index: Int?) -> USChoice? { index.map { USChoice(value: section.values[$0]) } }
        self.init(
            sectionID: layout.id,
            version: layout.version,
            sale: choice(layout.sale),
            sharing: choice(layout.sharing),
            targetedAdvertising: choice(layout.targetedAdvertising),
            globalPrivacyControl: section.globalPrivacyControl
        )
    }
}

/// Where the opt-outs stand in the core of a US section, found once in the tables of the layouts.
struct USOptOutLayout: Sendable {
    /// Bits up to the last field.
    private let bitCount: Int
    /// The first bit of each field, or nothing.
    private let sale: Int?
    private let sharing: Int?
    private let targetedAdvertising: Int?

    private init(_ layout: USSectionLayout) {
        func position(_ index: Int?) -> Int? { index.map { 6 + 2 * $0 } }
        bitCount = 6 + 2 * layout.valueCount
        sale = position(layout.sale)
        sharing = position(layout.sharing)
        targetedAdvertising = position(layout.targetedAdvertising)
    }

    /// Sections whose layouts are settled.
    static let sections = 7...23
    private static let versions = 2

    /// By section and version, nothing where there is no such layout.
    private static let all: [USOptOutLayout?] = sections.flatMap { id in
        (1...versions).map { USSectionLayout.find(id, version: $0).map(USOptOutLayout.init) }
    }

    /// The opt-outs in a core that was loaded.
    @inline(__always)
    static func optOuts(_ bits: some SegmentSource, id: Int) throws(ConsentStringError) -> USOptOuts {
        guard bits.bitCount >= 6 else { throw USSection.noCore }
        let version = bits.integer(at: 0, count: 6)
        guard version >= 1, version <= versions, let layout = all[(id - sections.lowerBound) * versions + version - 1]
        else {
            throw USSection.unknownVersion(version, of: id)
        }
        guard layout.bitCount <= bits.bitCount else { throw USSection.coreFields.truncated(bits.bitCount) }
        func choice(_ position: Int?) -> USChoice? { position.map { USChoice(value: bits.integer(at: $0, count: 2)) } }
        return USOptOuts(
            sectionID: id,
            version: version,
            sale: choice(layout.sale),
            sharing: choice(layout.sharing),
            targetedAdvertising: choice(layout.targetedAdvertising)
        )
    }
}
