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

    @Test("number of warnings")
    func manyWarnings() throws {
        // Sections 28 and up are of unknown layout and readable; 7 to 27 are empty and each is told.
        var header = BitText()
        header.put(3, 6)
        header.put(1, 6)
        header.put(1, 12)
        header.put(1, 1)
        header.put(fibonacci: 7)
        header.put(fibonacci: 21)
        let text = header.text + String(repeating: "~", count: 22) + "BAAA"
        let decoded = try GPPString.decode(utf8: Array(text.utf8).span)
        #expect(decoded.value.sections.count == 22)
        #expect(decoded.warnings.count == ConsentStringLimits.maxWarnings)
    }

    @Test("largest id of a section", arguments: [(65_535, true), (65_536, false)])
    func sectionID(id: Int, isRead: Bool) {
        var header = BitText()
        header.put(3, 6)
        header.put(1, 6)
        header.put(1, 12)
        header.put(0, 1)
        header.put(fibonacci: id)
        let value = try? GPPString(header.text + "~BAAA")
        #expect(value?.sectionIDs == (isRead ? [id] : nil))
    }

    @Test("length of a decoded form")
    func form() throws {
        let most = 4 * 1024 * 1024
        let form = #"{"kind":"usp"}"#
        func padded(_ count: Int) -> [UInt8] {
            Array((form + String(repeating: " ", count: count - form.utf8.count)).utf8)
        }
        #expect(throws: Never.self) { try ConsentString(decodedForm: padded(most)) }
        #expect(throws: ConsentStringError.self) { try ConsentString(decodedForm: padded(most + 1)) }
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
