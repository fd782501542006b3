import ConsentTranslation
import Foundation
import Testing

@testable import ConsentAdapters

@Suite("What lint says about an adapter's files")
struct AdapterLintTests {
    /// An adapter that lint has nothing to say about.
    private func folder(_ change: (TemporaryFolder) throws -> Void = { _ in }) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try AdapterTemplate(id: "acme", kind: .cookie).write(into: folder.path)
        try change(folder)
        return folder
    }

    private func lint(_ folder: TemporaryFolder, strict: Bool = false) -> [String] {
        AdapterLint(isStrict: strict).diagnostics(folder: "\(folder.path)/acme")
            .map { $0.description.replacing(folder.path + "/acme/", with: "") }
    }

    private func edit(_ folder: TemporaryFolder, _ name: String, _ old: String, _ new: String) throws {
        let file = "\(folder.path)/acme/\(name)"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: URL(fileURLWithPath: file))
    }

    @Test("nothing about one that is complete")
    func clean() throws {
        #expect(lint(try folder(), strict: true) == [])
    }

    @Test("mistakes of the manifest and of all cases at once")
    func mistakes() throws {
        let folder = try folder {
            try edit($0, "adapter.yaml", "kind: category", "kind: categroy")
            try edit($0, "cases/stale.yaml", "kind: stale", "kind: old")
            try edit($0, "cases/custom.yaml", "approved: [aa,", "approved: [ab,")
        }
        let codes = AdapterLint().diagnostics(folder: "\(folder.path)/acme").map {
            ($0.code, $0.file.split(separator: "/").last)
        }
        #expect(codes.map(\.0) == [.unknownWord, .unknownCategory, .unknownWord])
        #expect(codes.map(\.1) == ["adapter.yaml", "custom.yaml", "stale.yaml"])
    }

    @Test("a kind of case that is missing, a key that no case has, an old README")
    func forgotten() throws {
        let folder = try folder {
            try edit(
                $0,
                "adapter.yaml",
                "    functional: [functional]",
                "    functional: [functional]\n    more: [social]"
            )
            try FileManager.default.removeItem(atPath: "\($0.path)/acme/cases/stale.yaml")
        }
        let said = lint(folder)
        #expect(said.contains { $0.hasPrefix("adapter.yaml: W401 there is no case of the kind stale") })
        #expect(said.contains { $0.hasPrefix("adapter.yaml: W405 README.md is not up to date") })
        #expect(said.contains { $0.contains(": W402 No case has the key more.") && !$0.hasPrefix("adapter.yaml: ") })
        #expect(said.count == 3)
    }

    @Test("with strict also what no case misses, and excuses that nothing needs")
    func untested() throws {
        let folder = try folder {
            try edit(
                $0,
                "adapter.yaml",
                "  explicit_when:",
                "  gpc: { at: consent.gpc, \"true\": \"1\" }\n  explicit_when:"
            )
            try edit($0, "adapter.yaml", "tests:\n", "tests:\n  untested: { record.region: \"made up\" }\n")
        }
        let warnings = AdapterLint(isStrict: true).diagnostics(folder: "\(folder.path)/acme")
        #expect(warnings.map(\.code) == [.outdatedREADME, .untestedPlace, .idleExcuse])
        #expect(warnings.allSatisfy { $0.code.isWarning })
        #expect(warnings[1].line > 0 && warnings[2].line > 0)
        #expect(AdapterLint().diagnostics(folder: "\(folder.path)/acme").map(\.code) == [.outdatedREADME])
    }

    @Test("single files: a manifest, a case, one that is not there")
    func files() throws {
        let folder = try folder { try edit($0, "cases/stale.yaml", "kind: stale", "kind: old") }
        let lint = AdapterLint()
        #expect(lint.diagnostics(file: "\(folder.path)/acme/adapter.yaml") == [])
        #expect(lint.diagnostics(file: "\(folder.path)/acme/cases/stale.yaml").map(\.code) == [.unknownWord])
        #expect(lint.diagnostics(file: "\(folder.path)/acme/cases/none.yaml").map(\.code) == [.unreadable])
        #expect(lint.diagnostics(folder: "\(folder.path)/none").map(\.code) == [.unreadable])
    }
}
