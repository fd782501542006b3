import ConsentStrings
import Testing

@Suite("Strings printed in specifications and test suites")
struct SpecExampleTests {
    /// Examples whose strings all libraries read alike.
    static func undisputed() throws -> [(Vector, [String: Any])] {
        try Vectors.fullSet("spec-examples.jsonl").compactMap { vector in
            guard let out = vector.members["out"] as? [String: Any], out["err"] == nil, out["differ"] == nil,
                let model = out["m"] as? [String: Any]
            else { return nil }
            return (vector, model)
        }
    }

    @Test("TC strings that all libraries read alike are read so", .enabled(if: Vectors.hasFullSets, fullSetsMissing))
    func tcf2() throws {
        var compared = 0
        for (vector, model) in try Self.undisputed() where vector.members["kind"] as? String == "tcf2" {
            let members = try #require(try decodedMembers(vector.text, as: .tcf2), "\(vector.id)")
            compared += 1
            let names = [
                "created", "lastUpdated", "cmpId", "cmpVersion", "vendorListVersion", "policyVersion",
                "purposeConsents",
                "purposeLegitimateInterests", "vendorConsents", "vendorLegitimateInterests", "publisherRestrictions",
            ]
            for name in names { #expect(canonical(members[name]) == canonical(model[name]), "\(vector.id) \(name)") }
        }
        #expect(compared > 50)
    }

    @Test(
        "GPP strings that both libraries read alike are read so, section by section",
        .enabled(if: Vectors.hasFullSets, fullSetsMissing)
    )
    func gpp() throws {
        var compared = 0
        for (vector, model) in try Self.undisputed() where vector.members["kind"] as? String == "gpp" {
            // What the libraries read and we do not, by decision: versions without a layout, cores that end too early.
            guard let members = try decodedMembers(vector.text, as: .gpp) else { continue }
            let sections = try #require(members["sections"] as? [String: [String: Any]])
            let texts = try GPPString(vector.text).sections
            let models = model["sections"] as? [String: Any] ?? model
            for (name, section) in sections where section["error"] == nil && name.hasPrefix("us") && name != "uspv1" {
                // The libraries choose the layout of usnat by its length, against the version that the string names.
                let isLong = texts.contains { $0.name == name && $0.text.prefix { $0 != "." }.count >= 12 }
                if name == "usnat", isLong, section["Version"] as? Int == 1 { continue }
                let expected = try #require(models[name] as? [String: Any], "\(vector.id) \(name)")
                for (field, value) in section where field != "Gpc" {
                    #expect(canonical(value) == canonical(expected[field]), "\(vector.id) \(name).\(field)")
                }
                compared += 1
            }
        }
        #expect(compared > 50)
    }
}
