import Foundation
import Testing

/// The files of `Fixtures/optin-exports`: a command with what it prints.
struct ExportGolden: Sendable, CustomTestStringConvertible {
    let testDescription: String

    static let folder = packageRoot.appendingPathComponent("Fixtures/optin-exports")
    static let separator = "--- standard error\n"
    static let all: [ExportGolden] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted().map {
            ExportGolden(testDescription: String($0.dropLast(4)))
        }
    }()
    /// Whether to write down what is printed instead of comparing it.
    static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    var file: URL { Self.folder.appendingPathComponent("\(testDescription).txt") }

    /// The words behind `$ consentbridge`.
    func arguments() throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        let command = try #require(text.split(separator: "\n").first?.dropFirst(2))
        let words = try #require(ConsoleExample.words(String(command)))
        #expect(words.first == "consentbridge")
        return Array(words.dropFirst())
    }
}

@Suite("Exports, word for word")
struct OptInExportGoldenTests {
    @Test("each form prints what was recorded", arguments: ExportGolden.all)
    func golden(_ golden: ExportGolden) async throws {
        let recorded = try String(contentsOf: golden.file, encoding: .utf8)
        let result = try await Program.run(try golden.arguments(), folder: packageRoot.path)
        #expect(result.status == 0)
        let command = String(recorded.prefix { $0 != "\n" }) + "\n"
        let errors = result.errors.isEmpty ? "" : ExportGolden.separator + result.errors
        let printed = command + result.output + errors
        if ExportGolden.isUpdating {
            try Data(printed.utf8).write(to: golden.file)
        } else {
            #expect(
                printed == recorded,
                "If the new text is better, record it: UPDATE_GOLDEN=1 swift test --filter OptInExportGoldenTests"
            )
        }
    }

    @Test("every form is recorded, with something and with nothing to say")
    func forms() throws {
        for form in ["visitor", "cookie", "script", "websdk", "xdm", "tags"] {
            let goldens = try ExportGolden.all.filter { try $0.arguments().contains(form) }
            #expect(goldens.count >= 2, "\(form)")
        }
    }

    @Test("with --json the answer is one line with the same value")
    func jsonValue() async throws {
        for golden in ExportGolden.all {
            let arguments = try golden.arguments()
            guard arguments.prefix(2) == ["optin", "export"], !arguments.contains("--json") else { continue }
            let plain = try await Program.run(arguments, folder: packageRoot.path)
            let json = try await Program.run(arguments + ["--json"], folder: packageRoot.path)
            let line = try #require(try json.lines().first)
            #expect(json.errors.isEmpty)
            #expect(line["ok"] as? Bool == true)
            #expect((line["notes"] as? [Any])?.count ?? 0 == plain.errors.split(separator: "\n").count)
            if line["value"] is NSNull {
                #expect(plain.output.isEmpty, "\(golden)")
            } else if let text = line["value"] as? String {
                #expect(plain.output == text || plain.output == "Set-Cookie: \(text)\n", "\(golden)")
            } else if !arguments.contains("tags") {
                let value = try JSONSerialization.jsonObject(with: Data(plain.output.utf8)) as? NSObject
                #expect(value == line["value"] as? NSObject, "\(golden)")
            }
        }
    }
}
