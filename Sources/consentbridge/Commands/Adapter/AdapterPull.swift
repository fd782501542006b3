import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import OptIn

extension AdapterCommand {
    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks a platform and shows what comes, and what is made of it. Nothing is stored.",
            discussion: """
                Examples:
                  consentbridge adapter pull onetrust-universal --subject ada@example.com
                  consentbridge adapter pull iubenda-consent --since 2026-11-23 --limit 20
                  consentbridge adapter pull generic-rest --since 2026-11-01 --json --set host=cmp.example.com --set 'token=${env:T}'

                The account is that of the adapter's job in the job file, or is written out with --set. With --json each
                item is one object as `explain --json` gives it.
                """
        )

        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions
        @OptionGroup var account: ConnectionOptions
        @OptionGroup var pull: PullOptions

        @Option(help: ArgumentHelp("The site's policy (YAML); the job file's, or the defaults.", valueName: "file"))
        var policy: String?

        @Flag(help: "Answer in JSON, one object a line.")
        var json = false

        @Argument(help: "The adapter.")
        var id: String

        func validate() throws {
            if pull.subject == nil, pull.since == nil {
                throw ValidationError("Say what to ask for: --subject ID, or --since INSTANT.")
            }
        }

        func run() async throws {
            let registry = try adapters.registry(asked: [id])
            let adapter = try registry.adapter(id)
            // An adapter without one needs no account.
            _ = try adapter.pullHalf
            let file = try account.file()
            let connection = try account.connection(of: adapter, in: file)
            let translator = Translator(
                registry: registry,
                policy: try policy.map { try PolicyFile.named($0).policy } ?? file?.policy.policy ?? Policy(),
                now: nowOptions.instant
            )
            var mapping = adapter.mapping
            mapping.purposes.merge(connection.purposes) { $1 }
            let live = try LivePull(adapter, connection, now: nowOptions.instant)
            var unreadable = 0
            let came = try await live.run(pull.request, progress: ProgressLine()) { items in
                for item in items {
                    let translation = translator.translate(item, with: adapter, mapping: mapping)
                    if translation.error != nil { unreadable += 1 }
                    StandardOutput.write(json ? Self.line(translation) : Array(Self.text(translation).utf8))
                }
            }
            if !came {
                let nothing =
                    pull.subject == nil ? "Nothing changed since then." : "The platform knows nothing of this person."
                StandardError.write("consentbridge: \(nothing)\n")
                if pull.subject != nil { throw Finished(status: .failures) }
            }
            if unreadable > 0 {
                StandardError.write("consentbridge: \(Counted.text(unreadable, "item")) cannot be translated\n")
                throw Finished(status: .failures)
            }
        }

        private static func line(_ translation: Translation) -> [UInt8] {
            var json = JSONWriter()
            translation.write(into: &json, explaining: true)
            json.newline()
            return json.bytes
        }

        /// Whose it is, when it was decided, and what it permits.
        private static func text(_ translation: Translation) -> String {
            if let error = translation.error { return "unreadable: \(error.description)\n" }
            return zip(translation.records, translation.outcomes).map { record, outcome in
                let subject = record.subject.map { "\($0.namespace) \(printable($0.id))" } ?? "nobody"
                let decided = record.decidedAt?.iso8601 ?? "at an unknown time"
                let permissions = Category.allCases.compactMap { category -> String? in
                    let permission = outcome.permissions[category]
                    return permission == .undecided
                        ? nil : "\(category.rawValue) " + permission.style(permission.rawValue)
                }
                let text = permissions.isEmpty ? "nothing decided" : permissions.joined(separator: ", ")
                return "\(subject)  \(decided)  \(text)\n"
            }.joined()
        }
    }
}
