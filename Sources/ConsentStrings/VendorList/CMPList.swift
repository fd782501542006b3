internal import BoundedJSON

/// The IAB's list of registered CMPs.
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
    }

    /// When the list was published, as it writes it.
    public var lastUpdated: String?
    /// The CMPs by id.
    public var cmps: [Int: Entry] = [:]

    /// Creates a list without entries.
    public init() {}

    /// Reads the JSON that the IAB publishes.
    ///
    /// - Throws: ``ConsentStringError`` `malformed` with the place, for anything that is no CMP list.
    public init(json bytes: [UInt8]) throws(ConsentStringError) {
        var reader = VendorListReader(bytes)
        do throws(JSONError) {
            self = try reader.cmpList()
        } catch {
            throw ConsentStringError(
                code: .malformed,
                message: "This is no CMP list: \(error.message) (byte \(error.byteOffset))"
            )
        }
        guard !cmps.isEmpty else {
            throw ConsentStringError(code: .malformed, message: "This is no CMP list; it must have cmps.")
        }
    }

    /// Whether a CMP was registered on a day, `YYYY-MM-DD`.
    public func isRegistered(_ id: Int, on date: String) -> Bool {
        guard let entry = cmps[id] else { return false }
        return entry.deletedDate.map { $0.prefix(10) > date.prefix(10) } ?? true
    }
}
