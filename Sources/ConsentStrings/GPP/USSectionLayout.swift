internal import BoundedJSON

/// A field of a US section: one value of two bits or a list of them.
struct USField: Sendable {
    let name: String
    let key: JSONKey
    /// How many values it has; a scalar has one.
    let count: Int
    /// Whether it is written as a list.
    let isList: Bool

    init(_ name: String, count: Int = 1, isList: Bool = false) {
        self.name = name
        key = JSONKey(name)
        self.count = count
        self.isList = isList
    }
}

/// The layout of one US section in one version: a version of six bits, then values of two bits each (GPP sections 7 to
/// 27). Decoding, the names of the decoded form and encoding all follow from it.
///
/// Layouts are made once and shared, so that a section costs no copy of its description.
final class USSectionLayout: Sendable {
    /// What may follow the core behind a dot.
    enum SubSection: Sendable {
        /// The Global Privacy Control signal: type 1 in two bits, then one bit.
        case gpc
        /// Values for sensitive data, two bits each.
        case sensitiveData(USField)
    }

    let id: Int
    /// The prefix of the JavaScript interface, used as the section's name.
    let name: String
    let version: Int
    /// The name of the first six bits.
    let versionField: USField
    let fields: [USField]
    /// The sub-section that is defined; a GPC signal behind the others is accepted and kept.
    let subSection: SubSection?

    /// Values of all fields together.
    let valueCount: Int
    /// Which of the values are the opt-outs, or nothing.
    let sale: Int?
    let sharing: Int?
    let targetedAdvertising: Int?

    init(
        _ id: Int,
        _ name: String,
        version: Int = 1,
        _ fields: [USField],
        subSection: SubSection?
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.fields = fields
        self.subSection = subSection
        versionField = USField(Self.idsWithHeader.contains(id) ? "MspaVersion" : "Version")
        valueCount = fields.reduce(0) { $0 + $1.count }
        sale = Self.index(of: "SaleOptOut", in: fields)
        sharing = Self.index(of: "SharingOptOut", in: fields)
        targetedAdvertising = Self.index(of: "TargetedAdvertisingOptOut", in: fields)
    }

    /// Where the first value of a field stands among all values.
    private static func index(of name: String, in fields: [USField]) -> Int? {
        guard let place = fields.firstIndex(where: { $0.name == name }) else { return nil }
        return fields[..<place].reduce(0) { $0 + $1.count }
    }

    /// The layout of a section in a version.
    static func find(_ id: Int, version: Int) -> USSectionLayout? {
        guard ids.contains(id), versions.contains(version) else { return nil }
        return bySection[(id &- ids.lowerBound) &* versions.count &+ version &- versions.lowerBound]
    }

    /// Any layout of a section, for its name and its form.
    static func any(_ id: Int) -> USSectionLayout? { find(id, version: versions.lowerBound) }

    /// The layout of no section.
    static let none = USSectionLayout(0, "", [], subSection: nil)

    /// The sections that have layouts.
    static let ids = 7...27
    /// Those that may have a section header in front.
    static let idsWithHeader = 24...27
    private static let versions = 1...2

    /// The layouts by section and version, nothing where there is no such version.
    private static let bySection: [USSectionLayout?] = ids.flatMap { id in
        versions.map { version in all.first { $0.id == id && $0.version == version } }
    }
}
