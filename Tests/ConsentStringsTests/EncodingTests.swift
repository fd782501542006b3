import ConsentStrings
import Testing

@Suite("Encoding")
struct EncodingTests {
    @Test("decoding what was encoded gives the same TC string")
    func tcStrings() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        for _ in 0..<300 {
            var value = models.tcString()
            #expect(try TCString(value.encoded(enforcingRules: false)) == value, "seed \(seed)")
            value.conform()
            #expect(value.brokenRules == [], "seed \(seed)")
            #expect(try TCString(value.encoded()) == value, "seed \(seed)")
        }
    }

    @Test("decoding what was encoded gives the same TCF 1 strings")
    func tcf1() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        for _ in 0..<200 {
            let vendor = models.tcf1()
            #expect(try TCF1String(vendor.encoded()) == vendor, "seed \(seed)")
            let publisher = models.tcf1Publisher()
            #expect(try TCF1PublisherString(publisher.encoded()) == publisher, "seed \(seed)")
        }
    }

    @Test("decoding what was encoded gives the same GPP string, whatever its sections")
    func gpp() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        let known = [1, 2] + Array(5...27)
        for round in 0..<120 {
            let ids = round < known.count ? [known[round]] : known.filter { _ in models.chance(20) }
            var sections: [GPPSection] = []
            for id in ids { sections.append(try GPPSection(id: id, content: models.content(id))) }
            let value = GPPString(sections: sections)
            let text = try value.encoded()
            #expect(try GPPString(text) == value, "seed \(seed), sections \(ids)")
            for section in value.sections {
                // Without its text a section is written from its content alone.
                let again = try GPPSection(id: section.id, content: section.content)
                #expect(again == section, "seed \(seed), section \(section.id)")
            }
        }
    }

    @Test("decoding what was encoded gives the same Additional Consent string")
    func additionalConsent() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        for _ in 0..<200 {
            let value = models.additionalConsent()
            #expect(try AdditionalConsent(value.encoded()) == value, "seed \(seed)")
        }
    }

    @Test("every reference string survives decoding, encoding and decoding")
    func references() throws {
        for vector in try Vectors.sample("tcf2.jsonl") {
            let value = try TCString(vector.text)
            guard value.consentLanguage != nil, value.publisherCountryCode != nil else { continue }
            #expect(try TCString(value.encoded(enforcingRules: false)) == value, "\(vector.id)")
        }
        for vector in try Vectors.sample("gpp.jsonl") + Vectors.sample("gpp-unsettled.jsonl") {
            let value = try GPPString(vector.text)
            #expect(try GPPString(value.encoded()) == value, "\(vector.id)")
        }
    }

    @Test("whatever was read from a damaged string survives encoding")
    func damaged() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        let files = ["tcf2.jsonl", "tcf1.jsonl", "gpp.jsonl", "gpp-unsettled.jsonl", "ac.jsonl", "usp.jsonl"]
        let strings = try files.flatMap { try Vectors.sample($0) }.map { Array($0.text.utf8) }.filter { !$0.isEmpty }
        var decoder = ConsentStringDecoder()
        for round in 0..<4_000 {
            var bytes = strings[round % strings.count]
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<6, using: &random)
            guard let value = try? decoder.decode(bytes.span).value,
                let text = try? value.encoded(enforcingRules: false)
            else { continue }
            #expect(try ConsentString.decode(text, as: value.kind).value == value, "seed \(seed)")
        }
    }

    @Test("the shorter of bit field and ranges is taken")
    func shorterForm() throws {
        var value = TCString()
        value.conform()
        let empty = try value.encoded().count
        value.vendorConsents = VendorSet(ranges: [1...65_535])
        // One range of 33 bits and its count, not 65,535 bits.
        #expect(try value.encoded().count < empty + 10)
        value.vendorConsents = VendorSet(stride(from: 1, through: 99, by: 2))
        // 99 bits, not 50 entries of 17.
        #expect(try value.encoded().count <= empty + 18)
    }

    @Test("segments come in one order, those of unknown types last and as they were written")
    func order() throws {
        let text =
            CoreWire().text + ".gABM." + publisherSegment() + "." + vendorSegment(2, .ranges(max: 9, [(9, 9)]))
            + ".AABMx." + vendorSegment(1, .bits(max: 3, ids: [3]))
        var value = try TCString(text)
        value.conform()
        let segments = try value.encoded().split(separator: ".")
        #expect(segments.count == 6)
        // Their first three bits are 001, 010 and 011.
        #expect(("I"..."P").contains(segments[1].prefix(1)) && ("Q"..."X").contains(segments[2].prefix(1)))
        #expect(("Y"..."f").contains(segments[3].prefix(1)))
        #expect(segments.suffix(2) == ["gABM", "AABMx"])
        #expect(try TCString(segments.joined(separator: ".")).unknownSegments == value.unknownSegments)
    }

    @Test("padding is zero bits to a whole byte and then to a character")
    func padding() throws {
        #expect(try GPPString("DBABL~BVQqAAAAAg.Y").section(7)?.text == "BVQqAAAAAg.Y")
        guard case .us(let section) = try GPPString("DBABL~BVQqAAAAAg.Y").section(7)?.content else { return }
        #expect(try GPPSection(id: 7, content: .us(section)).text == "BVQqAAAAAgA.YA")
        #expect(
            try GPPString(sections: [GPPSection(id: 7, content: .us(section))]).encoded() == "DBABLA~BVQqAAAAAgA.YA"
        )
    }

    @Test("the text of a section that was not changed is passed on as it was written")
    func unchanged() throws {
        for text in [
            "DBABzw~1YNN~BVQqAAAAAg.Y", "DBABKYA~BAAA", "DBABzw~1YNN~BVVVV", "DBABzw~1YNN", "DBABzw~~BVQqAAAAAg",
        ] {
            #expect(try GPPString(text).encoded() == text)
        }
        for vector in try Vectors.sample("gpp.jsonl") {
            #expect(try GPPString(vector.text).encoded() == vector.text, "\(vector.id)")
        }
    }
}

@Suite("What is not encoded")
struct EncodingRefusalTests {
    static func conforming() -> TCString {
        var value = TCString()
        value.policyVersion = 5
        value.conform()
        return value
    }

    static func refusal(_ change: (inout TCString) -> Void, enforcingRules: Bool = true) -> ConsentStringError? {
        var value = conforming()
        change(&value)
        do throws(ConsentStringError) {
            _ = try value.encoded(enforcingRules: enforcingRules)
            return nil
        } catch {
            return error
        }
    }

    static let forbidden: [(TCStringRule, @Sendable (inout TCString) -> Void)] = [
        (.cmpID, { $0.cmpID = 1 }), (.vendorListVersion, { $0.vendorListVersion = 0 }),
        (.serviceSpecific, { $0.isServiceSpecific = false }),
        (.legitimateInterestPurposeOne, { $0.purposeLegitimateInterests = [1] }),
        (.legitimateInterestBarred, { $0.purposeLegitimateInterests = [3] }),
        (
            .restrictionType,
            { $0.publisherRestrictions = [PublisherRestriction(purposeID: 2, type: .undefined, vendors: [1])] }
        ),
        (
            .restrictionPurpose,
            { $0.publisherRestrictions = [PublisherRestriction(purposeID: 0, type: .notAllowed, vendors: [1])] }
        ),
        (
            .restrictionBarred,
            {
                $0.publisherRestrictions = [
                    PublisherRestriction(purposeID: 3, type: .requireLegitimateInterest, vendors: [1])
                ]
            }
        ),
        (.purposeOneTreatment, { ($0.purposeOneTreatment, $0.purposeConsents) = (true, [1]) }),
        (.disclosedVendors, { ($0.createdMilliseconds, $0.disclosedVendors) = (1_772_236_800_000, nil) }),
    ]

    @Test("a string that breaks a rule is refused with that rule, unless the caller says otherwise")
    func rules() {
        for (rule, change) in Self.forbidden {
            let error = Self.refusal(change)
            #expect(error?.code == .forbidden && error?.message == rule.message, "\(rule)")
            #expect(Self.refusal(change, enforcingRules: false) == nil, "\(rule)")
        }
        #expect(Set(Self.forbidden.map(\.0)) == Set(TCStringRule.allCases))
        #expect(
            Self.refusal {
                $0.policyVersion = 2; $0.purposeLegitimateInterests = [3]
            } == nil
        )
        #expect(Self.refusal { ($0.createdMilliseconds, $0.disclosedVendors) = (1_772_236_799_900, nil) } == nil)
    }

    static let impossible: [@Sendable (inout TCString) -> Void] = [
        { $0.cmpID = 4_096 }, { $0.cmpVersion = -1 }, { $0.consentScreen = 64 }, { $0.vendorListVersion = 4_096 },
        { $0.policyVersion = 64 }, { $0.consentLanguage = nil }, { $0.consentLanguage = "en" },
        { $0.consentLanguage = "ENG" },
        { $0.publisherCountryCode = "Ä" }, { $0.createdMilliseconds = 50 }, { $0.createdMilliseconds = -100 },
        { $0.lastUpdatedMilliseconds = (1 << 36) * 100 }, { $0.specialFeatureOptIns = [13] },
        { $0.purposeConsents = [25] },
        { $0.publisherPurposes = PublisherPurposes(customPurposeCount: 64) },
        { $0.publisherPurposes = PublisherPurposes(customPurposeCount: 1, customConsents: [2]) },
        { $0.publisherRestrictions = [PublisherRestriction(purposeID: 64, type: .notAllowed, vendors: [1])] },
        { $0.damagedSegments = .disclosedVendors },
    ]

    @Test("what the format has no room for is refused, with the rules and without", arguments: impossible.indices)
    func notEncodable(index: Int) {
        #expect(Self.refusal(Self.impossible[index], enforcingRules: false)?.code == .notEncodable)
    }

    @Test("sections out of order, of the wrong content or with the value 3 are refused")
    func sections() throws {
        let usp = GPPSection.Content.usPrivacy(USPrivacyString(notice: true, optOutSale: true, lspaCovered: nil))
        let section = try GPPSection(id: 6, content: usp)
        #expect(throws: ConsentStringError.self) { try GPPString(sections: [section, section]).encoded() }
        #expect(throws: ConsentStringError.self) { try GPPSection(id: 7, content: usp) }
        var national = try #require(USSection(id: 7, version: 2))
        let taken = [[1, 2], [4], [], [3]].map { national.set("SaleOptOut", to: $0) } + [national.set("No", to: [1])]
        #expect(taken == [false, false, false, true, false])
        #expect(throws: ConsentStringError.self) { try GPPSection(id: 7, content: .us(national)) }
        #expect(USSection(id: 7, version: 3) == nil && USSection(id: 6) == nil)
    }

    @Test("a TCF 1 bit field has neither a default nor vendors beyond its end")
    func tcf1() {
        var value = TCF1String()
        value.defaultConsent = true
        #expect(throws: ConsentStringError.self) { try value.encoded() }
        value.defaultConsent = false
        value.vendorConsents = [5]
        value.maxVendorID = 4
        #expect(throws: ConsentStringError.self) { try value.encoded() }
        value.encoding = .range
        #expect(throws: Never.self) { try value.encoded() }
    }
}
