import ArgumentParser

struct OptInCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optin",
        abstract: "Adobe's Opt-In service: what it makes of choices, and every form that carries permissions to it.",
        subcommands: [OptInSimulate.self, OptInExport.self]
    )
}
