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
        now ?? Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
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

/// A payload on the command line: itself, `@FILE`, or `-` for standard input.
struct PayloadOptions: ParsableArguments {
    @OptionGroup var adapterOptions: AdapterOptions
    @OptionGroup var nowOptions: NowOptions

    @Option(help: ArgumentHelp("The adapter to use; without it the payload decides.", valueName: "id"))
    var adapter: String?

    @Option(help: ArgumentHelp("The site's policy (YAML); without it the defaults.", valueName: "file"))
    var policy: String?

    @Flag(help: "Read one payload a line from standard input and answer one JSON line each.")
    var lines = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @Argument(help: "The payload, @FILE, or - for standard input. Several cookies are one Cookie: header line.")
    var payload: String?

    func validate() throws {
        if lines, payload != nil { throw ValidationError("--lines reads standard input; leave the payload away.") }
        if !lines, payload == nil { throw ValidationError("Name a payload, @FILE, or - for standard input.") }
    }

    /// The payload's text, without the line end that files and pipes have.
    func text() throws -> String {
        guard let payload else { throw ValidationError("Name a payload, @FILE, or - for standard input.") }
        return try Self.text(of: payload)
    }

    /// The text of a payload as it stands on the command line.
    static func text(of payload: String) throws -> String {
        let data: Data
        if payload == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else if payload.hasPrefix("@") {
            let path = String(payload.dropFirst())
            guard let contents = FileManager.default.contents(atPath: path) else {
                throw UsageError("The file \(path) cannot be read.")
            }
            data = contents
        } else {
            return payload
        }
        var bytes = Array(data)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The policy.
    func policyFile() throws -> PolicyFile { try Self.policyFile(policy) }

    /// The policy of a file; the defaults where none is named.
    static func policyFile(_ policy: String?) throws -> PolicyFile {
        guard let policy else { return .standard }
        guard let data = FileManager.default.contents(atPath: policy) else {
            throw UsageError("The policy file \(policy) cannot be read.")
        }
        return try PolicyFile(String(decoding: data, as: UTF8.self), file: policy)
    }

    /// The translator of this command line.
    func translator() throws -> Translator {
        let registry = try adapterOptions.registry(asked: adapter.map { [$0] } ?? [])
        // A wrong name is told before the first of many lines is read.
        if let adapter { _ = try registry.adapter(adapter) }
        return Translator(registry: registry, policy: try policyFile().policy, now: nowOptions.instant)
    }
}
