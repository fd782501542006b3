import ArgumentParser
import ConsentSync
import Foundation

struct Changes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the changes of permissions in the order in which they were made.",
        discussion: """
            Examples:
              consentbridge changes --limit 20
              consentbridge changes --after 1200 --json
              consentbridge changes --after 1200 --json --follow

            One line is one subject's change, all its categories together. With
            --follow the listing goes on with what is to come; interrupted, it exits
            with 0 and tells where to go on.
            """
    )

    @OptionGroup var storeOptions: StoreOptions

    @Option(help: ArgumentHelp("Only changes with a higher number.", valueName: "number"))
    var after: Int64 = 0

    @Option(help: ArgumentHelp("No more than so many.", valueName: "number"))
    var limit: Int?

    @Flag(help: "Go on with the changes to come, until interrupted.")
    var follow = false

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a number from 1 on.") }
    }

    func run() async throws {
        let store = try storeOptions.open()
        let (changes, limit, json) = (store.changes(after: after), limit, json)
        guard follow else { return try await Self.list(changes, limit: limit, json: json) }
        try await Interruption.endsCleanly {
            try await Self.list(changes.following(), limit: limit, json: json)
        }
    }

    private static func list(_ changes: ChangeSequence, limit: Int?, json: Bool) async throws {
        var count = 0
        var last: Int64?
        for try await change in changes {
            StandardOutput.write(json ? ChangeText.json(change) : Array(ChangeText.line(change).utf8))
            last = change.number
            count += 1
            if count == limit { return }
        }
        guard Task.isCancelled, let last else { return }
        StandardError.write("consentbridge: stopped; go on with --after \(last)\n")
    }
}
