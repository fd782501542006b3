import ArgumentParser
import BoundedJSON
import ConsentAdapters

extension AdapterCommand {
    struct Trace: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what an adapter makes of a payload, step by step.",
            discussion: """
                Examples:
                  consentbridge adapter trace onetrust-cookie 'OptanonConsent=…; OptanonAlertBoxClosed=…'
                  consentbridge adapter trace acme @Adapters/acme/cases/custom.yaml
                  consentbridge adapter trace acme - < cookie.txt

                Ids are shown by their first two characters and their length, consent strings by their kind and \
                length. Of a file in a folder `cases` the payload is taken, with the policy and the time of the case.
                """
        )

        @OptionGroup var options: TraceOptions

        func run() throws {
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
    var payload: String

    /// Runs the adapter on the payload.
    func trace(_ adapter: any ConsentAdapter) throws -> AdapterTrace {
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
