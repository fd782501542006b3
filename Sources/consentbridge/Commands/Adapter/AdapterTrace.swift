import ArgumentParser
import BoundedJSON
import ConsentAdapters

extension AdapterCommand {
    struct Trace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what an adapter makes of a payload, step by step, or what it says to its platform.",
            discussion: """
                Examples:
                  consentbridge adapter trace onetrust-cookie 'OptanonConsent=…; OptanonAlertBoxClosed=…'
                  consentbridge adapter trace acme @Adapters/acme/cases/custom.yaml
                  consentbridge adapter trace acme - < cookie.txt

                  consentbridge adapter trace acme --http --since 2026-11-01 --limit 50 > Adapters/acme/cassettes/changes.yaml

                With --http the platform is asked, and every request is written down with its answer, as a cassette from
                which the adapter can be tried again without the platform. Credentials are masked by value, persons get
                other names; look through it before you show it to anybody, since what is personal in free texts stays.

                Ids are shown by their first two characters and their length, consent strings by their kind and \
                length. Of a file in a folder `cases` the payload is taken, with the policy and the time of the case.
                """
        )

        @OptionGroup var options: TraceOptions
        @OptionGroup var account: ConnectionOptions
        @OptionGroup var pull: PullOptions

        @Flag(help: "Ask the platform, and write down every request with its answer.")
        var http = false

        @Flag(help: "With --http, ask for what the account asks people for, as adapter discover does.")
        var discover = false

        func validate() throws {
            if http, options.payload != nil || options.json || options.policy != nil {
                throw ValidationError("--http asks the platform; leave payload, --policy and --json away.")
            }
            if !http, options.payload == nil {
                throw ValidationError("Name a payload, @FILE, or - for standard input.")
            }
            if discover, !http || pull.subject != nil || pull.since != nil || pull.limit != nil {
                throw ValidationError("--discover belongs to --http, without --subject, --since and --limit.")
            }
            if !http, pull.subject != nil || pull.since != nil || pull.limit != nil {
                throw ValidationError("--subject, --since and --limit belong to --http.")
            }
        }

        func run() async throws {
            if http { return try await record() }
            let registry = try options.adapterOptions.registry(asked: [options.id])
            let adapter = try registry.adapter(options.id)
            let trace = try options.trace(adapter)
            if options.json {
                var json = JSONWriter()
                trace.write(into: &json)
                json.newline()
                StandardOutput.write(json.bytes)
            } else {
                StandardOutput.write(trace.text)
            }
            if trace.error != nil { throw Finished(status: .failures) }
        }

        /// Asks the platform and writes the cassette, also where it fails in the middle.
        private func record() async throws {
            let adapter = try options.adapterOptions.registry(asked: [options.id]).adapter(options.id)
            // An adapter without one needs no account.
            let source = try adapter.pullHalf
            if discover, source.discoveries.isEmpty {
                throw UsageError("The adapter \(options.id) knows no listing of what an account asks for.")
            }
            let connection = try account.connection(of: adapter, in: try account.file())
            let tape = CassetteTape(adapter, try LivePull(adapter, connection, now: options.nowOptions.instant))
            var request = pull.request
            request.discovers = discover
            do {
                try await tape.record(request)
            } catch {
                StandardOutput.write(tape.text(request))
                throw error
            }
            StandardOutput.write(tape.text(request))
        }
    }
}

/// What `adapter trace` is asked.
struct TraceOptions: ParsableArguments {
    @OptionGroup var adapterOptions: AdapterOptions
    @OptionGroup var nowOptions: NowOptions

    @Option(help: ArgumentHelp("The site's policy (YAML); without it the defaults.", valueName: "file"))
    var policy: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @Argument(help: "The adapter.")
    var id: String

    @Argument(help: "The payload, @FILE, or - for standard input.")
    var payload: String?

    /// Runs the adapter on the payload.
    func trace(_ adapter: any ConsentAdapter) throws -> AdapterTrace {
        let payload = payload ?? ""
        if payload.hasPrefix("@"), payload.contains("cases/"), payload.hasSuffix(".yaml") {
            let item = try AdapterCase(draft: String(payload.dropFirst()))
            return AdapterTrace(adapter, payload: item.payload, policy: item.policy, now: item.now)
        }
        return AdapterTrace(
            adapter,
            payload: try PayloadText.text(of: payload),
            policy: try PolicyFile.named(policy).policy,
            now: nowOptions.instant
        )
    }
}
