import ArgumentParser
import BoundedJSON
import ConsentAdapters

extension AdapterCommand {
    struct Describe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Describes an adapter, or the language in which adapters are written.",
            discussion: """
                Examples:
                  consentbridge adapter describe onetrust-cookie
                  consentbridge adapter describe acme --markdown > Adapters/acme/README.md
                  consentbridge adapter describe acme --resolved
                  consentbridge adapter describe
                  consentbridge adapter describe --schema > Adapters/manifest.schema.json
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Flag(help: "Markdown; the default.")
        var markdown = false

        @Flag(help: "One JSON object.")
        var json = false

        @Flag(help: "The manifest as one document, with what it takes over from others.")
        var resolved = false

        @Flag(help: "The JSON Schema of manifests, for editors.")
        var schema = false

        @Argument(help: ArgumentHelp("The adapter; the language where none is named.", valueName: "id"))
        var id: String?

        func validate() throws {
            guard [markdown, json, resolved, schema].count(where: \.self) <= 1 else {
                throw ValidationError("Choose one of --markdown, --json, --resolved and --schema.")
            }
            if schema, id != nil { throw ValidationError("--schema is about all manifests; leave the adapter away.") }
            if id == nil, json || resolved {
                throw ValidationError("--json and --resolved need an adapter; see `consentbridge adapter list`.")
            }
        }

        func run() throws {
            guard let id else {
                return StandardOutput.write(schema ? ManifestSchema.text : LanguageReference.markdown)
            }
            let adapter = try adapters.registry(asked: [id]).adapter(id)
            let cases = try AdapterCase.cases(in: "\(try adapters.folder())/\(id)/cases")
            let description = AdapterDescription(adapter, cases: cases)
            if json {
                var json = JSONWriter()
                description.write(into: &json)
                json.newline()
                StandardOutput.write(json.bytes)
            } else if resolved {
                guard let text = description.resolved else {
                    throw UsageError("\(id) is no manifest but a Swift type; there is nothing to resolve.")
                }
                StandardOutput.write(text)
            } else {
                StandardOutput.write(description.markdown)
            }
        }
    }
}
