internal import BoundedJSON

extension GlobalVendorList {
    /// Reads the JSON that the IAB publishes, or a list reduced to a few vendors.
    ///
    /// Members that are not known are passed over, optional ones may be missing or null, ids may be numbers or strings
    /// of digits. What is written in a way that leaves a vendor's declaration open, such as a repeated member, two ids
    /// for one vendor or a list that is none, refuses the whole list, so that nothing is permitted by half a reading.
    ///
    /// - Throws: ``ConsentStringError`` `malformed` with the byte, `tooLong`, or `unsupportedVersion` for another
    ///   specification.
    public init(json bytes: [UInt8]) throws(ConsentStringError) {
        var reader = ListReader(bytes, title: "vendor list")
        var list = GlobalVendorList(specificationVersion: 0, version: 0)
        var hasVendors = false
        try reader.document { (name, reader) throws(ConsentStringError) in
            switch name {
            case "gvlSpecificationVersion": list.specificationVersion = try reader.integer() ?? 0
            case "vendorListVersion": list.version = try reader.integer() ?? 0
            case "tcfPolicyVersion": list.policyVersion = try reader.integer()
            case "lastUpdated": list.lastUpdated = try reader.text()
            case "vendors":
                list.vendors = try reader.vendors()
                hasVendors = true
            default:
                if try !reader.texts(name, into: &list.texts) { try reader.skip() }
            }
        }
        guard hasVendors, list.version > 0 else {
            throw ConsentStringError(
                code: .malformed,
                message: "This is no vendor list; it must have gvlSpecificationVersion, vendorListVersion and vendors."
            )
        }
        guard (2...3).contains(list.specificationVersion) else {
            throw ConsentStringError(
                code: .unsupportedVersion,
                message: "The vendor list is of a specification other than 2 and 3; no other form is known."
            )
        }
        self = list
    }
}

extension ListReader {
    fileprivate mutating func vendors() throws(ConsentStringError) -> [Int: GlobalVendorList.Vendor] {
        try entries { (id, reader) throws(ConsentStringError) in try reader.vendor(id) }
    }

    private mutating func vendor(_ id: Int) throws(ConsentStringError) -> GlobalVendorList.Vendor {
        var vendor = GlobalVendorList.Vendor(name: "", declaration: VendorDeclaration(id: id, purposes: []))
        try members { (name, reader) throws(ConsentStringError) in
            switch name {
            case "id": try reader.expect(id)
            case "name": vendor.name = try reader.text() ?? ""
            case "purposes": vendor.declaration.purposes = try reader.ids()
            case "legIntPurposes": vendor.declaration.legitimateInterestPurposes = try reader.ids()
            case "flexiblePurposes": vendor.declaration.flexiblePurposes = try reader.ids()
            case "specialPurposes": vendor.specialPurposes = try reader.ids()
            case "features": vendor.features = try reader.ids()
            case "specialFeatures": vendor.specialFeatures = try reader.ids()
            case "deletedDate": vendor.deletedDate = try reader.text()
            case "usesCookies": vendor.storage.usesCookies = try reader.flag()
            case "cookieMaxAgeSeconds": vendor.storage.cookieMaxAgeSeconds = try reader.integer()
            case "cookieRefresh": vendor.storage.refreshesCookies = try reader.flag()
            case "usesNonCookieAccess": vendor.storage.usesNonCookieAccess = try reader.flag()
            case "deviceStorageDisclosureUrl": vendor.storage.disclosureURL = try reader.text()
            case "dataRetention": vendor.retention = try reader.retention()
            case "dataDeclaration": vendor.dataDeclaration = try reader.ids()
            default: try reader.skip()
            }
        }
        return vendor
    }

    /// How long a vendor keeps data; null is the same as nothing told.
    private mutating func retention() throws(ConsentStringError) -> GlobalVendorList.Retention? {
        var retention = GlobalVendorList.Retention()
        let isThere = try optionalMembers { (name, reader) throws(ConsentStringError) in
            switch name {
            case "stdRetention": retention.standardDays = try reader.integer()
            case "purposes": retention.purposes = try reader.days()
            case "specialPurposes": retention.specialPurposes = try reader.days()
            default: try reader.skip()
            }
        }
        return isThere ? retention : nil
    }

    /// Days by id. An empty table is sometimes written as a list.
    private mutating func days() throws(ConsentStringError) -> [Int: Int] {
        var days: [Int: Int] = [:]
        try optionalMembers { (name, reader) throws(ConsentStringError) in
            let id = try reader.newID(name, besides: days)
            days[id] = try reader.integer()
        }
        return days
    }
}
