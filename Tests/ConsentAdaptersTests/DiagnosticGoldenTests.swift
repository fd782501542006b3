import ConsentAdapters
import Foundation
import Testing

/// Files that people get wrong, in `Fixtures/diagnostics`: `manifest-….yaml`, `policy-….yaml`, `lint-….yaml` (policies
/// without mistakes that do not do what they say) and `case-….yaml`, each with what is said about it in a `.txt` beside it.
private enum Golden {
    static let folder = packageRoot.appendingPathComponent("Fixtures/diagnostics")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// Whether to write down what is said instead of comparing it.
    static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    /// What is said about a file; nothing if it has no mistake.
    static func mistakes(in name: String) throws -> DiagnosticsError? {
        let file = folder.appendingPathComponent("\(name).yaml")
        do {
            switch name.split(separator: "-").first {
            case "manifest": _ = try AdapterRegistry.load(file: file.path, folder: "acme")
            case "lint":
                let text = try String(contentsOf: file, encoding: .utf8)
                let adapters = AdapterRegistry(folder: packageRoot.appendingPathComponent("Adapters").path)
                let found = try PolicyLint.findings(in: text, file: file.path, registry: adapters)
                return found.isEmpty ? nil : DiagnosticsError(diagnostics: found)
            case "policy": _ = try PolicyFile(try String(contentsOf: file, encoding: .utf8), file: file.path)
            default: _ = try AdapterCase(try String(contentsOf: file, encoding: .utf8), name: name, file: file.path)
            }
            return nil
        } catch let error as DiagnosticsError {
            return error
        }
    }
}

@Suite("What is said about mistakes in manifests, policies and cases")
struct DiagnosticGoldenTests {
    @Test("every mistake of a file is told at once, with its place and its cure", arguments: Golden.names)
    func golden(name: String) throws {
        let error = try #require(try Golden.mistakes(in: name), "\(name).yaml has no mistake any more")
        let said = error.description.replacing(Golden.folder.path + "/", with: "") + "\n"
        let file = Golden.folder.appendingPathComponent("\(name).txt")
        if Golden.isUpdating { try Data(said.utf8).write(to: file) }
        let wanted = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(
            said == wanted,
            "If the new text is better, record it: UPDATE_GOLDEN=1 swift test --filter DiagnosticGoldenTests"
        )
    }

    @Test("mistakes come in the order of the file", arguments: Golden.names)
    func order(name: String) throws {
        let places = try #require(try Golden.mistakes(in: name)).diagnostics.map { [$0.line, $0.column] }
        #expect(places.allSatisfy { $0[0] >= 0 && $0[1] >= 0 })
        #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test("nothing is told twice", arguments: Golden.names)
    func noRepetition(name: String) throws {
        let told = try #require(try Golden.mistakes(in: name)).diagnostics
        #expect(Set(told).count == told.count)
    }

    @Test("every kind of mistake is shown by a file")
    func everyCode() throws {
        let shown = try Golden.names.flatMap { try Golden.mistakes(in: $0)?.diagnostics.map(\.code) ?? [] }
        for code in Diagnostic.Code.allCases where !code.isWarning {
            #expect(shown.contains(code), "\(code.rawValue) is shown by no file")
        }
    }

    @Test("no recorded text is without its file")
    func noOrphans() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path)
        let texts = files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
        #expect(texts == Golden.names)
    }

    @Test("a file that is not there is told with its name")
    func missingFile() {
        let error = #expect(throws: DiagnosticsError.self) {
            try AdapterRegistry.load(file: "nowhere/adapter.yaml", folder: "nowhere")
        }
        #expect(error?.description == "nowhere/adapter.yaml: E001 The file cannot be read.")
    }
}
