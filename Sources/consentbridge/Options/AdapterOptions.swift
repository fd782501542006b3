import ArgumentParser
import ConsentAdapters
import ConsentTranslation
import Foundation

/// Where the adapters are.
struct AdapterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The adapters' folder.", valueName: "folder"))
    var adapters: String?

    /// The folder that is used.
    func folder() throws -> String {
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? CommandLine.arguments[0]
        return try AdapterFolder(
            option: adapters,
            environment: ProcessInfo.processInfo.environment,
            executable: executable,
            currentDirectory: FileManager.default.currentDirectoryPath
        ).found()
    }

    /// The adapters; manifests with mistakes are told on standard error and hide no other.
    ///
    /// - Parameter asked: adapters whose mistakes are told when they are used.
    func registry(asked: [String] = []) throws -> AdapterRegistry {
        let registry = AdapterRegistry(folder: try folder())
        for (name, error) in registry.broken.sorted(by: { $0.key < $1.key }) where !asked.contains(name) {
            StandardError.write("consentbridge: the adapter \(name) is left out:\n\(error)\n")
        }
        return registry
    }
}

/// The time at which ages are judged.
struct NowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Judge ages as at this time (ISO 8601) instead of the present.", valueName: "instant"),
        transform: Instant.argument
    )
    var now: Instant?

    var instant: Instant {
        now ?? Self.present
    }

    /// The present.
    static var present: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))) }
}

extension Instant {
    /// A time from the command line.
    static func argument(_ text: String) throws -> Instant {
        guard let instant = Instant(iso8601: text) else {
            throw ValidationError("\"\(text)\" is no time; write one such as 2026-11-24T00:00:00Z.")
        }
        return instant
    }
}
