import BoundedJSON
import ConsentStrings
import ConsentTranslation
import Foundation

/// A list and some of its entries, for people and as JSON lines.
struct VendorListText {
    let list: ConsentFrameworkList
    /// The entries to show; none shows the list itself.
    let ids: [Int]

    /// Whether the list has the entry.
    func contains(_ id: Int) -> Bool {
        switch list {
        case .vendors(let list): list.vendors[id] != nil
        case .cmps(let list): list.cmps[id] != nil
        case .translation: false
        }
    }

    /// What the list is, in one line.
    static func summary(_ list: ConsentFrameworkList) -> String {
        switch list {
        case .vendors(let list):
            "vendor list \(list.version) of specification \(list.specificationVersion), \(list.vendors.count) vendors"
        case .cmps(let list):
            "CMP list, \(list.cmps.count) CMPs"
        case .translation(let translation):
            "translation of a vendor list, \(translation.texts.purposes.count) purposes"
        }
    }

    /// The table for people.
    func text() -> String {
        switch list {
        case .vendors(let list): ids.isEmpty ? Self.overview(list) : table(list)
        case .cmps(let list): ids.isEmpty ? Self.overview(list) : table(list)
        case .translation: ""
        }
    }

    private static func overview(_ list: GlobalVendorList) -> String {
        rows([
            ("Vendor list", String(list.version)), ("Specification", String(list.specificationVersion)),
            ("Policy version", list.policyVersion.map(String.init) ?? "not told"),
            ("Last updated", list.lastUpdated ?? "not told"), ("Vendors", String(list.vendors.count)),
            ("Deleted vendors", String(list.vendors.values.count { $0.deletedDate != nil })),
            ("Purposes", String(list.texts.purposes.count)),
            ("Special purposes", String(list.texts.specialPurposes.count)),
            ("Features", String(list.texts.features.count)),
            ("Special features", String(list.texts.specialFeatures.count)),
            ("Stacks", String(list.texts.stacks.count)),
            ("Categories of data", String(list.texts.dataCategories.count)),
        ])
    }

    private static func overview(_ list: CMPList) -> String {
        rows([
            ("CMPs", String(list.cmps.count)),
            ("Deleted CMPs", String(list.cmps.values.count { $0.deletedDate != nil })),
            ("Last updated", list.lastUpdated ?? "not told"),
        ])
    }

    private static func rows(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            Style.bold(name) + String(repeating: " ", count: width - name.count + 2) + printable(value) + "\n"
        }.joined()
    }

    private func table(_ list: GlobalVendorList) -> String {
        var table = Table([
            ("ID", .right), ("CONSENT", .left), ("LEGITIMATE INTEREST", .left), ("FLEXIBLE", .left),
            ("SPECIAL PURPOSES", .left), ("SPECIAL FEATURES", .left), ("DATA", .left), ("RETENTION", .left),
            ("DELETED", .left), ("VENDOR", .left),
        ])
        for id in ids {
            guard let vendor = list.vendors[id] else { continue }
            let declaration = vendor.declaration
            let sets = [
                declaration.purposes, declaration.legitimateInterestPurposes, declaration.flexiblePurposes,
                vendor.specialPurposes, vendor.specialFeatures, vendor.dataDeclaration,
            ]
            table.add(
                [String(id)] + sets.map(Self.numbers)
                    + [
                        Self.days(vendor.retention), printable(vendor.deletedDate ?? "-"), printable(vendor.name),
                    ]
            )
        }
        return table.text
    }

    /// Days of retention, those with a time of their own in brackets.
    private static func days(_ retention: GlobalVendorList.Retention?) -> String {
        guard let retention else { return "-" }
        let own =
            retention.purposes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            + retention.specialPurposes.sorted { $0.key < $1.key }.map { "S\($0.key): \($0.value)" }
        let standard = retention.standardDays.map(String.init) ?? "-"
        return own.isEmpty ? standard : "\(standard) (\(own.joined(separator: ", ")))"
    }

    private func table(_ list: CMPList) -> String {
        var table = Table([("ID", .right), ("COMMERCIAL", .left), ("DELETED", .left), ("CMP", .left)])
        for id in ids {
            guard let cmp = list.cmps[id] else { continue }
            let commercial = cmp.isCommercial.map { $0 ? "yes" : "no" } ?? "-"
            table.add([
                String(id), commercial, printable(cmp.deletedDate ?? "-"), printable(cmp.name),
            ])
        }
        return table.text
    }

    private static func numbers(_ set: PurposeSet) -> String {
        set.isEmpty ? "-" : set.map(String.init).joined(separator: ",")
    }
}

extension VendorListText {
    /// The list, or each of its entries asked for, as JSON lines.
    func json() -> [UInt8] {
        var json = JSONWriter()
        switch list {
        case .vendors(let list):
            if ids.isEmpty { json.line(list) }
            for id in ids { json.line(id, list.vendors[id]) }
        case .cmps(let list):
            if ids.isEmpty { json.line(list) }
            for id in ids { json.line(id, list.cmps[id]) }
        case .translation: break
        }
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func line(_ list: GlobalVendorList) {
        beginObject()
        member("kind", "vendor_list")
        number("specificationVersion", list.specificationVersion)
        number("vendorListVersion", list.version)
        if let version = list.policyVersion { number("policyVersion", version) }
        member("lastUpdated", list.lastUpdated)
        number("vendors", list.vendors.count)
        number("deletedVendors", list.vendors.values.count { $0.deletedDate != nil })
        number("purposes", list.texts.purposes.count)
        number("specialPurposes", list.texts.specialPurposes.count)
        number("features", list.texts.features.count)
        number("specialFeatures", list.texts.specialFeatures.count)
        number("stacks", list.texts.stacks.count)
        number("dataCategories", list.texts.dataCategories.count)
        endObject()
        newline()
    }

    fileprivate mutating func line(_ list: CMPList) {
        beginObject()
        member("kind", "cmp_list")
        member("lastUpdated", list.lastUpdated)
        number("cmps", list.cmps.count)
        number("deletedCmps", list.cmps.values.count { $0.deletedDate != nil })
        endObject()
        newline()
    }

    fileprivate mutating func line(_ id: Int, _ vendor: GlobalVendorList.Vendor?) {
        beginObject()
        number("id", id)
        member("listed", vendor != nil)
        if let vendor {
            member("name", vendor.name)
            numbers("purposes", vendor.declaration.purposes)
            numbers("legIntPurposes", vendor.declaration.legitimateInterestPurposes)
            numbers("flexiblePurposes", vendor.declaration.flexiblePurposes)
            numbers("specialPurposes", vendor.specialPurposes)
            numbers("features", vendor.features)
            numbers("specialFeatures", vendor.specialFeatures)
            numbers("dataDeclaration", vendor.dataDeclaration)
            if let retention = vendor.retention { member(retention) }
            if let date = vendor.deletedDate { member("deletedDate", date) }
        }
        endObject()
        newline()
    }

    fileprivate mutating func line(_ id: Int, _ cmp: CMPList.Entry?) {
        beginObject()
        number("id", id)
        member("listed", cmp != nil)
        if let cmp {
            member("name", cmp.name)
            member("isCommercial", cmp.isCommercial)
            if let date = cmp.deletedDate { member("deletedDate", date) }
        }
        endObject()
        newline()
    }

    /// Retention as the list writes it, in days.
    private mutating func member(_ retention: GlobalVendorList.Retention) {
        key("dataRetention")
        beginObject()
        if let days = retention.standardDays { number("stdRetention", days) }
        for (name, days) in [("purposes", retention.purposes), ("specialPurposes", retention.specialPurposes)] {
            key(name)
            beginObject()
            for (id, count) in days.sorted(by: { $0.key < $1.key }) { number(String(id), count) }
            endObject()
        }
        endObject()
    }

    private mutating func number(_ name: String, _ value: Int) {
        key(name)
        integer(value)
    }

    private mutating func numbers(_ name: String, _ set: PurposeSet) {
        key(name)
        beginArray()
        for id in set { integer(id) }
        endArray()
    }
}
