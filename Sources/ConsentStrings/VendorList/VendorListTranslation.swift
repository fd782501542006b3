internal import BoundedJSON

/// The texts of a vendor list in another language (`purposes-{language}.json`), without its vendors.
public struct VendorListTranslation: Sendable, Hashable {
    /// Version of the list that was translated, where it tells. Texts change seldom, so that one translation serves many
    /// versions.
    public var version: Int?
    /// When the translation was published, as it writes it (ISO 8601).
    public var lastUpdated: String?
    /// The texts.
    public var texts = VendorListTexts()

    /// Creates a translation without texts.
    public init() {}

    /// Reads the JSON that the IAB publishes, as leniently as ``GlobalVendorList/init(json:)``.
    ///
    /// - Throws: ``ConsentStringError`` `malformed` with the byte, or `tooLong`.
    public init(json bytes: [UInt8]) throws(ConsentStringError) {
        var reader = ListReader(bytes, title: "translation of a vendor list")
        var translation = VendorListTranslation()
        var hasVendors = false
        try reader.document { (name, reader) throws(ConsentStringError) in
            switch name {
            case "vendorListVersion": translation.version = try reader.integer()
            case "lastUpdated": translation.lastUpdated = try reader.text()
            case "vendors", "cmps":
                hasVendors = true
                try reader.skip()
            default:
                if try !reader.texts(name, into: &translation.texts) { try reader.skip() }
            }
        }
        guard !hasVendors, !translation.texts.purposes.isEmpty else {
            throw ConsentStringError(
                code: .malformed,
                message: "This is no translation of a vendor list; it must have purposes and no vendors."
            )
        }
        self = translation
    }
}

extension GlobalVendorList {
    /// The list with its texts in the words of a translation; see ``VendorListTexts/translated(by:)``.
    public func translated(by translation: VendorListTranslation) -> GlobalVendorList {
        var list = self
        list.texts = texts.translated(by: translation.texts)
        return list
    }
}

extension ListReader {
    /// Reads a member of a list, or of a translation, that holds texts.
    ///
    /// - Returns: whether the member is one; nothing was read otherwise.
    mutating func texts(_ name: String, into texts: inout VendorListTexts) throws(ConsentStringError) -> Bool {
        switch name {
        case "purposes": texts.purposes = try items()
        case "specialPurposes": texts.specialPurposes = try items()
        case "features": texts.features = try items()
        case "specialFeatures": texts.specialFeatures = try items()
        case "dataCategories": texts.dataCategories = try items()
        case "stacks":
            texts.stacks = try entries { (id, reader) throws(ConsentStringError) in try reader.stack(id) }
        default: return false
        }
        return true
    }

    /// Things by id: each an object with a name and descriptions.
    private mutating func items() throws(ConsentStringError) -> [Int: VendorListTexts.Item] {
        try entries { (id, reader) throws(ConsentStringError) in
            var item = VendorListTexts.Item(name: "")
            try reader.members { (name, reader) throws(ConsentStringError) in
                switch name {
                case "id": try reader.expect(id)
                case "name": item.name = try reader.text() ?? ""
                case "description": item.description = try reader.text() ?? ""
                case "descriptionLegal": item.descriptionLegal = try reader.text()
                case "illustrations": item.illustrations = try reader.strings()
                default: try reader.skip()
                }
            }
            return item
        }
    }

    private mutating func stack(_ id: Int) throws(ConsentStringError) -> VendorListTexts.Stack {
        var stack = VendorListTexts.Stack(name: "")
        try members { (name, reader) throws(ConsentStringError) in
            switch name {
            case "id": try reader.expect(id)
            case "name": stack.name = try reader.text() ?? ""
            case "description": stack.description = try reader.text() ?? ""
            case "purposes": stack.purposes = try reader.ids()
            case "specialFeatures": stack.specialFeatures = try reader.ids()
            default: try reader.skip()
            }
        }
        return stack
    }
}
