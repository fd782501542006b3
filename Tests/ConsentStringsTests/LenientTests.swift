import ConsentStrings
import Testing

@Suite("Strict and lenient")
struct LenientTests {
    static let core = CoreWire().text
    static let disclosed = vendorSegment(1, .bits(max: 30, ids: [1, 2, 5, 9, 30]))
    /// A core with both characters in which the alphabets differ.
    static let dashes = CoreWire(consents: .bits(max: 60, ids: Array(1...60).filter { $0 != 31 })).text

    @Test(
        "wrappings are undone and told by the lenient decoder, and refused by the strict one",
        arguments: [
            ("white space", " \t" + core + "\r\n", [.surroundingWhitespace]),
            ("double quotes", "\"" + core + "\"", [.quotes]), ("single quotes", "'" + core + "'", [.quotes]),
            ("padding of any length", core + "=." + disclosed + "====", [.padding]),
            ("padding in front of a dot at the end", core + "==.", [.padding, .trailingDot]),
            ("percent-encoded padding", core + "%3D%3d", [.percentEncoding, .padding]),
            ("a percent-encoded dot", core + "%2E" + disclosed, [.percentEncoding]),
            ("percent-encoded quotes", "%22" + core + "%22", [.percentEncoding, .quotes]),
            ("all of them", " '" + core + "%3D' ", [.percentEncoding, .surroundingWhitespace, .quotes, .padding]),
        ] as [(String, String, [ConsentStringWarning.Code])]
    )
    func wrappings(name: String, text: String, codes: [ConsentStringWarning.Code]) throws {
        #expect(throws: ConsentStringError.self, "\(name)") { try ConsentString.decode(text) }
        let decoded = try ConsentString.decode(text, options: .lenient)
        guard case .tcf2(let value) = decoded.value else {
            Issue.record("not a TC string")
            return
        }
        #expect(value.vendorConsents == [1, 2, 5, 9, 30], "\(name)")
        #expect(decoded.warnings.map(\.code) == codes, "\(name)")
    }

    @Test("the + / alphabet is read and told")
    func alphabet() throws {
        let standard = String(Self.dashes.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        #expect(standard.contains("/"))
        let decoded = try ConsentString.decode(standard, options: .lenient)
        #expect(decoded.value == .tcf2(try TCString(Self.dashes)))
        #expect(decoded.warnings.map(\.code) == [.standardAlphabet])
    }

    /// The core with something put in behind its first 20 characters.
    static func broken(by text: String) -> String { "\(core.prefix(20))\(text)\(core.dropFirst(20))" }

    static let unforgiven: [String] =
        [" ", "\n", "=", "\""].map { broken(by: $0) } + ["%", "%3", "%GG", "%253D", ",", "\u{A0}"].map { core + $0 }
        + ["\"" + core, "'" + core + "\"", "\u{FEFF}" + core, core.lowercased(), "  ", ""]
        + [core + ".=", core + ".==.", "1YN+", "1%59Nx", "2~+1~dv.", "2~1=~dv."]

    @Test("nothing else is forgiven", arguments: unforgiven)
    func refused(text: String) {
        #expect(throws: ConsentStringError.self) { try ConsentString.decode(text, options: .lenient) }
    }

    @Test("strings of other kinds are freed of white space, quotes and percent-encoding")
    func otherKinds() throws {
        #expect(
            try ConsentString.decode("\"1YNN\" ", options: .lenient).value
                == .usp(USPrivacyString(notice: true, optOutSale: false, lspaCovered: false))
        )
        #expect(
            try ConsentString.decode("2%7E1.35%7Edv.", options: .lenient).value
                == .ac(AdditionalConsent(version: 2, consented: [1, 35], disclosed: []))
        )
        guard case .gpp(let value) = try ConsentString.decode("DBABTA%3D~1YNN", options: .lenient).value else {
            Issue.record("not a GPP string")
            return
        }
        #expect(value.sectionIDs == [6])
    }

    @Test("the lenient mask agrees with the lenient value")
    func mask() throws {
        var decoder = ConsentStringDecoder(options: .lenient)
        let text = Array(("'" + Self.core + "='").utf8)
        #expect(try decoder.permissionMask(of: text.span, vendor: 30) == TCString(Self.core).permissionMask(vendor: 30))
    }

    @Test("a TC string is taken where a GPP string was expected")
    func tcAsGPP() throws {
        #expect(try ConsentString.decode(Self.core, as: .gpp).value.kind == .tcf2)
        #expect(throws: ConsentStringError.self) { try ConsentString.decode("1YNN", as: .gpp) }
    }
}
