import ArgumentParser
import ConsentAdapters

extension AdapterCommand {
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a new adapter that already works, to be changed step by step.",
            discussion: """
                Examples:
                  consentbridge adapter new acme --kind cookie
                  consentbridge adapter new acme-export --kind file --in ~/adapters

                The adapter is that of a made-up CMP: a manifest with remarks, the cases that the laws ask for, \
                and a README. What is there is never overwritten.
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Option(
            help: ArgumentHelp("How the CMP tells consent: \(Self.kinds).", valueName: "kind"),
            transform: Self.kind
        )
        var kind: AdapterTemplate.Kind

        @Option(
            name: .customLong("in"),
            help: ArgumentHelp("The adapters' folder; it is made if need be.", valueName: "folder")
        )
        var folder: String?

        @Argument(help: "The adapter's id: lower-case letters, digits and hyphens.")
        var name: String

        private static let kinds = AdapterTemplate.Kind.allCases.map(\.rawValue).joined(separator: ", ")

        private static func kind(_ word: String) throws -> AdapterTemplate.Kind {
            if let kind = AdapterTemplate.Kind(rawValue: word) { return kind }
            throw ValidationError("There is no kind \(word); it is one of \(kinds).")
        }

        func run() throws {
            let template = try AdapterTemplate(id: name, kind: kind)
            let folder = try self.folder ?? adapters.folder()
            for file in try template.write(into: folder) { StandardOutput.write("\(file.relativeToHere)\n") }
            let option = self.folder.map { " --adapters \($0)" } ?? ""
            StandardOutput.write(
                """

                It works: consentbridge adapter test \(name)\(option)
                Next, put a real payload into \("\(folder)/\(name)".relativeToHere)/cases/custom.yaml and change adapter.yaml until
                consentbridge adapter trace \(name)\(option) @FILE shows what the payload says. Then
                  consentbridge adapter test \(name)\(option) --update   writes what comes of each case
                  consentbridge adapter test \(name)\(option) --laws     shows what no case tests yet

                """
            )
        }
    }
}
