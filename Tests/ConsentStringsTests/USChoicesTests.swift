import ConsentStrings
import Testing

@Suite("What US sections mean")
struct USChoicesTests {
    /// Every section and version that has a layout.
    static let sections: [USSection] = (7...27).flatMap { id in (1...2).compactMap { USSection(id: id, version: $0) } }

    static func section(_ id: Int, version: Int = 1, _ fields: [String: [Int]] = [:]) throws -> USSection {
        var section = try #require(USSection(id: id, version: version))
        for (name, values) in fields {
            let isSet = section.set(name, to: values)
            #expect(isSet, "\(name)")
        }
        return section
    }

    @Test("every position of every list of every section has a name")
    func complete() {
        #expect(Self.sections.count == 22)
        for var section in Self.sections {
            if section.id >= 25 { section.separateSensitiveData = [Int](repeating: 0, count: 8) }
            let choices = section.choices
            let sensitive = section.values(of: "SensitiveDataProcessing") ?? []
            let children = section.values(of: "KnownChildSensitiveDataConsents") ?? []
            #expect(choices.sensitiveData.count == sensitive.count, "\(section.name)")
            #expect(choices.knownChildren.count == children.count, "\(section.name)")
            #expect(Set(choices.sensitiveData.map(\.category)).count == sensitive.count, "\(section.name)")
            #expect(Set(choices.knownChildren.map(\.child)).count == children.count, "\(section.name)")
        }
    }

    @Test("sensitive data are an opt-out in California, Utah and Iowa, a consent elsewhere")
    func forms() {
        let optOut = Self.sections.filter { $0.choices.sensitiveDataForm == .optOut }.map(\.name)
        #expect(optOut == ["usca", "usut", "usia"])
    }

    @Test(
        "positions differ between the states",
        arguments: [
            (7, 1, .health, 3), (7, 1, .messageContents, 12), (7, 2, .consumerHealth, 13),
            (7, 2, .transgenderOrNonbinary, 16), (8, 1, .governmentIDs, 1), (8, 1, .originBeliefsOrUnion, 4),
            (8, 1, .health, 8), (8, 1, .sexualOrientation, 9), (9, 1, .preciseGeolocation, 8),
            (10, 1, .biometric, 7), (11, 1, .health, 5), (11, 1, .citizenship, 4), (11, 1, .preciseGeolocation, 8),
            (12, 1, .health, 3), (15, 1, .transgenderOrNonbinary, 5), (15, 1, .crimeVictim, 8),
            (15, 1, .preciseGeolocation, 11), (17, 1, .transgenderOrNonbinary, 9), (21, 1, .financial, 10),
            (23, 1, .preciseGeolocation, 8),
        ] as [(Int, Int, USSensitiveCategory, Int)]
    )
    func positions(id: Int, version: Int, category: USSensitiveCategory, position: Int) throws {
        let empty = try Self.section(id, version: version)
        var values = try #require(empty.values(of: "SensitiveDataProcessing"))
        values[position - 1] = 1
        let choices = try Self.section(id, version: version, ["SensitiveDataProcessing": values]).choices
        #expect(choices.sensitiveData(category) == .refused)
        #expect(choices.sensitiveData.filter { $0.choice != .notApplicable }.count == 1)
    }

    @Test("Colorado has no position for geolocation, and a category without one is not known")
    func missingCategory() throws {
        #expect(try Self.section(10).choices.sensitiveData(.preciseGeolocation) == nil)
        #expect(try Self.section(24).choices.sensitiveData.isEmpty)
    }

    @Test(
        "known children: ages and what is done, by position",
        arguments: [
            (7, 1, ["13-16 any", "0-12 any"]), (7, 2, ["13-16 any", "0-12 any", "16-17 any"]),
            (8, 1, ["0-15 sale", "0-15 sharing"]), (9, 1, ["0-12 any"]),
            (12, 1, ["0-12 any", "13-15 sale", "13-15 targeted_advertising"]),
            (13, 1, ["0-12 any", "13-15 any", "16-17 any"]),
            (
                17, 1,
                [
                    "0-12 any", "13-15 sale", "13-15 targeted_advertising", "16-17 sale",
                    "16-17 targeted_advertising",
                ]
            ),
            (
                21, 1,
                [
                    "0-12 any", "13-15 sale", "13-15 targeted_advertising", "16-16 sale",
                    "16-16 targeted_advertising",
                ]
            ), (24, 1, []), (25, 1, ["0-12 any"]),
        ] as [(Int, Int, [String])]
    )
    func children(id: Int, version: Int, expected: [String]) throws {
        let children = try Self.section(id, version: version).choices.knownChildren.map(\.child)
        #expect(
            children.map { "\($0.ages.lowerBound)-\($0.ages.upperBound) \($0.processing.rawValue)" } == expected
        )
    }

    @Test("sensitive data in a sub-section of their own are named too, and odd values refuse")
    func separate() throws {
        var section = try Self.section(25)
        #expect(section.choices.sensitiveData.isEmpty)
        section.separateSensitiveData = [2, 1, 0, 3, 4, -1, 2, 2]
        let choices = section.choices.sensitiveData
        #expect(
            choices.map(\.choice) == [.permitted, .refused, .notApplicable] + [.invalid, .invalid, .invalid] + [
                .permitted, .permitted,
            ]
        )
        section.separateSensitiveData = [2]
        #expect(section.choices.sensitiveData.count == 1)
    }

    @Test("1 refuses, 2 permits, 0 does not apply, and 3 is no value and refuses")
    func values() throws {
        let expected: [(Int, USChoice, Bool)] = [
            (0, .notApplicable, false), (1, .refused, true), (2, .permitted, false), (3, .invalid, true),
        ]
        for (value, choice, isOptedOut) in expected {
            let choices = try Self.section(7, ["SaleOptOut": [value], "PersonalDataConsents": [value]]).choices
            #expect(choices.sale == choice)
            #expect(choices.isOptedOut(of: .sale) == isOptedOut)
            #expect(choices.isOptedOut(of: .targetedAdvertising) == false)
            #expect(choices.personalData == choice)
            #expect(choices.personalData?.isRefusal == isOptedOut)
        }
    }

    @Test("a field that a section does not have is not known, which is not the same as not applicable")
    func missingFields() throws {
        let california = try Self.section(8).choices
        #expect(california.targetedAdvertising == nil)
        #expect(california.sharing == .notApplicable)
        #expect(california.additionalProcessing == nil)
        let virginia = try Self.section(9).choices
        #expect(virginia.sharing == nil)
        #expect(virginia.personalData == nil)
        #expect(try Self.section(13, ["AdditionalDataProcessingConsent": [1]]).choices.additionalProcessing == .refused)
    }

    @Test("a signal of true beats a field of 2 or 0; a missing signal is not a false one", arguments: [0, 1, 2, 3])
    func signal(value: Int) throws {
        var section = try Self.section(7, ["SaleOptOut": [value]])
        #expect(section.choices.globalPrivacyControl == nil)
        section.globalPrivacyControl = false
        #expect(section.choices.globalPrivacyControl == false)
        #expect(section.choices.isOptedOut(of: .sale) == [1, 3].contains(value))
        section.globalPrivacyControl = true
        for optOut in USChoices.OptOut.allCases { #expect(section.choices.isOptedOut(of: optOut)) }
    }

    @Test("the facts of the agreement: 1 yes, 2 no, else not known; one field for both modes in the newer form")
    func agreement() throws {
        let mspa = try Self.section(
            7,
            ["MspaCoveredTransaction": [1], "MspaOptOutOptionMode": [2], "MspaServiceProviderMode": [0]]
        ).choices.mspa
        #expect(mspa.isCoveredTransaction == true)
        #expect(mspa.isOptOutOptionMode == false)
        #expect(mspa.isServiceProviderMode == nil)
        #expect(try Self.section(7, ["MspaCoveredTransaction": [0]]).choices.mspa.isCoveredTransaction == nil)
        for (value, optOut, provider) in [(0, nil, nil), (1, true, false), (2, false, true), (3, nil, nil)]
            as [(Int, Bool?, Bool?)]
        {
            let mspa = try Self.section(24, ["MspaMode": [value]]).choices.mspa
            #expect(mspa.isOptOutOptionMode == optOut)
            #expect(mspa.isServiceProviderMode == provider)
        }
    }
}

@Suite("Which purposes are opted out, for which section")
struct USPurposeTests {
    /// A GPP string of sections given by their texts.
    static func text(_ sections: [(id: Int, text: String)]) throws -> String {
        try GPPString(sections: sections.map { GPPSection(id: $0.id, text: $0.text, content: .unknown) }).encoded()
    }

    static func summary(_ choices: [USPurposeChoice]) -> [String] {
        choices.map { choice in
            let outcome = choice.choice.map { "\($0)" } ?? "unknown"
            return "\(choice.section) \(choice.purpose.rawValue) \(outcome) \(choice.fields.joined(separator: "+"))"
        }
    }

    @Test(
        "sale and sharing are one purpose, refused if either is; California's sharing stands for advertising",
        arguments: [
            (
                7, ["SaleOptOut": 2, "SharingOptOut": 2, "TargetedAdvertisingOptOut": 2], nil,
                [
                    "usnat sale_or_sharing permitted SaleOptOut+SharingOptOut",
                    "usnat advertising permitted TargetedAdvertisingOptOut",
                ]
            ),
            (
                7, ["SaleOptOut": 2, "SharingOptOut": 1, "TargetedAdvertisingOptOut": 0], nil,
                [
                    "usnat sale_or_sharing refused SharingOptOut",
                    "usnat advertising notApplicable TargetedAdvertisingOptOut",
                ]
            ),
            (
                7, ["SaleOptOut": 2, "SharingOptOut": 2, "TargetedAdvertisingOptOut": 2], true,
                ["usnat sale_or_sharing refused Gpc", "usnat advertising refused Gpc"]
            ),
            (
                7, ["SaleOptOut": 1, "SharingOptOut": 0, "TargetedAdvertisingOptOut": 3], true,
                [
                    "usnat sale_or_sharing refused SaleOptOut+Gpc",
                    "usnat advertising refused TargetedAdvertisingOptOut+Gpc",
                ]
            ),
            (
                7, ["SaleOptOut": 3, "SharingOptOut": 2, "TargetedAdvertisingOptOut": 2], false,
                ["usnat sale_or_sharing invalid SaleOptOut", "usnat advertising permitted TargetedAdvertisingOptOut"]
            ),
            (
                8, ["SaleOptOut": 2, "SharingOptOut": 1], nil,
                ["usca sale_or_sharing refused SharingOptOut", "usca advertising refused SharingOptOut"]
            ),
            (
                8, ["SaleOptOut": 1, "SharingOptOut": 2], nil,
                ["usca sale_or_sharing refused SaleOptOut", "usca advertising permitted SharingOptOut"]
            ),
            (
                9, ["SaleOptOut": 2, "TargetedAdvertisingOptOut": 1], nil,
                ["usva sale_or_sharing permitted SaleOptOut", "usva advertising refused TargetedAdvertisingOptOut"]
            ),
            (
                24, ["SaleOptOut": 1, "TargetedAdvertisingOptOut": 2], nil,
                ["usmd sale_or_sharing refused SaleOptOut", "usmd advertising permitted TargetedAdvertisingOptOut"]
            ),
        ] as [(Int, [String: Int], Bool?, [String])]
    )
    func purposes(id: Int, fields: [String: Int], signal: Bool?, expected: [String]) throws {
        var section = try USChoicesTests.section(id, fields.mapValues { [$0] })
        section.globalPrivacyControl = signal
        #expect(Self.summary(section.purposeChoices) == expected)
    }

    @Test("no section says that a purpose is permitted of which any of its fields refuses")
    func neverMoreThanFields() throws {
        for section in USChoicesTests.sections {
            for field in ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"] {
                var section = section
                guard section.set(field, to: [1]) else { continue }
                #expect(section.purposeChoices.contains { $0.isOptedOut && $0.fields == [field] }, "\(section.name)")
            }
        }
    }

    @Test("every US section of a string answers, one that cannot be read with not known")
    func string() throws {
        // Section 6, a cut section 7, section 8 opted out of sale.
        var california = try USChoicesTests.section(8, ["SaleOptOut": [1], "SharingOptOut": [2]])
        california.globalPrivacyControl = false
        let good = try GPPSection(id: 8, content: .us(california))
        let value = try GPPString(Self.text([(6, "1YNN"), (7, "BVVV"), (8, good.text)]))
        #expect(value.sectionIDs == [6, 7, 8])
        #expect(
            Self.summary(value.purposeChoices) == [
                "uspv1 sale_or_sharing permitted OptOutSale", "usnat sale_or_sharing unknown ",
                "usnat advertising unknown ", "usca sale_or_sharing refused SaleOptOut",
                "usca advertising permitted SharingOptOut",
            ]
        )
        #expect(value.purposeChoices.filter(\.isOptedOut).map(\.sectionID) == [8])
    }

    @Test("sections of other regions say nothing about US purposes")
    func otherRegions() throws {
        #expect(try GPPString("DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA").purposeChoices.isEmpty)
    }

    @Test(
        "only the sections listed beside the string apply",
        arguments: [
            ([7], [7]), ([6, 8], [6, 8]), ([-1], []), ([-1, 7], [7]), ([9], []), ([0], nil), ([], nil), ([0, 7], [7]),
        ] as [([Int], [Int]?)]
    )
    func applicable(listed: [Int], expected: [Int]?) throws {
        let value = try GPPString(Self.text([(6, "1YNN"), (7, "BVVVVVVVVlA"), (8, "BVVVVVVo")]))
        #expect(value.applicable(sectionIDs: listed)?.sectionIDs == expected)
    }

    @Test(
        "a US Privacy string is asked the same",
        arguments: [
            ("1YYN", .refused), ("1YNN", .permitted), ("1---", .notApplicable), ("1-Y-", .refused), ("1Y--", nil),
        ] as [(String, USChoice?)]
    )
    func usPrivacy(text: String, sale: USChoice?) throws {
        #expect(try USPrivacyString(text).sale == sale)
    }
}
