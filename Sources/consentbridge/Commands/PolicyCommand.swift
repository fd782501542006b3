import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import Foundation

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Checks a site's policy.",
        subcommands: [Lint.self]
    )

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells every mistake of a policy, and rules and keys that can have no effect.",
            discussion: """
                Examples:
                  consentbridge policy lint policy.yaml
                  consentbridge policy lint --json policy.yaml

                The exit code is 1 if there is a finding, 2 if the policy cannot be used at all.
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Flag(help: "One JSON object a finding.")
        var json = false

        @Argument(help: ArgumentHelp("The policy.", valueName: "file"))
        var file: String

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else { throw ValidationError("The policy file \(file) cannot be read.") }
            let findings = try PolicyLint.findings(in: text, file: file, registry: try adapters.registry())
            if json {
                StandardOutput.write(Self.lines(findings))
            } else {
                for finding in findings { StandardOutput.write("\(finding)\n") }
                if findings.isEmpty { StandardOutput.write("\(file): every rule can have an effect.\n") }
            }
            if !findings.isEmpty { throw Finished(status: .failures) }
        }

        private static func lines(_ findings: [Diagnostic]) -> [UInt8] {
            var json = JSONWriter()
            for finding in findings {
                json.beginObject()
                json.member("code", finding.code.rawValue)
                json.member("file", finding.file)
                json.key("line")
                json.raw(String(finding.line))
                json.key("column")
                json.raw(String(finding.column))
                json.member("message", finding.message)
                json.endObject()
                json.newline()
            }
            return json.bytes
        }
    }
}
