extension ConsentString {
    /// Reads the decoded form that ``ConsentStringJSON`` writes.
    ///
    /// Absent members have the values of an empty string of that kind; `ok` and `warnings` are passed over.
    ///
    /// - Throws: `malformed` if the text is no such form.
    public init(decodedForm json: [UInt8]) throws(ConsentStringError) {
        var form = try DecodedForm(json)
        _ = form.take("ok")
        _ = form.take("warnings")
        guard let name = try form.text("kind"), let kind = ConsentStringKind(rawValue: name) else {
            throw ConsentStringError(
                code: .malformed,
                message: "The member kind must be one of "
                    + ConsentStringKind.allCases.map(\.rawValue).joined(separator: ", ") + "."
            )
        }
        switch kind {
        case .tcf2: self = .tcf2(try TCString(&form))
        case .tcf1: self = .tcf1(try TCF1String(&form))
        case .tcf1Publisher: self = .tcf1Publisher(try TCF1PublisherString(&form))
        case .gpp: self = .gpp(try GPPString(&form))
        case .usp: self = .usp(try USPrivacyString(&form))
        case .ac: self = .ac(try AdditionalConsent(&form))
        }
        try form.finish()
    }
}

extension DecodedForm {
    /// Takes the version and refuses any but the given ones.
    mutating func version(_ name: String, among versions: [Int]) throws(ConsentStringError) -> Int {
        let version = try integer(name) ?? versions[0]
        guard versions.contains(version) else {
            throw ConsentStringError(code: .unsupportedVersion, message: "The layout of this version is not known.")
        }
        return version
    }
}

extension TCString {
    fileprivate init(_ form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        _ = try form.version("version", among: [2])
        createdMilliseconds = try form.milliseconds("created") ?? 0
        lastUpdatedMilliseconds = try form.milliseconds("lastUpdated") ?? createdMilliseconds
        cmpID = try form.integer("cmpId") ?? 0
        cmpVersion = try form.integer("cmpVersion") ?? 0
        consentScreen = try form.integer("consentScreen") ?? 0
        consentLanguage = try form.text("consentLanguage")
        vendorListVersion = try form.integer("vendorListVersion") ?? 0
        policyVersion = try form.integer("policyVersion") ?? 0
        isServiceSpecific = try form.flag("isServiceSpecific") ?? false
        usesNonStandardTexts = try form.flag("useNonStandardTexts") ?? false
        specialFeatureOptIns = try form.purposes("specialFeatureOptins") ?? []
        purposeConsents = try form.purposes("purposeConsents") ?? []
        purposeLegitimateInterests = try form.purposes("purposeLegitimateInterests") ?? []
        purposeOneTreatment = try form.flag("purposeOneTreatment") ?? false
        publisherCountryCode = try form.text("publisherCountryCode")
        vendorConsents = try form.vendors("vendorConsents") ?? []
        vendorLegitimateInterests = try form.vendors("vendorLegitimateInterests") ?? []
        publisherRestrictions = try form.restrictions("publisherRestrictions") ?? []
        disclosedVendors = try form.vendors("vendorsDisclosed")
        allowedVendors = try form.vendors("vendorsAllowed")
        unknownSegments = try form.unknownSegments("unknownSegments") ?? []
        guard var publisher = try form.form("publisherTC") else { return }
        publisherPurposes = PublisherPurposes(
            consents: try publisher.purposes("consents") ?? [],
            legitimateInterests: try publisher.purposes("li") ?? [],
            customPurposeCount: try publisher.integer("nCustom") ?? 0,
            customConsents: try publisher.purposes("customConsents") ?? [],
            customLegitimateInterests: try publisher.purposes("customLI") ?? []
        )
        try publisher.finish()
    }
}

extension TCF1Head {
    fileprivate init(_ form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        _ = try form.version("version", among: [1])
        createdMilliseconds = try form.milliseconds("created") ?? 0
        lastUpdatedMilliseconds = try form.milliseconds("lastUpdated") ?? createdMilliseconds
        cmpID = try form.integer("cmpId") ?? 0
        cmpVersion = try form.integer("cmpVersion") ?? 0
        consentScreen = try form.integer("consentScreen") ?? 0
        consentLanguage = try form.text("consentLanguage")
        vendorListVersion = try form.integer("vendorListVersion") ?? 0
    }
}

extension TCF1String {
    fileprivate init(_ form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        head = try TCF1Head(&form)
        purposesAllowed = try form.purposes("purposesAllowed") ?? []
        defaultConsent = try form.flag("defaultConsent") ?? false
        vendorConsents = try form.vendors("vendorConsents") ?? []
        maxVendorID = try form.integer("maxVendorId") ?? vendorConsents.largest
        encoding = try form.text("encoding").flatMap(Encoding.init(rawValue:)) ?? (defaultConsent ? .range : .bitField)
    }
}

extension TCF1PublisherString {
    fileprivate init(_ form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        head = try TCF1Head(&form)
        publisherPurposesVersion = try form.integer("publisherPurposesVersion") ?? 0
        standardPurposesAllowed = try form.purposes("standardPurposesAllowed") ?? []
        customPurposesAllowed = try form.purposes("customPurposesAllowed") ?? []
        customPurposeCount = try form.integer("numCustomPurposes") ?? customPurposesAllowed.largest
    }
}

extension USPrivacyString {
    fileprivate init(_ form: inout DecodedForm) throws(ConsentStringError) {
        _ = try form.version("version", among: [1])
        self.init(
            notice: try form.flag("notice"),
            optOutSale: try form.flag("optOutSale"),
            lspaCovered: try form.flag("lspa")
        )
        _ = try form.flag("applies")
    }
}

extension AdditionalConsent {
    fileprivate init(_ form: inout DecodedForm) throws(ConsentStringError) {
        self.init(
            version: try form.version("version", among: [2, 1]),
            consented: try form.integers("consented") ?? [],
            disclosed: try form.integers("disclosed")
        )
        guard (consented + (disclosed ?? [])).allSatisfy((1...0xFFFF_FFFF).contains) else {
            throw ConsentStringError(code: .malformed, message: "Provider ids are from 1 to 4294967295.")
        }
    }
}
