import BoundedJSON
import ConsentStrings
import Testing

@Suite("The decoded form read back")
struct DecodedFormTests {
    static func form(_ text: String, as kind: ConsentStringKind) -> [UInt8] {
        var printer = ConsentStringJSON()
        var writer = JSONWriter()
        printer.line(decoding: Array(text.utf8).span, as: kind, into: &writer)
        return writer.bytes
    }

    @Test("what was printed is read as the same value")
    func roundTrip() throws {
        let files: [(String, ConsentStringKind)] = [
            ("tcf2.jsonl", .tcf2), ("tcf1.jsonl", .tcf1), ("usp.jsonl", .usp), ("ac.jsonl", .ac),
        ]
        for (file, kind) in files {
            for vector in try Vectors.sample(file) {
                let kind: ConsentStringKind = vector.members["kind"] as? String == "publisher" ? .tcf1Publisher : kind
                guard let decoded = try? ConsentString.decode(vector.text, as: kind) else { continue }
                let again = try ConsentString(decodedForm: Self.form(vector.text, as: kind))
                #expect(again == decoded.value, "\(vector.id)")
            }
        }
    }

    @Test("a GPP string is read back with the same contents and encoded to a string that decodes to them")
    func gpp() throws {
        for vector in try Vectors.sample("gpp.jsonl") {
            let value = try GPPString(vector.text)
            let breaksRules = value.sections.contains { section in
                if case .tcfEUv2(let value) = section.content { !value.brokenRules.isEmpty } else { false }
            }
            guard case .gpp(let again) = try ConsentString(decodedForm: Self.form(vector.text, as: .gpp)) else {
                Issue.record("not a GPP string")
                continue
            }
            #expect(again.sections.map(\.content) == value.sections.map(\.content), "\(vector.id)")
            let text = try again.encoded(enforcingRules: false)
            #expect(try GPPString(text).sections.map(\.content) == value.sections.map(\.content), "\(vector.id)")
            if breaksRules {
                #expect(throws: ConsentStringError.self, "\(vector.id)") { try again.encoded() }
            } else {
                #expect(try again.encoded() == text)
            }
        }
    }

    @Test("segments of unknown types go through as they were written, alone and inside a GPP string")
    func unknownSegments() throws {
        let text = CoreWire().text + ".gABM.4ABMxyz-_"
        let form = Self.form(text, as: .tcf2)
        #expect(String(decoding: form, as: UTF8.self).contains(#""unknownSegments":["gABM","4ABMxyz-_"]"#))
        #expect(try ConsentString(decodedForm: form) == ConsentString.decode(text).value)
        #expect(try ConsentString(decodedForm: form).encoded(enforcingRules: false).hasSuffix(".gABM.4ABMxyz-_"))
        let gpp = Self.form("DBABMA~" + text, as: .gpp)
        #expect(String(decoding: gpp, as: UTF8.self).contains(#""UnknownSegments":["gABM","4ABMxyz-_"]"#))
        #expect(try ConsentString(decodedForm: gpp).encoded(enforcingRules: false).hasSuffix(".gABM.4ABMxyz-_"))
        #expect(!String(decoding: Self.form(CoreWire().text, as: .tcf2), as: UTF8.self).contains("unknownSegments"))
    }

    @Test("a string with more segments than are read back is not written")
    func tooManySegments() throws {
        var value = try TCString(CoreWire().text)
        let segment = try #require(UnknownTCSegment(text: "gABM"))
        value.unknownSegments = Array(repeating: segment, count: ConsentStringLimits.maxSegments - 1)
        #expect(try TCString(value.encoded(enforcingRules: false)) == value)
        value.unknownSegments.append(segment)
        #expect(throws: ConsentStringError.self) { try value.encoded(enforcingRules: false) }
    }

    @Test("rules are enforced inside a GPP string, or not, as the caller says")
    func rulesInsideGPP() throws {
        let form = Self.form("DBABMA~" + CoreWire(isServiceSpecific: 0).text, as: .gpp)
        let value = try ConsentString(decodedForm: form)
        do throws(ConsentStringError) {
            _ = try value.encoded()
            Issue.record("written against the rules")
        } catch {
            #expect(error.code == .forbidden)
        }
        guard case .gpp(let again) = try ConsentString.decode(value.encoded(enforcingRules: false)).value,
            case .tcfEUv2(let string) = again.section(2)?.content
        else {
            Issue.record("no TC string")
            return
        }
        #expect(string.brokenRules == [.serviceSpecific])
        #expect(throws: ConsentStringError.self) { try GPPSection(id: 2, content: .tcfEUv2(string)) }
        #expect(try !GPPSection(id: 2, content: .tcfEUv2(string), enforcingRules: false).text.isEmpty)
    }

    @Test(
        "text that would not be one section of unknown layout is not written",
        arguments: [#"{"28":{"raw":"B~A"}}"#, #"{"28":{"raw":""}}"#, #"{"28":{"raw":"B A"}}"#, #"{"28":{"raw":"B="}}"#]
    )
    func unknownSectionText(sections: String) throws {
        let value = try ConsentString(decodedForm: Array(#"{"kind":"gpp","sections":\#(sections)}"#.utf8))
        #expect(throws: ConsentStringError.self) { try value.encoded() }
    }

    @Test("a string longer than decoders read is not written")
    func tooLong() throws {
        var value = try TCString(CoreWire().text)
        let room = ConsentStringLimits.maxTextBytes - (try value.encoded().utf8.count) - 1
        value.unknownSegments = [try #require(UnknownTCSegment(text: String(repeating: "A", count: room)))]
        #expect(try TCString(value.encoded()) == value)
        value.unknownSegments = [try #require(UnknownTCSegment(text: String(repeating: "A", count: room + 1)))]
        #expect(throws: ConsentStringError.self) { try value.encoded() }
        #expect(UnknownTCSegment(text: String(repeating: "A", count: ConsentStringLimits.maxTextBytes + 1)) == nil)
    }

    @Test("a section of unknown layout goes through with its text")
    func unknownSection() throws {
        let text = "DBABKYA~BAAA"
        #expect(try ConsentString(decodedForm: Self.form(text, as: .gpp)).encoded() == text)
    }

    @Test("a form that a person would write, with what is left out at its default")
    func short() throws {
        let form =
            #"{"kind":"tcf2","created":1700000000000,"cmpId":10,"vendorListVersion":1,"policyVersion":2,"#
            + #""isServiceSpecific":true,"consentLanguage":"DE","publisherCountryCode":"DE","purposeConsents":[1,2],"#
            + #""vendorConsents":"1-3,565"}"#
        let value = try ConsentString(decodedForm: Array(form.utf8))
        guard case .tcf2(let tcString) = value else {
            Issue.record("not a TC string")
            return
        }
        #expect(tcString.lastUpdatedMilliseconds == 1_700_000_000_000)
        #expect(try ConsentString.decode(value.encoded()).value == value)
        #expect(
            try ConsentString(decodedForm: Array(#"{"kind":"usp","notice":true,"optOutSale":false}"#.utf8)).encoded()
                == "1YN-"
        )
    }

    @Test(
        "forms that are refused",
        arguments: [
            ("", .malformed), ("[]", .malformed), ("{}", .malformed), (#"{"kind":"tcf3"}"#, .malformed),
            (#"{"kind":"usp"} x"#, .malformed),
            (#"{"kind":"usp","kind":"usp"}"#, .malformed), (#"{"kind":"usp","notise":true}"#, .malformed),
            (#"{"kind":"usp","notice":"Y"}"#, .malformed), (#"{"kind":"tcf2","version":3}"#, .unsupportedVersion),
            (#"{"kind":"tcf2","cmpId":1.5}"#, .malformed), (#"{"kind":"tcf2","purposeConsents":[0]}"#, .malformed),
            (#"{"kind":"tcf2","vendorConsents":"3-1"}"#, .malformed),
            (#"{"kind":"tcf2","vendorConsents":[1]}"#, .malformed),
            (#"{"kind":"tcf2","publisherRestrictions":[{"purposeId":1}]}"#, .malformed),
            (#"{"kind":"tcf2","publisherTC":{"x":1}}"#, .malformed),
            (#"{"kind":"gpp","sections":{"nowhere":{}}}"#, .malformed),
            (#"{"kind":"gpp","sections":{"usca":{"SaleOptOut":[1]}}}"#, .malformed),
            (#"{"kind":"gpp","sections":{"usca":{"Version":2}}}"#, .unsupportedVersion),
            (#"{"kind":"tcf2","unknownSegments":["IABM"]}"#, .malformed),
            (#"{"kind":"tcf2","unknownSegments":[""]}"#, .malformed),
            (#"{"kind":"tcf2","unknownSegments":["g.B"]}"#, .malformed),
            (#"{"kind":"tcf2","unknownSegments":"gABM"}"#, .malformed),
            (#"{"kind":"ac","consented":[0]}"#, .malformed), (#"{"ok":false,"error":{"code":"empty"}}"#, .malformed),
        ] as [(String, ConsentStringError.Code)]
    )
    func refused(form: String, code: ConsentStringError.Code) {
        do throws(ConsentStringError) {
            _ = try ConsentString(decodedForm: Array(form.utf8))
            Issue.record("accepted \(form)")
        } catch {
            #expect(error.code == code, "\(form)")
        }
    }

    @Test(
        "text of ranges is read as it is written and no other way",
        arguments: [
            "1", "1-16,20,33-40", "65535", "", "1,2", "01", "1-", "-1", "2,1", "1-2-3", "0", "65536", "1 ", "1,,2", "٣",
            "2-2",
        ]
    )
    func rangesText(text: String) throws {
        let valid: [String: [Int]] = [
            "1": [1], "1-16,20,33-40": Array(1...16) + [20] + Array(33...40), "65535": [65_535], "": [], "1,2": [1, 2],
            "01": [1], "2-2": [2],
        ]
        let set = try? VendorSet(rangesText: text)
        #expect(set == valid[text].map { VendorSet($0) })
    }
}
