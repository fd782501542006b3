/// The IAB's Global Vendor List, specification 2 or 3 ("Consent string and vendor list formats v2").
///
/// A TC string names the version of the list that it was made with. The numbers start again at 1 with specification 3,
/// so that a string of policy version 4 or later never means a list of specification 2.
///
/// All that decides about permissions, storage and retention is read, and the texts; privacy policies and standard texts
/// are passed over.
public struct GlobalVendorList: Sendable, Hashable {
    /// A company on the list.
    public struct Vendor: Sendable, Hashable {
        /// The company's name.
        public var name: String
        /// What it declares for the purposes.
        public var declaration: VendorDeclaration
        /// Special purposes, which ask for no choice: allowed to whoever declares them and was disclosed.
        public var specialPurposes: PurposeSet = []
        /// Features, which come with no signal.
        public var features: PurposeSet = []
        /// Special features, which need the user's opt-in.
        public var specialFeatures: PurposeSet = []
        /// When the vendor was taken off the list, as the list writes it (ISO 8601); nil for a vendor in good standing.
        public var deletedDate: String?
        /// How the vendor stores and reads on the device.
        public var storage = Storage()
        /// How long the vendor keeps what it processes; nil where the list does not tell, as those of specification 2.
        public var retention: Retention?
        /// The categories of data that the vendor processes.
        public var dataDeclaration: PurposeSet = []

        /// Creates a vendor.
        public init(name: String, declaration: VendorDeclaration) {
            self.name = name
            self.declaration = declaration
        }

        /// Whether the vendor was off the list at a time, in milliseconds since 1970. A date that cannot be read counts
        /// as passed, since the list says that the vendor is off.
        public func isDeleted(at milliseconds: Int64) -> Bool {
            deletedDate.map { ListDate.hasPassed($0, at: milliseconds) } ?? false
        }
    }

    /// How a vendor stores and reads on the device. What the list leaves out is nil.
    public struct Storage: Sendable, Hashable {
        /// Whether cookies are used.
        public var usesCookies: Bool?
        /// Longest life of a cookie; nil, 0 or less means the browser's session.
        public var cookieMaxAgeSeconds: Int?
        /// Whether a cookie's life starts again when it is used.
        public var refreshesCookies: Bool?
        /// Whether anything but cookies is used, local storage for instance.
        public var usesNonCookieAccess: Bool?
        /// Where the vendor discloses what it stores.
        public var disclosureURL: String?

        /// Creates a value without any statement.
        public init() {}
    }

    /// How long a vendor keeps what it processes for its purposes, in days (specification 3, `dataRetention`).
    public struct Retention: Sendable, Hashable {
        /// For all purposes that have no time of their own; nil if each has one, or the list does not tell.
        public var standardDays: Int?
        /// Purposes with a time of their own.
        public var purposes: [Int: Int] = [:]
        /// Special purposes with a time of their own.
        public var specialPurposes: [Int: Int] = [:]

        /// Creates a value without any statement.
        public init() {}

        /// The days for a purpose; nil if the list does not tell.
        public func days(forPurpose purpose: Int) -> Int? { purposes[purpose] ?? standardDays }

        /// The days for a special purpose; nil if the list does not tell.
        public func days(forSpecialPurpose purpose: Int) -> Int? { specialPurposes[purpose] ?? standardDays }
    }

    /// Version of the list's own format: 2 or 3.
    public var specificationVersion: Int
    /// Version of the list.
    public var version: Int
    /// Version of the policies that the list follows, where it tells.
    public var policyVersion: Int?
    /// When the list was published, as it writes it (ISO 8601).
    public var lastUpdated: String?
    /// What the list says in words of purposes, features, stacks and categories of data.
    public var texts = VendorListTexts()
    /// Vendors by id. A list that was reduced for an app leaves vendors out, so that absence may mean "filtered".
    public var vendors: [Int: Vendor] = [:]

    /// Creates a list without entries.
    public init(specificationVersion: Int, version: Int) {
        self.specificationVersion = specificationVersion
        self.version = version
    }

    /// Whether a string means exactly this list: the same version, of the specification of the string's era.
    public func isNamed(by string: TCString) -> Bool {
        string.vendorListVersion == version && isOfEra(of: string)
    }

    /// Whether the list is of the specification that strings of this policy version mean: 3 from version 4 on, 2
    /// before.
    public func isOfEra(of string: TCString) -> Bool {
        (string.policyVersion >= 4 ? 3 : 2) == specificationVersion
    }
}
