import ArgumentParser

struct OptInCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optin",
        abstract: "Adobe's Opt-In service: what it does with a configuration, a cookie and a visitor's choices.",
        subcommands: [OptInSimulate.self]
    )
}
