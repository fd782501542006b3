internal import BoundedJSON

/// The IAB's list of registered CMPs, version 2 (`cmp-list.json` of TCF 2).
///
/// A string of a CMP that is not on it, or that was taken off it before, is to be discarded.
public struct CMPList: Sendable, Hashable {
    /// A CMP on the list.
    public struct Entry: Sendable, Hashable {
        /// The CMP's name.
        public var name: String
        /// Whether it is offered to others.
        public var isCommercial: Bool?
        /// When it was taken off the list, as the list writes it (ISO 8601).
        public var deletedDate: String?

        /// Creates an entry.
        public init(name: String) {
            self.name = name
        }

        /// Whether the CMP was off the list at a time, in milliseconds since 1970. A date that cannot be read counts as
        /// passed.
        public func isDeleted(at milliseconds: Int64) -> Bool {
            deletedDate.map { ListDate.hasPassed($0, at: milliseconds) } ?? false
        }
    }

    /// When the list was published, as it writes it.
    public var lastUpdated: String?
    /// The CMPs by id.
    public var cmps: [Int: Entry] = [:]

    /// Creates a list without entries.
    public init() {}

    /// Reads the JSON that the IAB publishes, as leniently as ``GlobalVendorList/init(json:)``.
    ///
    /// - Throws: ``ConsentStringError`` `malformed` with the byte, or `tooLong`.
    public init(json bytes: [UInt8]) throws(ConsentStringError) {
        var reader = ListReader(bytes, title: "CMP list")
        var list = CMPList()
        var hasCMPs = false
        try reader.document { (name, reader) throws(ConsentStringError) in
            switch name {
            case "lastUpdated": list.lastUpdated = try reader.text()
            case "cmps":
                list.cmps = try reader.entries { (id, reader) throws(ConsentStringError) in try reader.cmp(id) }
                hasCMPs = true
            default: try reader.skip()
            }
        }
        guard hasCMPs else {
            throw ConsentStringError(code: .malformed, message: "This is no CMP list; it must have cmps.")
        }
        self = list
    }

    /// Whether a CMP was on the list and not yet taken off it at a time, in milliseconds since 1970.
    public func isRegistered(_ id: Int, at milliseconds: Int64) -> Bool {
        cmps[id].map { !$0.isDeleted(at: milliseconds) } ?? false
    }
}

extension ListReader {
    fileprivate mutating func cmp(_ id: Int) throws(ConsentStringError) -> CMPList.Entry {
        var entry = CMPList.Entry(name: "")
        try members { (name, reader) throws(ConsentStringError) in
            switch name {
            case "id": try reader.expect(id)
            case "name": entry.name = try reader.text() ?? ""
            case "isCommercial": entry.isCommercial = try reader.flag()
            case "deletedDate": entry.deletedDate = try reader.text()
            default: try reader.skip()
            }
        }
        return entry
    }
}
