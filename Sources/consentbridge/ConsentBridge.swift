import ArgumentParser
import Foundation

/// The command line: parses, calls the libraries, prints.
@main
struct ConsentBridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consentbridge",
        abstract: "Translates what consent platforms keep into Adobe Opt-In permissions, and keeps them in step.",
        discussion: """
            Paste a cookie or a consent string and see what it permits, and why:
              consentbridge explain 'OptanonConsent=…; OptanonAlertBoxClosed=…'

            Pull every changed consent from a platform:
              consentbridge sync run bridge.yaml

            Exit codes: 0 done, 1 finished with failures that are listed, 2 usage or configuration,
            3 the platform or the store could not be reached or opened, 4 `sync plan --exit-code` and there are changes.
            """,
        version: "0.1.0",
        subcommands: [
            Explain.self, Translate.self, Detect.self, Decode.self, Encode.self, VendorListCommand.self,
            OptInCommand.self, AdapterCommand.self, PolicyCommand.self, Sync.self, Ingest.self,
            SubjectCommand.self,
            Changes.self, LedgerCommand.self, QuarantineCommand.self, Demo.self, Manual.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.exit(error)
        }
    }
}
