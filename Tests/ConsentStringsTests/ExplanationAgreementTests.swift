import ConsentStrings
import Testing

/// The values that an explanation shows are those that decoding gives, string by string of the vector files.
@Suite("Strings shown field by field: the values")
struct ExplanationAgreementTests {
    /// The fields of one segment.
    struct Fields {
        let fields: [ConsentStringExplanation.Field]

        init?(_ segments: [ConsentStringExplanation.Segment], _ title: String) {
            guard let segment = segments.first(where: { $0.title == title }) else { return nil }
            fields = segment.fields
        }

        /// The value of the one field with the name, outside of every part or in the given one.
        subscript(name: String, part: String? = nil) -> ConsentStringExplanation.Value? {
            let found = fields.filter { $0.name == name && $0.part == part }
            return found.count == 1 ? found[0].value : nil
        }

        /// The vendors of a bit field or of entries, without id 0, which is no vendor.
        func vendors(_ part: String?) -> VendorSet {
            VendorSet(
                ranges: fields.filter { $0.part == part }.flatMap { field -> [ClosedRange<Int>] in
                    switch field.value {
                    case .vendors(let vendors): Array(vendors.ranges)
                    case .ids(let first, let last): first <= last ? [first...last] : []
                    default: []
                    }
                }
            )
        }

        /// The restrictions of all records, in their order.
        func restrictions() -> [PublisherRestriction] {
            (1...4_095).prefix { self["PurposeId", "restriction \($0)"] != nil }.compactMap { number in
                guard case .integer(let purpose) = self["PurposeId", "restriction \(number)"],
                    case .integer(let type) = self["RestrictionType", "restriction \(number)"],
                    let type = RestrictionType(rawValue: type)
                else { return nil }
                return PublisherRestriction(
                    purposeID: purpose,
                    type: type,
                    vendors: vendors("restriction \(number)")
                )
            }
        }

        /// What differs from the values by name.
        func differences(from expected: KeyValuePairs<String, ConsentStringExplanation.Value>) -> [String] {
            expected.filter { self[$0.key] != $0.value }.map(\.key)
        }
    }

    /// Restrictions by purpose and type, those without vendors left out.
    static func united(_ restrictions: [PublisherRestriction]) -> [Int: VendorSet] {
        Dictionary(grouping: restrictions.filter { !$0.vendors.isEmpty }) { $0.purposeID << 2 | $0.type.rawValue }
            .mapValues { VendorSet(ranges: $0.flatMap { Array($0.vendors.ranges) }) }
    }

    static func check(_ value: TCString, _ segments: [ConsentStringExplanation.Segment], _ id: String) throws {
        let core = try #require(Fields(segments, "core segment"), "\(id)")
        let different = core.differences(from: [
            "Version": .integer(2), "Created": .time(milliseconds: value.createdMilliseconds),
            "LastUpdated": .time(milliseconds: value.lastUpdatedMilliseconds), "CmpId": .integer(value.cmpID),
            "CmpVersion": .integer(value.cmpVersion), "ConsentScreen": .integer(value.consentScreen),
            "ConsentLanguage": .letters(value.consentLanguage),
            "VendorListVersion": .integer(value.vendorListVersion), "TcfPolicyVersion": .integer(value.policyVersion),
            "IsServiceSpecific": .flag(value.isServiceSpecific),
            "UseNonStandardTexts": .flag(value.usesNonStandardTexts),
            "SpecialFeatureOptIns": .purposes(value.specialFeatureOptIns),
            "PurposesConsent": .purposes(value.purposeConsents),
            "PurposesLITransparency": .purposes(value.purposeLegitimateInterests),
            "PurposeOneTreatment": .flag(value.purposeOneTreatment),
            "PublisherCC": .letters(value.publisherCountryCode),
        ])
        #expect(different == [], "\(id)")
        #expect(core.vendors("vendor consents") == value.vendorConsents, "\(id)")
        #expect(core.vendors("vendor legitimate interests") == value.vendorLegitimateInterests, "\(id)")
        #expect(united(core.restrictions()) == united(value.publisherRestrictions), "\(id)")
        for (title, vendors) in [
            ("disclosed vendors segment", value.disclosedVendors), ("allowed vendors segment", value.allowedVendors),
        ] {
            guard let vendors else { continue }
            #expect(Fields(segments, title)?.vendors("vendors") == vendors, "\(id)")
        }
        let unknown = segments.filter { $0.title == "segment of unknown type" }
        #expect(unknown.map(\.characters.count) == value.unknownSegments.map(\.text.utf8.count), "\(id)")
        if let publisher = value.publisherPurposes {
            try check(publisher, segments, id)
        }
    }

    static func check(
        _ value: PublisherPurposes,
        _ segments: [ConsentStringExplanation.Segment],
        _ id: String
    ) throws {
        let fields = try #require(Fields(segments, "publisher purposes segment"), "\(id)")
        let different = fields.differences(from: [
            "Type": .integer(3), "PubPurposesConsent": .purposes(value.consents),
            "PubPurposesLITransparency": .purposes(value.legitimateInterests),
            "NumCustomPurposes": .integer(value.customPurposeCount),
        ])
        #expect(different == [], "\(id)")
        guard value.customPurposeCount > 0 else { return }
        #expect(fields["CustomPurposesConsent"] == .purposes(value.customConsents), "\(id)")
        #expect(fields["CustomPurposesLITransparency"] == .purposes(value.customLegitimateInterests), "\(id)")
    }

    static func check(_ value: TCF1Head, _ fields: Fields, _ id: String) {
        let different = fields.differences(from: [
            "Version": .integer(1), "Created": .time(milliseconds: value.createdMilliseconds),
            "LastUpdated": .time(milliseconds: value.lastUpdatedMilliseconds), "CmpId": .integer(value.cmpID),
            "CmpVersion": .integer(value.cmpVersion), "ConsentScreen": .integer(value.consentScreen),
            "ConsentLanguage": .letters(value.consentLanguage), "VendorListVersion": .integer(value.vendorListVersion),
        ])
        #expect(different == [], "\(id)")
    }

    static func check(_ value: TCF1String, _ segments: [ConsentStringExplanation.Segment], _ id: String) throws {
        let fields = try #require(Fields(segments, "TCF 1 string"), "\(id)")
        check(value.head, fields, id)
        let different = fields.differences(from: [
            "PurposesAllowed": .purposes(value.purposesAllowed), "MaxVendorId": .integer(value.maxVendorID),
            "EncodingType": .flag(value.encoding == .range),
        ])
        #expect(different == [], "\(id)")
        if value.encoding == .range { #expect(fields["DefaultConsent"] == .flag(value.defaultConsent), "\(id)") }
        let listed = fields.vendors(nil)
        for vendor in [1, 2, 9, value.maxVendorID] + Array(listed.prefix(20)) where vendor <= value.maxVendorID {
            let hasConsent = listed.contains(vendor) != value.defaultConsent
            #expect(vendor < 1 || value.vendorConsents.contains(vendor) == hasConsent, "\(id) vendor \(vendor)")
        }
    }

    static func check(_ value: TCFCanadaString, _ segments: [ConsentStringExplanation.Segment], _ id: String) throws {
        let core = try #require(Fields(segments, "core of the TCF Canada section"), "\(id)")
        let different = core.differences(from: [
            "Version": .integer(1), "Created": .time(milliseconds: value.createdMilliseconds),
            "LastUpdated": .time(milliseconds: value.lastUpdatedMilliseconds), "CmpId": .integer(value.cmpID),
            "CmpVersion": .integer(value.cmpVersion), "ConsentScreen": .integer(value.consentScreen),
            "ConsentLanguage": .letters(value.consentLanguage), "VendorListVersion": .integer(value.vendorListVersion),
            "TcfPolicyVersion": .integer(value.policyVersion),
            "UseNonStandardStacks": .flag(value.usesNonStandardTexts),
            "SpecialFeatureExpressConsent": .purposes(value.specialFeatureExpressConsents),
            "PurposesExpressConsent": .purposes(value.purposeExpressConsents),
            "PurposesImpliedConsent": .purposes(value.purposeImpliedConsents),
        ])
        #expect(different == [], "\(id)")
        #expect(core.vendors("vendor express consents") == value.vendorExpressConsents, "\(id)")
        #expect(core.vendors("vendor implied consents") == value.vendorImpliedConsents, "\(id)")
        if let vendors = value.disclosedVendors {
            #expect(Fields(segments, "disclosed vendors segment")?.vendors("vendors") == vendors, "\(id)")
        }
        if let publisher = value.publisherPurposes { try check(publisher, segments, id) }
    }

    static func check(_ value: USSection, _ segments: [ConsentStringExplanation.Segment], _ id: String) throws {
        let core = try #require(Fields(segments, "core of the section"), "\(id)")
        #expect(core["Version"] == .integer(value.version), "\(id)")
        for name in value.fieldNames {
            let shown = core.fields.filter { $0.name == name || $0.name.hasPrefix(name + " ") }.map(\.value)
            #expect(shown == value.values(of: name)?.map { .integer($0) }, "\(id) \(name)")
        }
        let signals = segments.filter { $0.title == "sub-section" }.flatMap(\.fields).filter { $0.name == "Gpc" }
        let isTrue = signals.contains { $0.value == .flag(true) }
        #expect(value.globalPrivacyControl == (signals.isEmpty ? nil : isTrue), "\(id)")
        if let separate = value.separateSensitiveData {
            let shown = segments.filter { $0.title == "sub-section" }.flatMap(\.fields).filter {
                $0.name.hasPrefix("SensitiveDataProcessing ")
            }
            #expect(shown.map(\.value) == separate.map { .integer($0) }, "\(id)")
        }
    }

    static func check(_ value: USPrivacyString, _ segments: [ConsentStringExplanation.Segment], _ id: String) throws {
        let fields = try #require(Fields(segments, "US Privacy string"), "\(id)")
        let different = fields.differences(from: [
            "Version": .integer(1), "Notice": .flag(value.notice), "OptOutSale": .flag(value.optOutSale),
            "LspaCovered": .flag(value.lspaCovered),
        ])
        #expect(different == [], "\(id)")
    }

    static func check(_ value: GPPString, _ segments: [ConsentStringExplanation.Segment], _ id: String) throws {
        let header = try #require(Fields(segments, "header"), "\(id)")
        #expect(Array(header.vendors("SectionIds")) == value.sectionIDs, "\(id)")
        for section in value.sections {
            let own = segments.filter { $0.section == section.id }
            switch section.content {
            case .tcfEUv1(let value): try check(value, own, id)
            case .tcfEUv2(let value): try check(value, own, id)
            case .tcfCAv1(let value): try check(value, own, id)
            case .usPrivacy(let value): try check(value, own, id)
            case .us(let value): try check(value, own, id)
            case .unknown: #expect(own.map(\.title) == ["section of unknown layout"], "\(id)")
            case .unreadable(let error): #expect(own.last?.damage == error, "\(id)")
            }
        }
    }

    @Test("all strings of the vector files")
    func vectors() throws {
        var checked: [ConsentStringKind: Int] = [:]
        for string in try ExplainedString.all() {
            guard let value = try? ConsentString.decode(string.vector.text, as: string.kind).value else { continue }
            let segments = ConsentString.explain(string.vector.text, as: string.kind).segments
            let id = string.vector.id
            switch value {
            case .tcf2(let value): try Self.check(value, segments, id)
            case .tcf1(let value): try Self.check(value, segments, id)
            case .tcf1Publisher(let value):
                let fields = try #require(Fields(segments, "TCF 1 string"))
                Self.check(value.head, fields, id)
                #expect(fields["StandardPurposesAllowed"] == .purposes(value.standardPurposesAllowed), "\(id)")
                #expect(fields["NumCustomPurposes"] == .integer(value.customPurposeCount), "\(id)")
            case .gpp(let value): try Self.check(value, segments, id)
            case .usp(let value): try Self.check(value, segments, id)
            case .ac(let value):
                let fields = try #require(Fields(segments, "Additional Consent string"))
                func ids(_ name: String) -> [Int] {
                    fields.fields.filter { $0.name == name }.compactMap {
                        if case .integer(let id) = $0.value { id } else { nil }
                    }
                }
                #expect(Set(ids("Consented")) == Set(value.consented), "\(id)")
                #expect(Set(ids("Disclosed")) == Set(value.disclosed ?? []), "\(id)")
            }
            checked[value.kind, default: 0] += 1
        }
        for kind in ConsentStringKind.allCases { #expect(checked[kind, default: 0] > 5, "\(kind)") }
    }
}
