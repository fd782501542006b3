import ArgumentParser
import ConsentAdapters
import ConsentTranslation
import Foundation

/// How payloads are read and decided about.
struct DecidingOptions: ParsableArguments {
    @OptionGroup var adapterOptions: AdapterOptions
    @OptionGroup var nowOptions: NowOptions

    @Option(help: ArgumentHelp("The adapter to use; without it the payload decides.", valueName: "id"))
    var adapter: String?

    @Option(help: ArgumentHelp("The site's policy (YAML); without it the defaults.", valueName: "file"))
    var policy: String?

    @Option(
        help: ArgumentHelp("A vendor list (gvl fetch) that the TCF rule strict looks vendors up in.", valueName: "file")
    )
    var vendorList: String?

    /// The policy.
    func policyFile() throws -> PolicyFile { try PolicyFile.named(policy) }

    /// The translator of this command line.
    func translator() throws -> Translator {
        let registry = try adapterOptions.registry(asked: adapter.map { [$0] } ?? [])
        // A wrong name is told before the first of many lines is read.
        if let adapter { _ = try registry.adapter(adapter) }
        var policy = try policyFile().policy
        policy.vendorList = try vendorList.map { try VendorListFile(path: $0).vendors() }
        return Translator(registry: registry, policy: policy, now: nowOptions.instant)
    }
}

extension PolicyFile {
    /// The policy of a file; the defaults where none is named.
    static func named(_ path: String?) throws -> PolicyFile {
        guard let path else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageError("The policy file \(path) cannot be read.")
        }
        return try PolicyFile(String(decoding: data, as: UTF8.self), file: path)
    }
}

/// A payload on the command line: itself, `@FILE`, or `-` for standard input.
struct PayloadOptions: ParsableArguments {
    @OptionGroup var deciding: DecidingOptions

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

    /// The payload's text.
    func text() throws -> String {
        guard let payload else { throw ValidationError("Name a payload, @FILE, or - for standard input.") }
        return try PayloadText.text(of: payload)
    }
}
