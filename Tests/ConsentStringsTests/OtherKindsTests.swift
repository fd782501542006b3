import BoundedJSON
import ConsentStrings
import Testing

/// The members of the line for a string, without `ok`, `kind` and `warnings`; nothing if it is refused.
func decodedMembers(_ text: String, as kind: ConsentStringKind) throws -> [String: Any]? {
    var printer = ConsentStringJSON()
    var writer = JSONWriter()
    let isDecoded = printer.line(decoding: Array(text.utf8).span, as: kind, into: &writer)
    var members = try object(writer.bytes)
    #expect(members["ok"] as? Bool == isDecoded)
    guard isDecoded else { return nil }
    #expect(members["kind"] as? String == kind.rawValue)
    for name in ["ok", "kind", "warnings"] { members[name] = nil }
    return members
}

@Suite("US Privacy strings")
struct USPrivacyTests {
    @Test("valid strings have their model, invalid ones are refused")
    func vectors() throws {
        for vector in try Vectors.sample("usp.jsonl") {
            let members = try decodedMembers(vector.text, as: .usp)
            #expect(members.map { canonical($0) } == vector.model.map { canonical($0) }, "\(vector.id)")
            if let members {
                let value = try USPrivacyString(vector.text)
                #expect(value.encoded() == vector.text, "\(vector.id)")
                #expect(members["applies"] as? Bool == value.applies, "\(vector.id)")
            }
        }
    }

    @Test(
        "what is wrong is told",
        arguments: [
            ("1YN", .invalidLength), ("1YNN1YNN", .invalidLength), ("2YNN", .unsupportedVersion),
            ("YYNN", .invalidCharacter), ("1Ynn", .invalidCharacter), ("", .empty), ("${US_PRIVACY}", .wrongFamily),
            ("BOEF", .wrongFamily),
        ] as [(String, ConsentStringError.Code)]
    )
    func refusals(text: String, code: ConsentStringError.Code) {
        #expect(throws: ConsentStringError.self) { try USPrivacyString(text) }
        do throws(ConsentStringError) { _ = try USPrivacyString(text) } catch { #expect(error.code == code) }
    }

    @Test("1--- is not a refusal, and an opt-out that is not stated is told where the law applies")
    func notStated() throws {
        #expect(try !USPrivacyString("1---").applies)
        #expect(try USPrivacyString.decode(utf8: Array("1---".utf8).span).warnings.isEmpty)
        #expect(try USPrivacyString.decode(utf8: Array("1Y-N".utf8).span).warnings.map(\.code) == [.optOutUnknown])
    }

    @Test("only Sec-GPC: 1 is a signal, and a missing one is not false")
    func globalPrivacyControl() {
        #expect(GlobalPrivacyControl.signal(header: "1") == true)
        for value in ["0", "", "true", " 1", "1, 1", nil] {
            #expect(GlobalPrivacyControl.signal(header: value) == nil)
        }
        #expect(GlobalPrivacyControl.signal(scriptValue: "true") == true)
        #expect(GlobalPrivacyControl.signal(scriptValue: "false") == false)
        #expect(GlobalPrivacyControl.signal(scriptValue: "undefined") == nil)
    }
}

@Suite("Additional Consent strings")
struct AdditionalConsentTests {
    @Test("valid and tolerated strings have their model, invalid ones are refused")
    func vectors() throws {
        for vector in try Vectors.sample("ac.jsonl") {
            let members = try decodedMembers(vector.text, as: .ac)
            #expect(members.map { canonical($0) } == vector.model.map { canonical($0) }, "\(vector.id) \(vector.text)")
            guard members != nil else { continue }
            let decoded = try AdditionalConsent.decode(utf8: Array(vector.text.utf8).span)
            #expect(decoded.warnings.isEmpty == (vector.members["valid"] as? Bool == true), "\(vector.id)")
            #expect(try AdditionalConsent(decoded.value.encoded()) == decoded.value, "\(vector.id)")
        }
    }

    @Test("not in either list is not disclosed; without the second list nothing is known")
    func disclosure() throws {
        let value = try AdditionalConsent("2~1.35~dv.9")
        #expect(value.isConsented(35) && !value.isConsented(9) && !value.isConsented(2))
        #expect(value.isDisclosed(35) == true && value.isDisclosed(9) == true && value.isDisclosed(2) == false)
        #expect(try AdditionalConsent("1~1.35").isDisclosed(9) == nil)
        #expect(try AdditionalConsent("2~~dv.").isDisclosed(9) == false)
    }

    @Test("ids reach to 32 bits and no further")
    func largeIDs() throws {
        #expect(try AdditionalConsent("1~4294967295").consented == [4_294_967_295])
        #expect(throws: ConsentStringError.self) { try AdditionalConsent("1~4294967296") }
        #expect(throws: ConsentStringError.self) { try AdditionalConsent("1~" + String(repeating: "9", count: 99)) }
    }

    @Test("a string cut at any character never has more consent than the whole")
    func cuts() throws {
        let text = "2~1.35.41.101~dv.9.21.81"
        for length in 0..<text.count {
            guard let cut = try? AdditionalConsent(String(text.prefix(length))) else { continue }
            let allowed: Set<Int> = [1, 35, 41, 101, 3, 4, 10]
            #expect(Set(cut.consented).isSubset(of: allowed), "cut to \(length)")
        }
    }
}
