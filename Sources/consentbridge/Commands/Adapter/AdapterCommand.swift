import ArgumentParser

struct AdapterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "Lists, writes, tests and explains adapters.",
        subcommands: [
            List.self, New.self, Lint.self, Test.self, Trace.self, Check.self, Pull.self, Discover.self, Describe.self,
        ]
    )
}
