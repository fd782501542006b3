import BoundedJSON
import ConsentStrings
import Foundation
import Testing

@Suite("TC strings against vectors")
struct TCStringVectorTests {
    /// Checks the line of JSON, and through it every field of the value.
    static func check(_ vector: Vector, printer: inout ConsentStringJSON) throws {
        var writer = JSONWriter()
        let isDecoded = printer.line(decoding: Array(vector.text.utf8).span, into: &writer)
        #expect(isDecoded, "\(vector.id)")
        var line = try object(writer.bytes)
        #expect(line.removeValue(forKey: "kind") as? String == "tcf2", "\(vector.id)")
        line["ok"] = nil
        line["warnings"] = nil
        var model = vector.model ?? [:]
        model["version"] = model.removeValue(forKey: "v")
        for name in Set(line.keys).union(model.keys) {
            #expect(canonical(line[name]) == canonical(model[name]), "\(vector.id) \(name)")
        }
        let value = try TCString(vector.text)
        var decoder = TCStringDecoder()
        let mask = try decoder.permissionMask(of: Array(vector.text.utf8).span, vendor: 565)
        #expect(mask == value.permissionMask(vendor: 565), "\(vector.id)")
    }

    @Test("every field agrees with the sample of reference models")
    func sample() throws {
        let vectors = try Vectors.sample("tcf2.jsonl")
        #expect(vectors.count == 300)
        var printer = ConsentStringJSON()
        for vector in vectors { try Self.check(vector, printer: &printer) }
    }

    @Test(
        "every field agrees with all reference models and with strings of real CMPs",
        .enabled(if: Vectors.hasFullSets, fullSetsMissing),
        arguments: ["tcf2.jsonl", "wild-tcf2.jsonl"]
    )
    func fullSet(name: String) throws {
        var printer = ConsentStringJSON()
        for vector in try Vectors.fullSet(name) { try Self.check(vector, printer: &printer) }
    }

    @Test("the mask has a bit for each of the purposes 1 to 10 and one for the vendor")
    func mask() throws {
        var value = TCString()
        value.purposeConsents = [1, 3, 10, 11]
        #expect(value.permissionMask(vendor: 565) == 0b10_0000_0101)
        value.vendorConsents = [565]
        #expect(value.permissionMask(vendor: 565) == 0b110_0000_0101)
        #expect(value.permissionMask(vendor: 564) == 0b10_0000_0101)
    }
}
