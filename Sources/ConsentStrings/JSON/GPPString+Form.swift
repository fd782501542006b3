extension GPPString {
    /// Reads the members of the decoded form.
    init(_ form: inout DecodedForm) throws(ConsentStringError) {
        _ = form.take("sectionIds")
        self.init()
        guard var named = try form.form("sections") else { return }
        for (name, value) in named.takeAll() {
            guard let id = GPPSection.id(of: name), case .object(var members) = value else {
                throw ConsentStringError(code: .malformed, message: "A section has a name or a value that is none.")
            }
            sections.append(try GPPSection(id: id, &members))
            try members.finish()
        }
        sections.sort { $0.id < $1.id }
    }
}

extension GPPSection {
    /// The number of a section with this name.
    static func id(of name: String) -> Int? {
        if let layout = USSectionLayout.all.first(where: { $0.name == name }) { return layout.id }
        return [1, 2, 5, 6].first { Self.name(of: $0) == name } ?? Int(name)
    }

    /// Reads a section, which has no text until it is encoded.
    fileprivate init(id: Int, _ form: inout DecodedForm) throws(ConsentStringError) {
        switch id {
        case 1: self.init(id: id, text: "", content: .tcfEUv1(try TCF1String(gpp: &form)))
        case 2: self.init(id: id, text: "", content: .tcfEUv2(try TCString(gpp: &form)))
        case 5: self.init(id: id, text: "", content: .tcfCAv1(try TCFCanadaString(gpp: &form)))
        case 6: self.init(id: id, text: "", content: .usPrivacy(try USPrivacyString(gpp: &form)))
        default:
            if USSectionLayout.any(id) != nil {
                self.init(id: id, text: "", content: .us(try USSection(id: id, &form)))
            } else {
                guard let text = try form.text("raw") else {
                    throw ConsentStringError(
                        code: .malformed,
                        message: "A section of unknown layout needs its raw text."
                    )
                }
                self.init(id: id, text: text, content: .unknown)
            }
        }
    }
}

extension USSection {
    fileprivate init(id: Int, _ form: inout DecodedForm) throws(ConsentStringError) {
        let name = USSectionLayout.any(id)?.versionField.name ?? "Version"
        let versions = USSectionLayout.all.filter { $0.id == id }.map(\.version)
        guard let layout = USSectionLayout.find(id, version: try form.version(name, among: versions)) else {
            throw ConsentStringError(code: .unsupportedVersion, message: "The layout of this version is not known.")
        }
        self.init(layout: layout, values: PackedPairs(count: layout.valueCount))
        for field in layout.fields {
            let written = field.isList ? try form.integers(field.name) : try form.integer(field.name).map { [$0] }
            guard set(field.name, to: written ?? [Int](repeating: 0, count: field.count)) else {
                throw ConsentStringError(
                    code: .malformed,
                    message: "The member \(field.name) must have \(field.count) values from 0 to 3."
                )
            }
        }
        if case .sensitiveData(let field) = layout.subSection {
            separateSensitiveData = try form.integers(field.name)
        } else {
            globalPrivacyControl = try form.flag("Gpc")
        }
    }
}

extension USPrivacyString {
    fileprivate init(gpp form: inout DecodedForm) throws(ConsentStringError) {
        _ = try form.version("Version", among: [1])
        var letters = "1"
        for name in ["Notice", "OptOutSale", "LspaCovered"] { letters += try form.text(name) ?? "-" }
        try self.init(letters)
    }
}

extension TCF1String {
    fileprivate init(gpp form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        _ = try form.version("Version", among: [1])
        head.createdMilliseconds = try form.milliseconds("Created") ?? 0
        head.lastUpdatedMilliseconds = try form.milliseconds("LastUpdated") ?? head.createdMilliseconds
        head.cmpID = try form.integer("CmpId") ?? 0
        head.cmpVersion = try form.integer("CmpVersion") ?? 0
        head.consentScreen = try form.integer("ConsentScreen") ?? 0
        head.consentLanguage = try form.text("ConsentLanguage")
        head.vendorListVersion = try form.integer("VendorListVersion") ?? 0
        purposesAllowed = try form.purposes("PurposesAllowed") ?? []
        defaultConsent = try form.flag("DefaultConsent") ?? false
        vendorConsents = try form.vendors("VendorConsents") ?? []
        maxVendorID = try form.integer("MaxVendorId") ?? vendorConsents.largest
        encoding = defaultConsent || vendorConsents.largest > maxVendorID ? .range : .bitField
    }
}

extension TCString {
    fileprivate init(gpp form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        _ = try form.version("Version", among: [2])
        createdMilliseconds = try form.milliseconds("Created") ?? 0
        lastUpdatedMilliseconds = try form.milliseconds("LastUpdated") ?? createdMilliseconds
        cmpID = try form.integer("CmpId") ?? 0
        cmpVersion = try form.integer("CmpVersion") ?? 0
        consentScreen = try form.integer("ConsentScreen") ?? 0
        consentLanguage = try form.text("ConsentLanguage")
        vendorListVersion = try form.integer("VendorListVersion") ?? 0
        policyVersion = try form.integer("PolicyVersion") ?? 0
        isServiceSpecific = try form.flag("IsServiceSpecific") ?? false
        usesNonStandardTexts = try form.flag("UseNonStandardStacks") ?? false
        specialFeatureOptIns = try form.purposes("SpecialFeatureOptins") ?? []
        purposeConsents = try form.purposes("PurposeConsents") ?? []
        purposeLegitimateInterests = try form.purposes("PurposeLegitimateInterests") ?? []
        purposeOneTreatment = try form.flag("PurposeOneTreatment") ?? false
        publisherCountryCode = try form.text("PublisherCountryCode")
        vendorConsents = try form.vendors("VendorConsents") ?? []
        vendorLegitimateInterests = try form.vendors("VendorLegitimateInterests") ?? []
        publisherRestrictions = try form.restrictions("PublisherRestrictions") ?? []
        allowedVendors = try form.vendors("VendorsAllowed")
        disclosedVendors = try form.vendors("VendorsDisclosed")
        unknownSegments = try form.unknownSegments("UnknownSegments") ?? []
        publisherPurposes = try PublisherPurposes(
            &form,
            names: [
                "PublisherConsents", "PublisherLegitimateInterests", "PublisherCustomConsents",
                "PublisherCustomLegitimateInterests",
            ]
        )
    }
}

extension TCFCanadaString {
    fileprivate init(gpp form: inout DecodedForm) throws(ConsentStringError) {
        self.init()
        _ = try form.version("Version", among: [1])
        createdMilliseconds = try form.milliseconds("Created") ?? 0
        lastUpdatedMilliseconds = try form.milliseconds("LastUpdated") ?? createdMilliseconds
        cmpID = try form.integer("CmpId") ?? 0
        cmpVersion = try form.integer("CmpVersion") ?? 0
        consentScreen = try form.integer("ConsentScreen") ?? 0
        consentLanguage = try form.text("ConsentLanguage")
        vendorListVersion = try form.integer("VendorListVersion") ?? 0
        policyVersion = try form.integer("TcfPolicyVersion") ?? 0
        usesNonStandardTexts = try form.flag("UseNonStandardStacks") ?? false
        specialFeatureExpressConsents = try form.purposes("SpecialFeatureExpressConsent") ?? []
        purposeExpressConsents = try form.purposes("PurposesExpressConsent") ?? []
        purposeImpliedConsents = try form.purposes("PurposesImpliedConsent") ?? []
        vendorExpressConsents = try form.vendors("VendorExpressConsent") ?? []
        vendorImpliedConsents = try form.vendors("VendorImpliedConsent") ?? []
        publisherRestrictions = try form.restrictions("PubRestrictions") ?? []
        disclosedVendors = try form.vendors("DisclosedVendors")
        publisherPurposes = try PublisherPurposes(
            &form,
            names: [
                "PubPurposesExpressConsent", "PubPurposesImpliedConsent", "CustomPurposesExpressConsent",
                "CustomPurposesImpliedConsent",
            ]
        )
    }
}

extension PublisherPurposes {
    /// Reads the purposes under the names of a section; nothing if all of them are absent.
    fileprivate init?(_ form: inout DecodedForm, names: [String]) throws(ConsentStringError) {
        var sets: [PurposeSet?] = []
        for name in names { sets.append(try form.purposes(name)) }
        let count = try form.integer("NumCustomPurposes")
        guard count != nil || sets.contains(where: { $0 != nil }) else { return nil }
        self.init(
            consents: sets[0] ?? [],
            legitimateInterests: sets[1] ?? [],
            customPurposeCount: count ?? 0,
            customConsents: sets[2] ?? [],
            customLegitimateInterests: sets[3] ?? []
        )
    }
}
