import ArgumentParser
import ConsentSync

struct SyncDescribe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Describes the job file: every key, and what it is for.",
        discussion: """
            Examples:
              consentbridge sync describe
              consentbridge sync describe --schema > bridge.schema.json

            With the schema an editor completes and checks bridge.yaml; for most of them
            this is its first line:
              # yaml-language-server: $schema=bridge.schema.json
            """
    )

    @Flag(help: "The JSON Schema of job files, for editors.")
    var schema = false

    func run() throws {
        StandardOutput.write(schema ? JobLanguage.schema : JobLanguage.reference)
    }
}
