import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import Foundation

extension AdapterCommand {
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells every mistake in manifests and cases, and what is likely forgotten.",
            discussion: """
                Examples:
                  consentbridge adapter lint
                  consentbridge adapter lint acme --strict
                  consentbridge adapter lint Adapters/acme/adapter.yaml

                Mistakes have codes that begin with E, warnings with W. Nothing is asked of any network.
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Flag(help: "Tell also which parts of manifests no case notices, and take warnings for mistakes.")
        var strict = false

        @Flag(help: "One JSON object for each mistake.")
        var json = false

        @Argument(
            help: ArgumentHelp("Adapters, or files of them; all adapters where nothing is named.", valueName: "id|file")
        )
        var names: [String] = []

        func run() throws {
            let lint = AdapterLint(isStrict: strict)
            var found: [Diagnostic] = []
            let folders = try self.folders()
            for folder in folders { found += lint.diagnostics(folder: folder) }
            for file in names where Self.isFile(file) { found += lint.diagnostics(file: file) }
            let errors = found.count { !$0.code.isWarning }
            if json {
                StandardOutput.write(Self.lines(found))
            } else {
                for diagnostic in found { StandardOutput.write(Self.text(diagnostic)) }
                let adapters = folders.isEmpty ? "" : Self.count(folders.count, "adapter") + ", "
                let warnings = Self.count(found.count - errors, "warning")
                StandardOutput.write("\(adapters)\(Self.count(errors, "mistake")), \(warnings)\n")
            }
            if errors > 0 || (strict && !found.isEmpty) { throw Finished(status: .failures) }
        }

        private static func count(_ number: Int, _ noun: String) -> String {
            "\(number) \(noun)\(number == 1 ? "" : "s")"
        }

        private static func isFile(_ name: String) -> Bool {
            name.contains("/") || name.hasSuffix(".yaml")
        }

        /// The folders of the adapters that are meant.
        private func folders() throws -> [String] {
            let ids = names.filter { !Self.isFile($0) }
            if ids.isEmpty, !names.isEmpty { return [] }
            let folder = try adapters.folder()
            let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let known = all.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/adapter.yaml") }.sorted()
            for id in ids where !known.contains(id) { _ = try AdapterRegistry(folder: folder).adapter(id) }
            return (ids.isEmpty ? known : ids).map { "\(folder)/\($0)".relativeToHere }
        }

        private static func text(_ diagnostic: Diagnostic) -> String {
            let text = diagnostic.description + "\n"
            return diagnostic.code.isWarning ? Style.yellow("warning") + " " + text : Style.red("mistake") + " " + text
        }

        private static func lines(_ diagnostics: [Diagnostic]) -> [UInt8] {
            var json = JSONWriter()
            for diagnostic in diagnostics {
                json.beginObject()
                json.member("code", diagnostic.code.rawValue)
                json.member("warning", diagnostic.code.isWarning)
                json.member("file", diagnostic.file)
                json.key("line")
                json.integer(diagnostic.line)
                json.key("column")
                json.integer(diagnostic.column)
                json.member("message", diagnostic.message)
                json.endObject()
                json.newline()
            }
            return json.bytes
        }
    }
}
