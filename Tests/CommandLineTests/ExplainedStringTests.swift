import Foundation
import Testing

@Suite("decode --explain")
struct ExplainedStringTests {
    private static let folder = packageRoot.appendingPathComponent("Fixtures/explanations")
    private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    /// By the name of the file that has the text.
    static let strings: KeyValuePairs<String, [String]> = [
        "tcf2": [
            "CQDjD8AQDjD8ARDodKEND-EkAEhAAEPgAIqIAAAdjgDgA9AF0AbsA4wDCgJBAdjABGAAwAUAOsAwwAAA.IAXQAYAAgBcA.aeBpQkAAAAAA.gABM"
        ],
        "tcf2-damaged": ["CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEag", "CO052l-O052l="],
        "tcf1": ["BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA"],
        "tcf1-publisher": ["--kind", "tcf1-publisher", "BOiW9hNPdjImkM0W4dFRAjwpqABKN14g"],
        "gpp": [
            "DBACNYA~CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA~1YNN",
            "DBABUYA~ZBABY.BZlK.aZJ",
            "DBABDA~BPgyVIAPgyVIAHAD8tENBcCAAaUAAKIAAAAAAeCAQgYowRgUxllMVYAA.IAdvq_vnnfMDWg",
        ],
        "gpp-damaged": ["DBACTYA~1ynn~BVVVVVVVVlA.YA", "DBAB6AlBYA~BVVVVVVVVlA"],
        "text": ["1Y-N", "2~1.35~dv.9", "2~1.x"],
    ]

    @Test("what is printed is what was recorded", arguments: strings)
    func golden(name: String, arguments: [String]) async throws {
        let result = try await Program.run(["decode", "--explain"] + arguments)
        let file = Self.folder.appendingPathComponent("\(name).txt")
        if Self.isUpdating { try Data(result.output.utf8).write(to: file) }
        #expect(result.output == (try? String(contentsOf: file, encoding: .utf8)))
        #expect(result.status == (result.output.contains("\nError: ") ? 1 : 0))
        #expect(result.errors.isEmpty)
    }

    @Test("with --json each field is a line, and the last line is the verdict")
    func json() async throws {
        let result = try await Program.run(["decode", "--explain", "--json", "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEag"])
        #expect(result.status == 1)
        let lines = try result.lines()
        let created = try #require(lines.first { $0["field"] as? String == "Created" })
        #expect(created["value"] as? Int == 1_591_996_659_000)
        #expect(created["segment"] as? String == "core segment" && created["unit"] as? String == "bit")
        #expect(created["offset"] as? Int == 6 && created["width"] as? Int == 36)
        #expect(created["bits"] as? String == "001110110100111001110110100101111110")
        let vendors = try #require(lines.first { $0["field"] as? String == "MaxVendorId" })
        #expect(vendors["part"] as? String == "vendor consents")
        let damage = try #require(lines.dropLast().last?["error"] as? [String: Any])
        #expect(damage["code"] as? String == "truncated" && damage["bit"] is Int)
        #expect(lines.last?["ok"] as? Bool == false && lines.last?["error"] != nil)
    }

    @Test("--explain does not go with --lines")
    func usage() async throws {
        let result = try await Program.run(["decode", "--explain", "--lines"])
        #expect(result.status == 2 && result.errors.contains("--explain"))
    }
}
