extension MobileConsentKeys {
    /// Reads the keys out of a flat JSON object, such as a dump of all that an application stores: values are strings
    /// or numbers, names that do not start with `IAB` are passed over.
    ///
    /// - Throws: ``ConsentStringError`` `tooLong` or `malformed` for what is no JSON object, or has a key twice. What a
    ///   single key says wrongly is told in the warnings.
    public static func decode(json bytes: [UInt8]) throws(ConsentStringError) -> Decoded<MobileConsentKeys> {
        var dump = try MobileKeyDump(json: bytes)
        var keys = MobileConsentKeys()
        keys.tcf = TCF(&dump)
        keys.additionalConsent =
            dump.decode("IABTCF_AddtlConsent") { text throws(ConsentStringError) in
                try AdditionalConsent.decode(utf8: text)
            }.value
        keys.gpp = GPP(&dump)
        (keys.usPrivacyText, keys.usPrivacy) = dump.decode("IABUSPrivacy_String") { text throws(ConsentStringError) in
            try USPrivacyString.decode(utf8: text)
        }
        keys.otherFields = dump.values.compactMapValues(\.written)
        for name in keys.tcf.keysInDisagreement {
            dump.log.add(
                .keysDisagree,
                "IABTCF_\(name) differs from IABTCF_TCString; the string counts, without what the key denies."
            )
        }
        if let text = keys.gpp.string?.section(2)?.text, let own = keys.tcf.text, text != own {
            dump.log.add(.keysDisagree, "The GPP string has another TC string than IABTCF_TCString.")
        }
        return Decoded(value: keys, warnings: dump.log.warnings)
    }
}

extension MobileConsentKeys.TCF {
    fileprivate init(_ dump: inout MobileKeyDump) {
        gdprApplies = dump.flag("IABTCF_gdprApplies")
        cmpID = dump.integer("IABTCF_CmpSdkID")
        cmpVersion = dump.integer("IABTCF_CmpSdkVersion")
        policyVersion = dump.integer("IABTCF_PolicyVersion")
        publisherCountryCode = dump.country("IABTCF_PublisherCC")
        purposeOneTreatment = dump.flag("IABTCF_PurposeOneTreatment")
        let olderName = dump.flag("IABTCF_UseNonStandardStacks")
        usesNonStandardTexts = dump.flag("IABTCF_UseNonStandardTexts") ?? olderName
        (text, string) = dump.decode("IABTCF_TCString") { text throws(ConsentStringError) in
            try TCString.decode(utf8: text)
        }
        purposeConsents = dump.purposes("IABTCF_PurposeConsents")
        purposeLegitimateInterests = dump.purposes("IABTCF_PurposeLegitimateInterests")
        specialFeatureOptIns = dump.purposes("IABTCF_SpecialFeaturesOptIns")
        vendorConsents = dump.vendors("IABTCF_VendorConsents")
        vendorLegitimateInterests = dump.vendors("IABTCF_VendorLegitimateInterests")
        disclosedVendors = dump.vendors("IABTCF_DisclosedVendors")
        publisherRestrictions = dump.publisherRestrictions()
        publisherConsents = dump.purposes("IABTCF_PublisherConsent")
        publisherLegitimateInterests = dump.purposes("IABTCF_PublisherLegitimateInterests")
        publisherCustomConsents = dump.purposes("IABTCF_PublisherCustomPurposesConsents")
        publisherCustomLegitimateInterests = dump.purposes("IABTCF_PublisherCustomPurposesLegitimateInterests")
    }
}

extension MobileConsentKeys.GPP {
    fileprivate init(_ dump: inout MobileKeyDump) {
        (text, string) = dump.decode("IABGPP_HDR_GppString") { text throws(ConsentStringError) in
            try GPPString.decode(utf8: text)
        }
        sectionIDs = dump.sectionIDs()
        sections = dump.sections()
        for section in sections where string?.section(section.id).map({ $0.text != section.text }) ?? false {
            dump.log.add(
                .keysDisagree,
                "IABGPP_\(section.id)_String says something else than the GPP string; a refusal of either counts."
            )
        }
    }
}

extension MobileKeyDump {
    /// Takes a string of a key and decodes it; a text without a value is one that cannot be read.
    fileprivate mutating func decode<Value>(
        _ name: String,
        _ decoder: (Span<UInt8>) throws(ConsentStringError) -> Decoded<Value>
    ) -> (text: String?, value: Value?) {
        guard let text = text(name) else { return (nil, nil) }
        do throws(ConsentStringError) {
            let decoded = try decoder(Array(text.utf8).span)
            log.add(decoded.warnings)
            return (text, decoded.value)
        } catch {
            warn(name, "cannot be decoded, and nothing is granted by it. \(error.message)")
            return (text, nil)
        }
    }

    /// Takes the restrictions: for each purpose a string with a digit for each vendor. What is no digit is no
    /// restriction; 3 is kept as the undefined type, which forbids.
    fileprivate mutating func publisherRestrictions() -> [PublisherRestriction] {
        var restrictions: [PublisherRestriction] = []
        let prefix = "IABTCF_PublisherRestrictions"
        for name in values.keys.filter({ $0.hasPrefix(prefix) }).sorted() {
            guard let purpose = Self.integer(String(name.dropFirst(prefix.count))), (0...63).contains(purpose) else {
                continue
            }
            guard let types = positions(name) else {
                warn(name, "cannot be read; the purpose is allowed to nobody")
                restrictions.append(
                    PublisherRestriction(
                        purposeID: purpose,
                        type: .notAllowed,
                        vendors: VendorSet(ranges: [1...65_535])
                    )
                )
                continue
            }
            for type in RestrictionType.allCases {
                let digit = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: type.rawValue)
                let vendors = VendorSet(Self.ids(of: digit, in: types))
                guard !vendors.isEmpty else { continue }
                restrictions.append(PublisherRestriction(purposeID: purpose, type: type, vendors: vendors))
            }
        }
        return PublisherRestriction.together([], restrictions)
    }

    /// Takes `IABGPP_GppSID`: ids joined by `_`, or one number.
    fileprivate mutating func sectionIDs() -> [Int]? {
        let name = "IABGPP_GppSID"
        guard let value = take(name) else { return nil }
        let text = value.written ?? "?"
        guard !text.isEmpty else { return [] }
        let ids = text.split(separator: "_", omittingEmptySubsequences: false).map { Self.integer(String($0)) }
        guard ids.allSatisfy({ $0.map { (-1...65_535).contains($0) } ?? false }) else {
            warn(name, "is no list of sections; all of them may apply")
            return nil
        }
        return ids.compactMap(\.self)
    }

    /// Takes the sections that have keys of their own, `IABGPP_{ID}_String`.
    fileprivate mutating func sections() -> [GPPSection] {
        var decoder = GPPStringDecoder()
        var sections: [GPPSection] = []
        for name in values.keys.sorted() where name.hasPrefix("IABGPP_") && name.hasSuffix("_String") {
            guard let id = Self.integer(String(name.dropFirst(7).dropLast(7))), (1...65_535).contains(id),
                let text = text(name)
            else { continue }
            let section = decoder.section(id, text: Array(text.utf8).span)
            if case .unreadable(let error) = section.content {
                warn(name, "cannot be decoded, and nothing is granted by it. \(error.message)")
            }
            sections.append(section)
        }
        return sections.sorted { $0.id < $1.id }
    }
}

extension MobileKeyDump.Value {
    /// The value as text; nothing for an object or a list.
    fileprivate var written: String? {
        switch self {
        case .text(let text), .number(let text): text
        case .flag(let flag): flag ? "true" : "false"
        case .other: nil
        }
    }
}
