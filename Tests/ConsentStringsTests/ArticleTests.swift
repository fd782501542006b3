import ConsentStrings
import Testing

/// What the article "Decoding your first consent string" says that its examples print.
@Suite("The article on first steps")
struct ArticleTests {
    static let text = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"

    @Test("decode a TC string")
    func decode() throws {
        let value = try TCString(Self.text)
        #expect(value.cmpID == 198 && value.vendorListVersion == 2)
        #expect("\(value.purposeConsents)" == "[1, 10]" && "\(value.vendorConsents)" == "565")
        #expect(value.purposeConsents.contains(10) && value.vendorConsents.contains(565))
        do throws(ConsentStringError) {
            _ = try TCString("1YNN")
        } catch {
            #expect("\(error.code) \(error.message)" == "wrongFamily This is a US Privacy string, not a TCF 2 string.")
        }
    }

    @Test("see the bits, hear what was tolerated")
    func explain() throws {
        let explanation = ConsentString.explain("CO052l-O05")
        let created = explanation.segments[0].fields[1]
        #expect(created.name == "Created" && created.offset == 6)
        #expect(explanation.error?.code == .truncated && explanation.error?.bit == 60)
        let wrapped = try ConsentString.decode("\"\(Self.text)\"", options: .lenient)
        #expect(wrapped.value.kind == .tcf2 && wrapped.warnings.map(\.code.rawValue) == ["quotes"])
    }

    @Test("ask whether a vendor may process, and what is opted out")
    func ask() throws {
        let vendor = VendorDeclaration(id: 2, purposes: [2], legitimateInterestPurposes: [7], flexiblePurposes: [7])
        #expect(try TCString(Self.text).permission(of: vendor, for: 2).reason == .noPurposeConsent)
        let gpp = try GPPString("DBABLA~BVVVVVVVVlA")
        let choices = gpp.applicable(sectionIDs: [7])?.purposeChoices ?? []
        #expect(
            choices.map { "\($0.section) \($0.purpose.rawValue) \($0.isOptedOut)" }
                == ["usnat sale_or_sharing true", "usnat advertising true"]
        )
    }

    @Test("decode many")
    func many() throws {
        var decoder = TCStringDecoder()
        let mask = try decoder.permissionMask(of: Array(Self.text.utf8).span, vendor: 565)
        #expect(mask & 1 != 0 && mask & 1 << 10 != 0)
    }
}
