import BoundedJSON
import ConsentStrings
import Testing

@Suite("Lines of JSON")
struct ConsentStringJSONTests {
    private func line(_ text: String) -> (Bool, String) {
        var printer = ConsentStringJSON()
        var writer = JSONWriter()
        let isDecoded = printer.line(decoding: Array(text.utf8).span, into: &writer)
        return (isDecoded, String(decoding: writer.bytes, as: UTF8.self))
    }

    @Test("a decoded string is one line with its fields in order")
    func decoded() {
        let (isDecoded, line) = line(CoreWire(restrictions: [(2, 1, [(3, 5)])]).text + "." + publisherSegment())
        #expect(isDecoded)
        #expect(
            line == """
                {"ok":true,"kind":"tcf2","version":2,"created":1762560000000,"lastUpdated":1762560000000,"cmpId":300,\
                "cmpVersion":7,"consentScreen":2,"consentLanguage":"EN","vendorListVersion":120,"policyVersion":5,\
                "isServiceSpecific":true,"useNonStandardTexts":false,"specialFeatureOptins":[1],\
                "purposeConsents":[1,2,3,4,7,9,10],"purposeLegitimateInterests":[2,7,8,9,10,11],\
                "purposeOneTreatment":false,"publisherCountryCode":"DE","vendorConsents":"1-2,5,9,30",\
                "vendorLegitimateInterests":"2,9","publisherRestrictions":[{"purposeId":2,"restrictionType":1,\
                "vendors":"3-5"}],"vendorsDisclosed":null,"vendorsAllowed":null,"publisherTC":{"consents":[1,2],\
                "li":[7],"nCustom":2,"customConsents":[1],"customLI":[2]}}

                """
        )
    }

    @Test("a damaged segment is null and a warning with its position")
    func damaged() throws {
        let (isDecoded, line) = line(CoreWire().text + ".IAP")
        #expect(isDecoded)
        let members = try object(Array(line.utf8))
        #expect(canonical(members["vendorsDisclosed"]) == "null")
        let warnings = try #require(members["warnings"] as? [[String: Any]])
        #expect(warnings.count == 1)
        #expect(warnings[0]["code"] as? String == "damagedSegment")
        #expect(warnings[0]["bit"] as? Int == 3)
    }

    @Test("a refused string is one line with code, sentence and position")
    func refused() {
        let (isDecoded, line) = line("CQakVAAQakVAAEs")
        #expect(!isDecoded)
        #expect(
            line == """
                {"ok":false,"error":{"code":"truncated","message":"The core segment ends inside the fixed fields; \
                the string was cut or changed on its way.","bit":90}}

                """
        )
    }
}
