import Foundation
import Testing

@Suite("The adapter author's tools, as users run them")
struct AdapterCommandTests {
    /// A folder with one new adapter.
    private func folder(kind: String = "cookie") async throws -> ScratchFolder {
        let folder = try ScratchFolder()
        let new = try await run(["new", "acme", "--kind", kind, "--in", "adapters"], folder)
        #expect(new.status == 0, "\(new.errors)")
        return folder
    }

    private func run(_ arguments: [String], _ folder: ScratchFolder) async throws -> Program.Result {
        try await Program.run(
            ["adapter"] + arguments,
            environment: ["CONSENTBRIDGE_ADAPTERS": "adapters"],
            folder: folder.path
        )
    }

    private func edit(_ folder: ScratchFolder, _ name: String, _ old: String, _ new: String) throws {
        let file = "\(folder.path)/adapters/acme/\(name)"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test("a new adapter passes its tests and is overwritten by nothing")
    func new() async throws {
        let folder = try await folder()
        let test = try await run(["test", "acme"], folder)
        #expect(test.status == 0)
        #expect(test.output.hasPrefix("ADAPTER  PASSED  FAILED  BREACHES\nacme          7       0         0\n"))
        #expect(try await run(["lint", "acme", "--strict"], folder).output == "1 adapter, 0 mistakes, 0 warnings\n")
        let again = try await run(["new", "acme", "--kind", "file", "--in", "adapters"], folder)
        #expect(again.status == 2)
        #expect(again.errors.contains("There is adapters/acme already"))
        let kind = try await run(["new", "other", "--kind", "tape"], folder)
        #expect(kind.status == 2)
        #expect(kind.errors.contains("cookie, storage, file, string, rest, webhook"))
        #expect(try await run(["new", "Acme", "--kind", "cookie"], folder).errors.contains("such as acme-cookie"))
    }

    @Test("a case that fails is told by field, and --update writes what came into that case only")
    func update() async throws {
        let folder = try await folder()
        try edit(folder, "cases/custom.yaml", "approved: [aa, ecid", "# Mine.\n  approved: [ecid")
        try edit(folder, "cases/stale.yaml", "kind: stale", "# Kept.\nkind: stale")
        let failing = try await run(["test"], folder)
        #expect(failing.status == 1)
        #expect(failing.output.contains("acme/cases/custom.yaml: functional and analytics accepted"))
        #expect(failing.output.contains("  FIELD  WANTED     GOT\n  aa     undecided  approved\n"))

        let json = try await run(["test", "acme", "--json"], folder)
        let lines = try json.lines()
        #expect(lines.count == 8, "seven cases and the law of truncation")
        let custom = try #require(lines.first { $0["case"] as? String == "custom" })
        #expect(
            custom["differences"] as? [[String: String]] == [["field": "aa", "wanted": "undecided", "got": "approved"]]
        )
        #expect(lines.last?["law"] as? String == "truncation")

        let updated = try await run(["test", "--update"], folder)
        #expect(updated.status == 0)
        #expect(updated.output.contains("Written into the case"))
        #expect(
            try String(contentsOfFile: "\(folder.path)/adapters/acme/cases/stale.yaml", encoding: .utf8).contains(
                "# Kept."
            )
        )
        #expect(try await run(["test"], folder).status == 0)
    }

    @Test("a case that does not say what must come fails until it is filled in; one with a mistake hides no other")
    func draft() async throws {
        let folder = try await folder()
        let payload = "acme_consent=%7B%22choices%22%3A%7B%22analytics%22%3Atrue%7D%7D"
        try folder.write("adapters/acme/cases/draft.yaml", "about: a draft\nkind: variant\npayload: '\(payload)'\n")
        #expect(try await run(["test"], folder).output.contains("--update writes what comes"))
        let lint = try await run(["lint"], folder)
        #expect(lint.status == 1)
        #expect(lint.output.contains("adapters/acme/cases/draft.yaml:1:1: E104 the case needs the key expect."))
        let filled = try await run(["test", "--update"], folder)
        #expect(filled.output.contains("    undecided: \"nobody has chosen yet (no time)\"\n"))
        try folder.write("adapters/acme/cases/draft.yaml", "about: a draft\n")
        let broken = try await run(["test"], folder)
        #expect(broken.status == 1)
        #expect(broken.errors.contains("draft.yaml:1:1: E104"))
        #expect(broken.output.contains("acme          7       1         0"))
    }

    @Test("--laws tells each breach with the law and the cure")
    func laws() async throws {
        let folder = try await folder()
        try edit(
            folder,
            "adapter.yaml",
            "    gpc: \"the payload does not say whether Global Privacy Control was on\"\n",
            ""
        )
        try edit(
            folder,
            "adapter.yaml",
            "    functional: [functional]",
            "    functional: [functional]\n    more: [social]"
        )
        let result = try await run(["test", "acme", "--laws"], folder)
        #expect(result.status == 1)
        #expect(result.output.contains("acme, law of kinds: Every kind of case is there"))
        #expect(result.output.contains("  there is no case of the kind gpc\n"))
        #expect(result.output.contains("  mapping.purposes.more (line 49): no case misses it\n"))
        let lines = try await run(["test", "acme", "--laws", "--json"], folder).lines()
        let mutation = try #require(lines.first { $0["law"] as? String == "mutation" })
        #expect(mutation["ok"] as? Bool == false)
        #expect((mutation["breaches"] as? [Any])?.count == 1)
    }

    @Test("lint: adapters or files, text or JSON, warnings fail with --strict only")
    func lint() async throws {
        let folder = try await folder()
        try edit(folder, "adapter.yaml", "title: Acme cookie", "title: Acme's cookie")
        let warning = try await run(["lint"], folder)
        #expect(warning.status == 0)
        #expect(warning.output.hasPrefix("warning adapters/acme/adapter.yaml: W405 README.md is not up to date"))
        #expect(try await run(["lint", "--strict"], folder).status == 1)
        try edit(folder, "adapter.yaml", "kind: category", "knid: category")
        let mistake = try await run(["lint", "adapters/acme/adapter.yaml", "--json"], folder)
        #expect(mistake.status == 1)
        let codes = try mistake.lines().map { $0["code"] as? String }
        #expect(Set(codes) == ["E101", "E104"])
        #expect(try await run(["lint", "acmee"], folder).status == 2)
    }

    @Test("trace: a payload or a case, text or JSON, nothing personal")
    func trace() async throws {
        let folder = try await folder()
        let text = try await run(["trace", "acme", "@adapters/acme/cases/stale.yaml"], folder)
        #expect(text.status == 0)
        #expect(text.output.contains("record.decided_at[0]"))
        #expect(text.output.contains("is too old"))
        #expect(!text.output.contains("6d2c1a0e-7f35"))
        let json = try await run(["trace", "acme", "acme_consent=%7B", "--json"], folder)
        #expect(json.status == 1)
        #expect(try json.lines().first?["ok"] as? Bool == false)
        #expect(try await run(["trace", "nobody", "x"], folder).status == 2)
    }

    @Test("describe: the README, JSON, the resolved manifest, the language, the schema")
    func describe() async throws {
        let folder = try await folder()
        let readme = try await run(["describe", "acme", "--markdown"], folder)
        #expect(
            readme.output == (try String(contentsOfFile: "\(folder.path)/adapters/acme/README.md", encoding: .utf8))
        )
        #expect(try await run(["describe", "acme", "--json"], folder).lines().first?["id"] as? String == "acme")
        let resolved = try await run(["describe", "acme", "--resolved"], folder)
        #expect(resolved.output.hasPrefix("manifest: \"1\"\nadapter:\n  id: acme\n"))
        #expect(try await run(["describe"], folder).output.hasPrefix("# The language of manifests\n"))
        let schema = try await run(["describe", "--schema"], folder)
        #expect(try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) is [String: Any])
        for wrong in [
            ["describe", "--json"], ["describe", "acme", "--schema"], ["describe", "acme", "--json", "--resolved"],
        ] {
            #expect(try await run(wrong, folder).status == 2)
        }
    }

    @Test("detect lists every adapter that fits, with its score and the reason")
    func detect() async throws {
        let payload = "OptanonConsent=groups=C0001%3A1; euconsent-v2=CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
        let text = try await Program.run(["detect", payload])
        #expect(text.output.contains("BECAUSE"))
        let line = try #require(try await Program.run(["detect", "--json", payload]).lines().first)
        let found = try #require(line["adapters"] as? [[String: Any]])
        #expect(found.map { $0["id"] as? String } == ["onetrust-cookie", "iab-tcf"])
        #expect(found.allSatisfy { $0["reason"] is String && $0["score"] is Int })
    }
}
