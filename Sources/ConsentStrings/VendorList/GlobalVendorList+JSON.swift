internal import BoundedJSON

extension GlobalVendorList {
    /// Reads the JSON that the IAB publishes.
    ///
    /// Members that are not known are passed over, optional ones may be missing, ids may be numbers or strings.
    ///
    /// - Throws: ``ConsentStringError`` `malformed` with the place, for anything that is no vendor list.
    public init(json bytes: [UInt8]) throws(ConsentStringError) {
        var reader = VendorListReader(bytes)
        do throws(JSONError) {
            self = try reader.vendorList()
        } catch {
            throw ConsentStringError(
                code: .malformed,
                message: "This is no vendor list: \(error.message) (byte \(error.byteOffset))"
            )
        }
        guard (2...3).contains(specificationVersion), version > 0 else {
            throw ConsentStringError(
                code: .malformed,
                message: "This is no vendor list of specification 2 or 3; it must have gvlSpecificationVersion and "
                    + "vendorListVersion."
            )
        }
    }
}

/// Walks through the JSON of a vendor list or a CMP list.
struct VendorListReader {
    private var reader: JSONReader

    init(_ bytes: [UInt8]) {
        reader = JSONReader(bytes, limits: JSONLimits(maxBytes: ConsentStringLimits.maxListBytes))
    }

    mutating func vendorList() throws(JSONError) -> GlobalVendorList {
        var list = GlobalVendorList(specificationVersion: 0, version: 0)
        try members { (key, walker) throws(JSONError) in
            switch key {
            case "gvlSpecificationVersion": list.specificationVersion = try walker.integer() ?? 0
            case "vendorListVersion": list.version = try walker.integer() ?? 0
            case "tcfPolicyVersion": list.policyVersion = try walker.integer()
            case "lastUpdated": list.lastUpdated = try walker.text()
            case "purposes": list.purposes = try walker.names()
            case "specialPurposes": list.specialPurposes = try walker.names()
            case "features": list.features = try walker.names()
            case "specialFeatures": list.specialFeatures = try walker.names()
            case "vendors": list.vendors = try walker.vendors()
            default: try walker.reader.skipValue()
            }
        }
        return list
    }

    private mutating func vendors() throws(JSONError) -> [Int: GlobalVendorList.Vendor] {
        var vendors: [Int: GlobalVendorList.Vendor] = [:]
        try members { (key, walker) throws(JSONError) in
            let vendor = try walker.vendor(Int(key) ?? 0)
            if vendor.declaration.id > 0 { vendors[vendor.declaration.id] = vendor }
        }
        return vendors
    }

    private mutating func vendor(_ id: Int) throws(JSONError) -> GlobalVendorList.Vendor {
        var vendor = GlobalVendorList.Vendor(name: "", declaration: VendorDeclaration(id: id, purposes: []))
        try members { (key, walker) throws(JSONError) in
            switch key {
            case "id": vendor.declaration.id = try walker.integer() ?? id
            case "name": vendor.name = try walker.text() ?? ""
            case "purposes": vendor.declaration.purposes = try walker.ids()
            case "legIntPurposes": vendor.declaration.legitimateInterestPurposes = try walker.ids()
            case "flexiblePurposes": vendor.declaration.flexiblePurposes = try walker.ids()
            case "specialPurposes": vendor.specialPurposes = try walker.ids()
            case "features": vendor.features = try walker.ids()
            case "specialFeatures": vendor.specialFeatures = try walker.ids()
            case "deletedDate": vendor.deletedDate = try walker.text()
            default: try walker.reader.skipValue()
            }
        }
        return vendor
    }

    mutating func cmpList() throws(JSONError) -> CMPList {
        var list = CMPList()
        try members { (key, walker) throws(JSONError) in
            switch key {
            case "lastUpdated": list.lastUpdated = try walker.text()
            case "cmps": list.cmps = try walker.cmps()
            default: try walker.reader.skipValue()
            }
        }
        return list
    }

    private mutating func cmps() throws(JSONError) -> [Int: CMPList.Entry] {
        var cmps: [Int: CMPList.Entry] = [:]
        try members { (key, walker) throws(JSONError) in
            var id = Int(key) ?? 0
            var entry = CMPList.Entry(name: "")
            try walker.members { (key, walker) throws(JSONError) in
                switch key {
                case "id": id = try walker.integer() ?? id
                case "name": entry.name = try walker.text() ?? ""
                case "isCommercial": entry.isCommercial = try walker.flag()
                case "deletedDate": entry.deletedDate = try walker.text()
                default: try walker.reader.skipValue()
                }
            }
            if id > 0 { cmps[id] = entry }
        }
        return cmps
    }

    /// Names of things by id: each an object with a name.
    private mutating func names() throws(JSONError) -> [Int: String] {
        var names: [Int: String] = [:]
        try members { (key, walker) throws(JSONError) in
            var name: String?
            try walker.members { (key, walker) throws(JSONError) in
                if key == "name" { name = try walker.text() } else { try walker.reader.skipValue() }
            }
            if let id = Int(key) { names[id] = name ?? "" }
        }
        return names
    }

    /// Runs through the members of the object that comes next; anything else is passed over.
    private mutating func members(
        _ body: (String, inout VendorListReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        let token = try reader.next()
        guard token == .beginObject else { return try reader.skipRest(of: token) }
        while case .key(let key) = try reader.next() { try body(reader.text(of: key), &self) }
    }

    private mutating func text() throws(JSONError) -> String? {
        let token = try reader.next()
        if case .string(let text) = token { return reader.text(of: text) }
        try reader.skipRest(of: token)
        return nil
    }

    private mutating func integer() throws(JSONError) -> Int? {
        let token = try reader.next()
        switch token {
        case .number(let number): return reader.integer(of: number).flatMap { Int(exactly: $0) }
        case .string(let text): return Int(reader.text(of: text))
        default:
            try reader.skipRest(of: token)
            return nil
        }
    }

    private mutating func flag() throws(JSONError) -> Bool? {
        let token = try reader.next()
        if case .bool(let flag) = token { return flag }
        try reader.skipRest(of: token)
        return nil
    }

    private mutating func ids() throws(JSONError) -> PurposeSet {
        var ids: PurposeSet = []
        var token = try reader.next()
        guard token == .beginArray else {
            try reader.skipRest(of: token)
            return ids
        }
        token = try reader.next()
        while token != .endArray {
            switch token {
            case .number(let number): ids.insert(Int(reader.integer(of: number) ?? 0))
            case .string(let text): ids.insert(Int(reader.text(of: text)) ?? 0)
            default: try reader.skipRest(of: token)
            }
            token = try reader.next()
        }
        return ids
    }
}
