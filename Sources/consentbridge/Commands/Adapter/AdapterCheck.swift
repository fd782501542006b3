import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import ConsentTransport
import Foundation

extension AdapterCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds out step by step whether an account can be pulled from.",
            discussion: """
                It logs in, asks for as little as can be asked for, and writes nothing, here or there.

                The account is that of the adapter's job in the job file, or is written out with --set. A secret is
                given by reference: ${env:NAME} or ${file:PATH}.

                Examples:
                  consentbridge adapter check onetrust-universal
                  consentbridge adapter check onetrust-universal --jobs bridge.yaml --job eu
                  consentbridge adapter check iubenda-consent --set 'api_key=${env:IUBENDA_KEY}'

                Exit codes: 0 all is well, 1 what comes cannot be translated, 2 a parameter is wrong or missing, 3 the
                platform cannot be reached or refuses.
                """
        )

        @OptionGroup var adapters: AdapterOptions
        @OptionGroup var nowOptions: NowOptions
        @OptionGroup var account: ConnectionOptions

        @Flag(help: "Answer in JSON, one object for each step.")
        var json = false

        @Argument(help: "The adapter.")
        var id: String

        func run() async throws {
            let adapter = try adapters.registry(asked: [id]).adapter(id)
            // An adapter that only reads payloads needs no account; the table says so.
            let file = adapter.source == nil ? nil : try account.file()
            let connection = try account.connection(of: adapter, in: file)
            let check = await AccountCheck(
                of: adapter,
                connection: connection,
                network: .present(for: connection),
                now: nowOptions.instant,
                logger: .silent
            )
            StandardOutput.write(json ? Self.lines(check.steps) : Array(Self.table(check.steps).utf8))
            switch check.verdict {
            case .good: break
            case .unreadable: throw Finished(status: .failures)
            case .configuration: throw Finished(status: .usage)
            case .unavailable: throw Finished(status: .unavailable)
            }
        }

        private static func table(_ steps: [AccountCheck.Step]) -> String {
            var table = Table([("STEP", .left), ("OUTCOME", .left), ("FOUND", .left)])
            for step in steps {
                let style: Style? =
                    switch step.outcome {
                    case .passed: .green
                    case .failed: .red
                    case .skipped: .dim
                    }
                // A message of several lines stands below itself.
                let lines = step.message.split(separator: "\n").map(String.init)
                for (index, line) in lines.enumerated() {
                    let isFirst = index == 0
                    table.add([
                        (isFirst ? step.subject.rawValue : "", nil), (isFirst ? step.outcome.rawValue : "", style),
                        (line, nil),
                    ])
                }
            }
            return table.text
        }

        private static func lines(_ steps: [AccountCheck.Step]) -> [UInt8] {
            var json = JSONWriter()
            for step in steps {
                json.beginObject()
                json.member("step", step.subject.rawValue)
                json.member("outcome", step.outcome.rawValue)
                json.member("message", step.message)
                json.endObject()
                json.newline()
            }
            return json.bytes
        }
    }
}
