import ConsentStrings

/// What must hold for every dump of a mobile SDK's keys.
struct KeyChecks {
    private let input: [UInt8]

    init(_ input: [UInt8]) { self.input = input }

    func run() throws(Complaint) {
        guard let decoded = try? MobileConsentKeys.decode(json: input) else { return }
        let again = try? MobileConsentKeys.decode(json: input)
        try hold(again == decoded, "read twice, differently")
        try checkReconciled(decoded.value.tcf)
        try checkCuts()
    }

    /// Nothing is granted that the string or a bit string denies.
    private func checkReconciled(_ keys: MobileConsentKeys.TCF) throws(Complaint) {
        guard let value = keys.reconciled else { return }
        try hold(keys.text == nil || keys.string != nil, "granted by a string that cannot be read")
        if let string = keys.string { try hold(isNoMore(value, than: string), "more is granted than by the string") }
        if let consents = keys.purposeConsents {
            try hold(value.purposeConsents.isSubset(of: consents), "a purpose is granted that the keys deny")
        }
        if let interests = keys.purposeLegitimateInterests {
            try hold(value.purposeLegitimateInterests.isSubset(of: interests), "an interest that the keys deny")
        }
        if let vendors = keys.vendorConsents {
            try hold(value.vendorConsents.isSubset(of: vendors), "a vendor is granted that the keys deny")
        }
        if let vendors = keys.vendorLegitimateInterests {
            try hold(value.vendorLegitimateInterests.isSubset(of: vendors), "a vendor's interest that the keys deny")
        }
        if let features = keys.specialFeatureOptIns {
            try hold(value.specialFeatureOptIns.isSubset(of: features), "a special feature that the keys deny")
        }
    }

    /// A dump that was cut is none, unless nothing but white space was cut off.
    private func checkCuts() throws(Complaint) {
        guard let end = input.lastIndex(of: UInt8(ascii: "}")) else { return }
        for length in [end, end / 2, end / 3] {
            let cut = try? MobileConsentKeys.decode(json: Array(input.prefix(length)))
            try hold(cut == nil, "cut to \(length) it is read")
        }
    }
}
