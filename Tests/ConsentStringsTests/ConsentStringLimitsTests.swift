import ConsentStrings
import Testing

/// Every limit at its value and one above.
@Suite("Limits of consent strings")
struct ConsentStringLimitsTests {
    static let core = CoreWire().text

    @Test("length")
    func length() throws {
        let room = ConsentStringLimits.maxTextBytes - Self.core.utf8.count
        #expect(try TCString(Self.core + String(repeating: "A", count: room)) == TCString(Self.core))
        #expect(refusal(Self.core + String(repeating: "A", count: room + 1)) == .tooLong)
        #expect(refusal(String(repeating: "{", count: ConsentStringLimits.maxTextBytes + 1)) == .tooLong)
    }

    @Test("number of segments, for the value and for the mask")
    func segments() throws {
        var decoder = TCStringDecoder()
        let most = Self.core + String(repeating: ".AABM", count: ConsentStringLimits.maxSegments - 1)
        #expect(try TCString(most).unknownSegments.count == ConsentStringLimits.maxSegments - 1)
        #expect(try decoder.permissionMask(of: Array(most.utf8).span, vendor: 1) & 0x400 != 0)
        let tooMany = most + ".AABM"
        #expect(refusal(tooMany) == .tooManySegments)
        #expect(throws: ConsentStringError.self) { try decoder.permissionMask(of: Array(tooMany.utf8).span, vendor: 1) }
    }

    @Test("warnings are told once each and not without end")
    func warnings() throws {
        let dots = Self.core + String(repeating: ".", count: ConsentStringLimits.maxSegments - 1)
        #expect(try TCString.decode(dots).warnings.map(\.code) == [.emptySegment, .trailingDot])
    }

    @Test("errors and warnings repeat nothing of the string")
    func privacy() {
        for text in [Self.core + "=secret", "Zsecret", "1~secret"] {
            do throws(ConsentStringError) {
                _ = try TCString(text)
                Issue.record("accepted")
            } catch {
                #expect(!error.description.contains("secret"))
            }
        }
    }
}
