import ConsentStrings

/// Values made up at random that every encoder must be able to write.
struct RandomModels {
    var random: RepeatableRandom

    init(seed: UInt64) { random = RepeatableRandom(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func flag() -> Bool { Bool.random(using: &random) }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    mutating func purposes(_ largest: Int) -> PurposeSet {
        largest == 0 ? [] : PurposeSet((1...largest).filter { _ in flag() })
    }

    mutating func letters() -> String {
        String(decoding: [UInt8(number(65...90)), UInt8(number(65...90))], as: UTF8.self)
    }

    mutating func time() -> Int64 { Int64(number(0...1 << 36 - 1)) * 100 }

    mutating func vendors() -> VendorSet {
        switch number(0...4) {
        case 0: return []
        case 1:
            let largest = number(1...1_500)
            return VendorSet((1...largest).filter { _ in flag() })
        case 2: return VendorSet((0..<number(1...20)).map { _ in number(1...65_535) })
        case 3: return VendorSet(ranges: [number(1...500)...65_535])
        default:
            return VendorSet(
                ranges: (0..<number(1...10)).map { _ in
                    let first = number(1...60_000)
                    return first...first + number(0...5_000)
                }
            )
        }
    }

    mutating func restrictions() -> [PublisherRestriction] {
        guard chance(40) else { return [] }
        var keys: Set<Int> = []
        for _ in 0..<number(1...5) { keys.insert(number(1...24) << 2 | number(0...2)) }
        return keys.sorted().compactMap { key in
            let vendors = self.vendors()
            guard !vendors.isEmpty, let type = RestrictionType(rawValue: key & 3) else { return nil }
            return PublisherRestriction(purposeID: key >> 2, type: type, vendors: vendors)
        }
    }

    mutating func publisherPurposes() -> PublisherPurposes {
        let count = number(0...63)
        return PublisherPurposes(
            consents: purposes(24),
            legitimateInterests: purposes(24),
            customPurposeCount: count,
            customConsents: purposes(count),
            customLegitimateInterests: purposes(count)
        )
    }

    mutating func tcString() -> TCString {
        var value = TCString()
        value.createdMilliseconds = time()
        value.lastUpdatedMilliseconds = time()
        value.cmpID = number(0...4_095)
        value.cmpVersion = number(0...4_095)
        value.consentScreen = number(0...63)
        value.consentLanguage = letters()
        value.vendorListVersion = number(0...4_095)
        value.policyVersion = number(0...63)
        value.isServiceSpecific = flag()
        value.usesNonStandardTexts = flag()
        value.specialFeatureOptIns = purposes(12)
        value.purposeConsents = purposes(24)
        value.purposeLegitimateInterests = purposes(24)
        value.purposeOneTreatment = flag()
        value.publisherCountryCode = letters()
        value.vendorConsents = vendors()
        value.vendorLegitimateInterests = vendors()
        value.publisherRestrictions = restrictions()
        if flag() { value.disclosedVendors = vendors() }
        if chance(20) { value.allowedVendors = vendors() }
        if flag() { value.publisherPurposes = publisherPurposes() }
        return value
    }

    mutating func tcf1Head() -> TCF1Head {
        var head = TCF1Head()
        head.createdMilliseconds = time()
        head.lastUpdatedMilliseconds = time()
        head.cmpID = number(0...4_095)
        head.cmpVersion = number(0...4_095)
        head.consentScreen = number(0...63)
        head.consentLanguage = letters()
        head.vendorListVersion = number(0...4_095)
        return head
    }

    mutating func tcf1() -> TCF1String {
        var value = TCF1String()
        value.head = tcf1Head()
        value.purposesAllowed = purposes(24)
        value.vendorConsents = vendors()
        value.maxVendorID = min(65_535, value.vendorConsents.largest + number(0...50))
        value.encoding = flag() ? .bitField : .range
        value.defaultConsent = value.encoding == .range && flag()
        return value
    }

    mutating func tcf1Publisher() -> TCF1PublisherString {
        var value = TCF1PublisherString()
        value.head = tcf1Head()
        value.publisherPurposesVersion = number(0...4_095)
        value.standardPurposesAllowed = purposes(24)
        value.customPurposeCount = number(0...63)
        value.customPurposesAllowed = purposes(value.customPurposeCount)
        return value
    }

    mutating func tcfCanada() -> TCFCanadaString {
        var value = TCFCanadaString()
        value.createdMilliseconds = time()
        value.lastUpdatedMilliseconds = time()
        value.cmpID = number(0...4_095)
        value.cmpVersion = number(0...4_095)
        value.consentLanguage = letters()
        value.vendorListVersion = number(0...4_095)
        value.policyVersion = number(0...63)
        value.usesNonStandardTexts = flag()
        value.specialFeatureExpressConsents = purposes(12)
        value.purposeExpressConsents = purposes(24)
        value.purposeImpliedConsents = purposes(24)
        value.vendorExpressConsents = vendors()
        value.vendorImpliedConsents = vendors()
        value.publisherRestrictions = restrictions()
        if flag() { value.disclosedVendors = vendors() }
        if flag() { value.publisherPurposes = publisherPurposes() }
        return value
    }

    mutating func usSection(_ id: Int) -> USSection? {
        guard var section = USSection(id: id, version: id == 7 ? number(1...2) : 1) else { return nil }
        for name in section.fieldNames {
            let count = section.values(of: name)?.count ?? 0
            section.set(name, to: (0..<count).map { _ in number(0...2) })
        }
        if (25...27).contains(id) {
            // A first value of 1 would leave open whether it is a type.
            if flag() { section.separateSensitiveData = [2] + (0..<7).map { _ in number(0...2) } }
        } else if flag() {
            section.globalPrivacyControl = flag()
        }
        return section
    }

    mutating func content(_ id: Int) -> GPPSection.Content {
        switch id {
        case 1: return .tcfEUv1(tcf1())
        case 2:
            var value = tcString()
            value.conform()
            return .tcfEUv2(value)
        case 5: return .tcfCAv1(tcfCanada())
        case 6:
            return .usPrivacy(
                USPrivacyString(notice: flag(), optOutSale: flag(), lspaCovered: chance(50) ? nil : flag())
            )
        default: return usSection(id).map(GPPSection.Content.us) ?? .unknown
        }
    }

    mutating func additionalConsent() -> AdditionalConsent {
        let version = number(1...2)
        let consented = (0..<number(0...30)).map { _ in number(1...20_000) }
        let disclosed = (0..<number(0...30)).map { _ in number(1...20_000) }
        return AdditionalConsent(
            version: version,
            consented: consented,
            disclosed: version == 2 && flag() ? disclosed : nil
        )
    }
}

extension TCString {
    /// Takes back what the rules of the framework forbid.
    mutating func conform() {
        cmpID = max(cmpID, 2)
        vendorListVersion = max(vendorListVersion, 1)
        isServiceSpecific = true
        for purpose in [1, 3, 4, 5, 6] { purposeLegitimateInterests.remove(purpose) }
        if purposeOneTreatment { purposeConsents.remove(1) }
        publisherRestrictions = publisherRestrictions.filter {
            $0.type != .requireLegitimateInterest || mayRestOnLegitimateInterest($0.purposeID)
        }
        disclosedVendors = disclosedVendors ?? []
    }
}
