/// The IAB's Global Vendor List, specification 2 or 3 ("Consent string and vendor list formats v2").
///
/// A TC string names the version of the list that it was made with. The numbers start again at 1 with specification 3,
/// so that a string of policy version 4 or later never means a list of specification 2.
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

        /// Creates a vendor.
        public init(name: String, declaration: VendorDeclaration) {
            self.name = name
            self.declaration = declaration
        }
    }

    /// Version of the list's own format: 2 or 3.
    public var specificationVersion: Int
    /// Version of the list.
    public var version: Int
    /// Version of the policies that the list follows, where it tells.
    public var policyVersion: Int?
    /// When the list was published, as it writes it (ISO 8601).
    public var lastUpdated: String?
    /// Names of purposes by id.
    public var purposes: [Int: String] = [:]
    /// Names of special purposes by id.
    public var specialPurposes: [Int: String] = [:]
    /// Names of features by id.
    public var features: [Int: String] = [:]
    /// Names of special features by id.
    public var specialFeatures: [Int: String] = [:]
    /// Vendors by id. A list that was reduced for an app leaves vendors out, so that absence may mean "filtered".
    public var vendors: [Int: Vendor] = [:]

    /// Creates a list without entries.
    public init(specificationVersion: Int, version: Int) {
        self.specificationVersion = specificationVersion
        self.version = version
    }

    /// Whether a string means this list: the same version, of the specification of the string's era.
    public func isNamed(by string: TCString) -> Bool {
        string.vendorListVersion == version && (string.policyVersion >= 4 ? 3 : 2) == specificationVersion
    }

    /// Whether a vendor may process for a purpose by a string, and why.
    ///
    /// - Parameter date: the day on which it is asked, `YYYY-MM-DD`; a vendor taken off the list before it may not.
    public func permission(
        of vendor: Int,
        for purpose: Int,
        by string: TCString,
        on date: String
    ) -> PurposePermission {
        guard let entry = vendors[vendor] else { return PurposePermission(basis: nil, reason: .vendorNotListed) }
        if let deleted = entry.deletedDate, deleted.prefix(10) <= date.prefix(10) {
            return PurposePermission(basis: nil, reason: .vendorDeleted)
        }
        return string.permission(of: entry.declaration, for: purpose)
    }

    /// Whether a vendor may process for a special purpose (security, delivery): no choice is asked, only that the vendor
    /// declares it and was disclosed.
    public func permitsSpecialPurpose(_ purpose: Int, to vendor: Int, by string: TCString) -> Bool {
        guard let entry = vendors[vendor], entry.deletedDate == nil, entry.specialPurposes.contains(purpose),
            !string.damagedSegments.contains(.disclosedVendors)
        else { return false }
        return string.disclosedVendors?.contains(vendor) ?? true
    }
}
