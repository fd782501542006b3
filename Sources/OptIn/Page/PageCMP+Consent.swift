package import ConsentStrings

extension PageCMP {
    /// A CMP that answers at once with what a TC string says, asked about Adobe's vendor.
    ///
    /// - Parameters:
    ///   - consent: the decoded string.
    ///   - text: the string itself.
    package init(answering consent: TCString, encodedAs text: String) {
        let vendor = String(TCFPluginRule.vendor)
        var purposes = PageObject()
        for purpose in 1...24 { purposes[String(purpose)] = .bool(consent.purposeConsents.contains(purpose)) }
        let vendors: PageObject = [vendor: .bool(consent.vendorConsents.contains(TCFPluginRule.vendor))]
        first = Answer(
            data: .object([
                "tcString": .string(text),
                "tcfPolicyVersion": .number(Double(consent.policyVersion)),
                "cmpId": .number(Double(consent.cmpID)),
                "gdprApplies": .bool(true),
                "eventStatus": .string("tcloaded"),
                "cmpStatus": .string("loaded"),
                "vendor": .object(["consents": .object(vendors)]),
                "purpose": .object(["consents": .object(purposes)]),
            ])
        )
    }
}
