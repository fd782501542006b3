/// One of the eight Adobe solutions that the Opt-In service decides about.
///
/// The raw value is the id in `adobe.OptInCategories`, compared exactly. The order of the cases is the library's key
/// order in `permissions` and in a freshly written cookie, and each case's position is its bit in ``CategorySet``;
/// both are stored, so cases are never reordered.
public enum Category: String, CaseIterable, Sendable, Hashable {
    /// Audience Manager.
    case aam
    /// Advertising Cloud.
    case adcloud
    /// Analytics.
    case aa
    /// Campaign.
    case campaign
    /// The Experience Cloud ID service.
    case ecid
    /// Livefyre.
    case livefyre
    /// Target.
    case target
    /// Media Analytics (`videoaa` before VisitorAPI 4.5.2).
    case mediaaa

    /// The category's position in the library's order, and its bit in a ``CategorySet``: 0 to 7.
    public var index: UInt8 {
        switch self {
        case .aam: 0
        case .adcloud: 1
        case .aa: 2
        case .campaign: 3
        case .ecid: 4
        case .livefyre: 5
        case .target: 6
        case .mediaaa: 7
        }
    }

    /// Categories are asked for by the million; without this they would be hashed as text.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(index)
    }

    /// The name in the enumeration `adobe.OptInCategories`, of which the raw value is the value.
    public var enumName: String {
        switch self {
        case .aam: "AAM"
        case .adcloud: "ADCLOUD"
        case .aa: "ANALYTICS"
        case .campaign: "CAMPAIGN"
        case .ecid: "ECID"
        case .livefyre: "LIVEFYRE"
        case .target: "TARGET"
        case .mediaaa: "MEDIA_ANALYTICS"
        }
    }

    /// The product's name, for people.
    public var title: String {
        switch self {
        case .aam: "Audience Manager"
        case .adcloud: "Advertising Cloud"
        case .aa: "Analytics"
        case .campaign: "Campaign"
        case .ecid: "Experience Cloud ID"
        case .livefyre: "Livefyre"
        case .target: "Target"
        case .mediaaa: "Media Analytics"
        }
    }
}
