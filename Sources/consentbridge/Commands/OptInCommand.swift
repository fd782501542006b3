import ArgumentParser

struct OptInCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optin",
        abstract: "Carries permissions to Adobe's Opt-In service.",
        subcommands: [OptInExport.self]
    )
}
