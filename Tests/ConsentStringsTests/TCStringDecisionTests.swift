import ConsentStrings
import Testing

/// What the decoder does with each kind of odd input; one row, one decision.
@Suite("Decisions on odd TC strings")
struct TCStringDecisionTests {
    static let core = CoreWire().text
    static let disclosed = vendorSegment(1, .bits(max: 30, ids: [1, 2, 5, 9, 30]))

    @Test(
        "text that is refused",
        arguments: [
            ("the empty string", "", .empty), ("nothing before the first dot", "." + core, .empty),
            ("dots only", "...", .empty), ("'=' of the correct length", core + "=", .invalidCharacter),
            ("'=' in a segment", core + "." + disclosed + "==", .invalidCharacter),
            ("the + alphabet", core.dropLast() + "+", .invalidCharacter),
            ("the / alphabet", core.dropLast() + "/", .invalidCharacter),
            ("a space before", " " + core, .invalidCharacter), ("a space behind", core + " ", .invalidCharacter),
            ("a line feed behind", core + "\n", .invalidCharacter), ("CRLF behind", core + "\r\n", .invalidCharacter),
            ("a line feed inside", core.prefix(20) + "\n" + core.dropFirst(20), .invalidCharacter),
            ("double quotes", "\"" + core + "\"", .invalidCharacter),
            ("single quotes", "'" + core + "'", .invalidCharacter),
            ("a byte order mark", "\u{FEFF}" + core, .invalidCharacter),
            ("NUL inside", core.prefix(20) + "\0" + core.dropFirst(20), .invalidCharacter),
            ("a no-break space", core + "\u{A0}", .invalidCharacter),
            ("a full-width letter", "\u{FF23}" + core.dropFirst(), .invalidCharacter),
            ("percent-encoded padding", core + "%3D", .invalidCharacter),
            ("core not first", disclosed + "." + core, .unsupportedVersion),
            ("lower-cased", core.lowercased(), .unsupportedVersion),
            ("version 0", CoreWire(version: 0).text, .unsupportedVersion),
            ("version 1 over the bits of version 2", CoreWire(version: 1).text, .wrongFamily),
            ("version 3 without GPP's second character", CoreWire(version: 3, created: 0).text, .unsupportedVersion),
            ("version 4", CoreWire(version: 4).text, .unsupportedVersion),
            ("version 63", CoreWire(version: 63).text, .unsupportedVersion),
            ("JSON", "{\"purpose\":{}}", .wrongFamily), ("a macro", "${GDPR_CONSENT_565}", .wrongFamily),
            ("another macro", "%%GDPR_CONSENT%%", .wrongFamily), ("a script's undefined", "undefined", .wrongFamily),
            ("a US Privacy string", "1YNN", .wrongFamily), ("an AC string", "2~1.35.41.101~dv.9", .wrongFamily),
            ("a GPP string", "DBABTA~1YNN", .wrongFamily),
            ("a TCF 1 string", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", .wrongFamily),
        ] as [(String, any StringProtocol & Sendable, ConsentStringError.Code)]
    )
    func refusedText(name: String, text: any StringProtocol & Sendable, code: ConsentStringError.Code) {
        #expect(refusal(String(text)) == code, "\(name)")
    }

    @Test(
        "fields that are refused",
        arguments: [
            ("range 9-3", CoreWire(consents: .ranges(max: 9, [(9, 3)])).text, .invertedRange),
            ("range 9-3 in a restriction", CoreWire(restrictions: [(2, 1, [(9, 3)])]).text, .invertedRange),
            (
                "MaxVendorId past the bits", CoreWire(interests: .bits(max: 9, ids: [])).text.dropLast(4) + "",
                .truncated
            ),
            (
                "NumEntries past the bits", CoreWire(interests: .counted(max: 9, count: 4_095, [(1, 2)])).text,
                .truncated
            ),
            ("NumPubRestrictions past the bits", CoreWire(restrictionCount: 3).text, .truncated),
        ] as [(String, any StringProtocol & Sendable, ConsentStringError.Code)]
    )
    func refusedFields(name: String, text: any StringProtocol & Sendable, code: ConsentStringError.Code) {
        #expect(refusal(String(text)) == code, "\(name)")
    }

    @Test(
        "padding is not part of the meaning",
        arguments: [
            "A", "AA", "AAAA", "AAAAAAAA", String(repeating: "A", count: 40), "_", "__", "____",
            String(repeating: "_", count: 40),
        ]
    )
    func padding(tail: String) throws {
        let plain = try TCString.decode(Self.core + "." + Self.disclosed)
        #expect(try TCString.decode(Self.core + tail + "." + Self.disclosed + tail) == plain)
        #expect(plain.warnings.isEmpty)
    }

    @Test(
        "what is tolerated is told",
        arguments: [
            ("a trailing dot", core + ".", [.trailingDot]),
            ("trailing dots", core + "..", [.emptySegment, .trailingDot]),
            ("an empty segment between", core + ".." + disclosed, [.emptySegment]),
            ("cmpId 0", CoreWire(cmpID: 0).text, [.cmpID]), ("cmpId 1", CoreWire(cmpID: 1).text, [.cmpID]),
            ("vendorListVersion 0", CoreWire(vendorListVersion: 0).text, [.vendorListVersion]),
            ("LI bits 1, 3-6 at policy 5", CoreWire(legitimateInterests: [1, 3, 4, 5, 6]).text, []),
            ("IsServiceSpecific 0", CoreWire(isServiceSpecific: 0).text, []),
            ("AllowedVendors", core + "." + vendorSegment(2, .ranges(max: 20, [(20, 20)])), []),
            ("unknown segments", core + ".AABM.gABM.oABM.wABM.4ABM", []), ("core twice", core + "." + core, []),
        ] as [(String, String, [ConsentStringWarning.Code])]
    )
    func tolerated(name: String, text: String, codes: [ConsentStringWarning.Code]) throws {
        let decoded = try TCString.decode(text)
        #expect(decoded.warnings.map(\.code) == codes, "\(name)")
        #expect(decoded.value.vendorConsents == [1, 2, 5, 9, 30])
    }

    @Test(
        "ranges as real writers write them",
        arguments: [
            ("range 7-7 written as a range", .ranges(max: 9, [(7, 7)]), "7", []),
            ("overlapping", .ranges(max: 20, [(3, 9), (5, 12)]), "3-12", []),
            ("unsorted", .ranges(max: 20, [(20, 20), (3, 9)]), "3-9,20", []),
            ("adjacent", .ranges(max: 20, [(3, 5), (6, 9)]), "3-9", []),
            ("the same id twice", .ranges(max: 20, [(7, 7), (7, 7)]), "7", []),
            ("range 0-5", .ranges(max: 20, [(0, 5)]), "1-5", [.vendorIDZero]),
            ("single id 0", .ranges(max: 20, [(0, 0)]), "", [.vendorIDZero]),
            ("single id beyond MaxVendorId", .ranges(max: 20, [(21, 21)]), "21", [.vendorIDBeyondMax]),
            ("range end beyond MaxVendorId", .ranges(max: 20, [(3, 30)]), "3-30", [.vendorIDBeyondMax]),
            ("sixty times everybody", .ranges(max: 65_535, Array(repeating: (1, 65_535), count: 60)), "1-65535", []),
            ("no entries", .ranges(max: 50, []), "", []), ("no bits", .bits(max: 0, ids: []), "", []),
            ("bits beyond the last id", .bits(max: 200, ids: [2]), "2", []),
            ("every bit of two words", .bits(max: 128, ids: Array(1...128)), "1-128", []),
        ] as [(String, VendorWire, String, [ConsentStringWarning.Code])]
    )
    func ranges(name: String, wire: VendorWire, ids: String, codes: [ConsentStringWarning.Code]) throws {
        let core = try TCString.decode(CoreWire(consents: wire).text)
        #expect(core.value.vendorConsents.description == ids, "\(name)")
        #expect(core.value.vendorLegitimateInterests == [2, 9], "\(name)")
        #expect(core.warnings.map(\.code) == codes, "\(name)")
        let segment = try TCString.decode(Self.core + "." + vendorSegment(1, wire))
        #expect(segment.value.disclosedVendors?.description == ids, "\(name)")
        #expect(segment.warnings.map(\.code) == codes, "\(name)")
    }

    @Test("restrictions of the same purpose and type are united, empty ones left out, all sorted")
    func restrictions() throws {
        let wire = CoreWire(restrictions: [
            (9, 2, [(4, 4)]), (2, 1, [(3, 5)]), (2, 0, [(8, 8)]), (7, 1, []), (2, 1, [(1, 1), (4, 9)]),
            (0, 0, [(1, 1)]), (2, 3, [(40_000, 65_535)]),
        ])
        let value = try TCString(wire.text)
        #expect(
            value.publisherRestrictions == [
                PublisherRestriction(purposeID: 0, type: .notAllowed, vendors: [1]),
                PublisherRestriction(purposeID: 2, type: .notAllowed, vendors: [8]),
                PublisherRestriction(purposeID: 2, type: .requireConsent, vendors: [1, 3, 4, 5, 6, 7, 8, 9]),
                PublisherRestriction(purposeID: 2, type: .undefined, vendors: VendorSet(ranges: [40_000...65_535])),
                PublisherRestriction(purposeID: 9, type: .requireLegitimateInterest, vendors: [4]),
            ]
        )
    }

    @Test("letters beyond Z are an unknown language or country")
    func letters() throws {
        let decoded = try TCString.decode(CoreWire(language: (0, 26), country: (63, 63)).text)
        #expect(decoded.value.consentLanguage == nil)
        #expect(decoded.value.publisherCountryCode == nil)
        #expect(decoded.warnings.map(\.code) == [.invalidLetters, .invalidLetters])
        #expect(try TCString(Self.core).consentLanguage == "EN")
        #expect(try TCString(Self.core).publisherCountryCode == "DE")
    }
}
